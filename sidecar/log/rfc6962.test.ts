import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import argon from '../../test/vectors/ct-argon2020.json' with { type: 'json' };
import { international } from '../crypto/international.ts';
import { national } from '../crypto/national.ts';
import { SUITE_NAMES } from '../crypto/suite.ts';
import { suiteOf } from '../crypto/suites.ts';
import {
  type ConsistencyClaim,
  EMPTY_ROOT,
  EMPTY_TREE,
  type InclusionClaim,
  leafHash,
  nodeHash,
  treeHasher,
  verifyConsistency,
  verifyInclusion,
} from './rfc6962.ts';

const SUITES = SUITE_NAMES.map(suiteOf);

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const base64 = (text: string): Buffer => Buffer.from(text, 'base64');

/** Published vectors of the certificate-transparency test suites: leaves, and the root after each. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(hex);
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
].map(hex);
const at = (list: readonly Buffer[], index: number): Buffer => list[index] ?? Buffer.alloc(0);

/** transparency-dev/merkle, proof/verify_test.go at 02194e9afb6c: leaf (from 0), size, proof. */
const INCLUSION: [index: number, size: number, proof: string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];

/** The same file: sizes and proof. */
const CONSISTENCY: [from: number, to: number, proof: string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
  [
    6,
    7,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
];

/** project-oak/oak, tests of its tlog-proof verifier: the last leaf of a Tessera log. */
const TESSERA: InclusionClaim = {
  index: 76958,
  size: 76959,
  root: base64('QYfrD7XAd4qUHbRBs4dDyDZwpZN4M/cccXr2G56pxkY='),
  leafHash: leafHash(Buffer.from('hello tesseroak\n')),
  proof: [
    'fGRlLyuz+L9Jb8+uTSut/2aVc4z7fKFW+clvsb6xjEM=',
    'F6LautOHD5eppkWC0xn/lz00X5g2yLlZAkl2jCI/wdE=',
    'qH7OJxFNup+TDvJuohd2HphKVngfMeMzUK8QChEDcas=',
    '+Y3g758yXtPCRh/eqhLTA3bdcx+cCV1Uah0JdgB0YEs=',
    'vq8cJSjj8dPVmFBRUqDLlaMqW6aAYR2GKugVhgudXLs=',
    'J0z3X5qTb9WFC1gABhVFx0bW1rVZRL+DAoBL2e2h4G4=',
    'NmSbYg25xNFzTRerIsF3HbEMyTIDqW87AQd9ekzopE8=',
    'L8BZipjURnkctkjJtGJs+YyTXMssvNKA7+a8nV2JT/s=',
    'pva4RFzCejMkVMVmYc93As2lbk7WAyrw58TvrzEOjNc=',
  ].map(base64),
};

const INCLUDED: InclusionClaim[] = [
  ...INCLUSION.map(([index, size, proof]) => ({
    index,
    size,
    root: at(ROOTS, size - 1),
    leafHash: leafHash(at(LEAVES, index)),
    proof: proof.map(hex),
  })),
  TESSERA,
  {
    index: argon.index,
    size: argon.size,
    root: base64(argon.root),
    leafHash: leafHash(base64(argon.leaf)),
    proof: argon.inclusion.map(base64),
  },
];

const CONSISTENT: ConsistencyClaim[] = [
  ...CONSISTENCY.map(([from, to, proof]) => ({
    from,
    to,
    fromRoot: at(ROOTS, from - 1),
    toRoot: at(ROOTS, to - 1),
    proof: proof.map(hex),
  })),
  {
    from: argon.fromSize,
    to: argon.size,
    fromRoot: base64(argon.fromRoot),
    toRoot: base64(argon.root),
    proof: argon.consistency.map(base64),
  },
];

const NOTHING = Buffer.alloc(0);
const OTHER = hex('abacaba000000000000000000000000000000000000000000060061e00123456');
const WRONG = Buffer.from('WrongLeaf');

const flipped = (proof: readonly Uint8Array[], place: number): Uint8Array[] =>
  proof.map((hash, index) =>
    index === place ? Buffer.from(hash).map((byte, i) => (i === 0 ? byte ^ 8 : byte)) : hash,
  );
const exchanged = (proof: readonly Uint8Array[], place: number): Uint8Array[] => {
  const [a, b] = [proof[place], proof[place + 1]];
  return a && b ? proof.with(place, b).with(place + 1, a) : [];
};

/** What transparency-dev/merkle does to a good proof in its tests and its testdata/inclusion, and exchanging two hashes. */
function spoiledInclusions(good: InclusionClaim): [how: string, claim: InclusionClaim][] {
  const { index, size, root, proof } = good;
  return [
    ['index - 1', { ...good, index: index - 1 }],
    ['index + 1', { ...good, index: index + 1 }],
    ['index ^ 2', { ...good, index: index ^ 2 }],
    ['size * 2', { ...good, size: size * 2 }],
    ['size / 2', { ...good, size: Math.floor(size / 2) }],
    ['index of 64 bits', { ...good, index: 2 ** 64 - 1 }],
    ['index no number', { ...good, index: Number.NaN }],
    ['size 0', { ...good, size: 0 }],
    ['wrong leaf', { ...good, leafHash: WRONG }],
    ['other leaf', { ...good, leafHash: OTHER }],
    ['no leaf', { ...good, leafHash: NOTHING }],
    ['empty root', { ...good, root: EMPTY_ROOT }],
    ['random root', { ...good, root: OTHER }],
    ['root cut short', { ...good, root: root.subarray(0, 31) }],
    ['trailing garbage', { ...good, proof: [...proof, NOTHING] }],
    ['trailing root', { ...good, proof: [...proof, root] }],
    ['preceding garbage', { ...good, proof: [NOTHING, ...proof] }],
    ['preceding root', { ...good, proof: [root, ...proof] }],
    ...proof.map((_, i): [string, InclusionClaim] => [
      `a bit of hash ${i}`,
      { ...good, proof: flipped(proof, i) },
    ]),
    ...proof.map((_, i): [string, InclusionClaim] => [
      `hash ${i} cut short`,
      { ...good, proof: proof.with(i, (proof[i] ?? NOTHING).subarray(0, 31)) },
    ]),
    ...proof
      .slice(1)
      .map((_, i): [string, InclusionClaim] => [
        `hashes ${i} and ${i + 1} exchanged`,
        { ...good, proof: exchanged(proof, i) },
      ]),
    ...(proof.length > 0
      ? ([
          ['removed component', { ...good, proof: proof.slice(0, -1) }],
          ['inserted component', { ...good, proof: [proof[0] ?? NOTHING, OTHER, ...proof.slice(1)] }],
        ] satisfies [string, InclusionClaim][])
      : []),
  ];
}

/** The same for testdata/consistency. */
function spoiledConsistencies(good: ConsistencyClaim): [how: string, claim: ConsistencyClaim][] {
  const { from, to, fromRoot, toRoot, proof } = good;
  return [
    ['from - 1', { ...good, from: from - 1 }],
    ['from + 1', { ...good, from: from + 1 }],
    ['from ^ 2', { ...good, from: from ^ 2 }],
    ['from 0', { ...good, from: 0, proof: [] }],
    ['to * 2', { ...good, to: to * 2 }],
    ['to / 2', { ...good, to: Math.floor(to / 2) }],
    ['wrong first root', { ...good, fromRoot: WRONG }],
    ['wrong second root', { ...good, toRoot: WRONG }],
    ['other first root', { ...good, fromRoot: OTHER }],
    ['other second root', { ...good, toRoot: OTHER }],
    ['trailing garbage', { ...good, proof: [...proof, NOTHING] }],
    ['trailing first root', { ...good, proof: [...proof, fromRoot] }],
    ['trailing second root', { ...good, proof: [...proof, toRoot] }],
    ['preceding garbage', { ...good, proof: [NOTHING, ...proof] }],
    ['preceding first root', { ...good, proof: [fromRoot, ...proof] }],
    ['preceding second root', { ...good, proof: [toRoot, ...proof] }],
    ...proof.map((_, i): [string, ConsistencyClaim] => [
      `a bit of hash ${i}`,
      { ...good, proof: flipped(proof, i) },
    ]),
    ...proof
      .slice(1)
      .map((_, i): [string, ConsistencyClaim] => [
        `hashes ${i} and ${i + 1} exchanged`,
        { ...good, proof: exchanged(proof, i) },
      ]),
    ...(proof.length > 0
      ? ([
          ['exchanged roots', { ...good, fromRoot: toRoot, toRoot: fromRoot }],
          ['exchanged sizes', { ...good, from: to, to: from }],
          ['empty proof', { ...good, proof: [] }],
          ['truncated proof', { ...good, proof: proof.slice(0, -1) }],
          ['the first hash twice', { ...good, proof: [proof[0] ?? NOTHING, ...proof] }],
        ] satisfies [string, ConsistencyClaim][])
      : []),
  ];
}

describe('RFC 6962 tree', () => {
  const hasher = treeHasher(international);

  it('has the published roots', () => {
    expect(EMPTY_ROOT.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    let edge = EMPTY_TREE;
    for (const [index, leaf] of LEAVES.entries()) {
      edge = hasher.append(edge, hasher.leafHash(leaf));
      expect(hasher.root(edge)).toEqual(ROOTS[index]);
    }
  });

  it.each(SUITES)('equals the definition at every size: $name', (suite) => {
    const tree = treeHasher(suite);
    /** RFC 6962 §2.1 as it is written: split at the largest power of two below n. */
    function byDefinition(hashes: Buffer[]): Buffer {
      const [only] = hashes;
      if (!only) return suite.hash();
      if (hashes.length === 1) return only;
      let k = 1;
      while (k * 2 < hashes.length) k *= 2;
      return suite.hash(Buffer.from([1]), byDefinition(hashes.slice(0, k)), byDefinition(hashes.slice(k)));
    }
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 70 }), (entries) => {
        const hashes = entries.map((entry) => suite.hash(Buffer.from([0]), entry));
        expect(entries.map(tree.leafHash)).toEqual(hashes);
        const edge = hashes.reduce(tree.append, EMPTY_TREE);
        expect(edge.size).toBe(entries.length);
        expect(tree.root(edge)).toEqual(byDefinition(hashes));
      }),
    );
  });

  it('keeps leaves and nodes apart', () => {
    const [a, b] = [leafHash(Buffer.from('a')), leafHash(Buffer.from('b'))];
    expect(leafHash(Buffer.concat([a, b])).equals(nodeHash(a, b))).toBe(false);
  });

  it('is another tree under another suite', () => {
    const other = treeHasher(national);
    const leaf = Buffer.from('a');
    expect(other.emptyRoot).not.toEqual(hasher.emptyRoot);
    expect(other.leafHash(leaf)).not.toEqual(hasher.leafHash(leaf));
    expect(other.nodeHash(OTHER, OTHER)).not.toEqual(hasher.nodeHash(OTHER, OTHER));
    for (const claim of INCLUDED.filter(({ size }) => size > 1)) {
      expect(verifyInclusion(other, claim)).toBe(false);
    }
    for (const claim of CONSISTENT.filter(({ from, to }) => from < to)) {
      expect(verifyConsistency(other, claim)).toBe(false);
    }
  });
});

describe('inclusion proofs', () => {
  const hasher = treeHasher(international);

  it.each(INCLUDED)('published: leaf $index of $size', (claim) => {
    expect(verifyInclusion(hasher, claim)).toBe(true);
    const spoiled = spoiledInclusions(claim);
    expect(spoiled.length).toBeGreaterThan(17);
    expect(spoiled.filter(([, bad]) => verifyInclusion(hasher, bad)).map(([how]) => how)).toEqual([]);
  });

  it('a tree deeper than 32 levels has them too', () => {
    const [leaf, beside, before] = [OTHER, EMPTY_ROOT, at(ROOTS, 7)];
    const root = nodeHash(before, nodeHash(leaf, beside));
    const claim = { index: 2 ** 33, size: 2 ** 33 + 2, leafHash: leaf, root, proof: [beside, before] };
    expect(verifyInclusion(hasher, claim)).toBe(true);
    expect(verifyInclusion(hasher, { ...claim, index: 2 ** 33 + 1 })).toBe(false);
    expect(verifyInclusion(hasher, { ...claim, index: 0 })).toBe(false);
  });

  it('a node is no leaf, however it is handed in', () => {
    const [a, b, c] = [at(ROOTS, 0), at(ROOTS, 1), at(ROOTS, 2)];
    const root = nodeHash(nodeHash(a, b), c);
    const both = Buffer.concat([a, b]);
    const claim = { index: 0, size: 3, leafHash: both, root, proof: [NOTHING, c] };
    expect(verifyInclusion(hasher, { ...claim, leafHash: a, proof: [b, c] })).toBe(true);
    expect(verifyInclusion(hasher, claim)).toBe(false);
    expect(verifyInclusion(hasher, { ...claim, leafHash: NOTHING, proof: [both, c] })).toBe(false);
    // Nor does the root of a larger tree pass for that of a smaller one.
    const larger = { index: 0, size: 1, leafHash: b, root: nodeHash(a, b), proof: [a] };
    expect(verifyInclusion(hasher, larger)).toBe(false);
  });

  it('a tree of no leaves has none', () => {
    for (const [index, size] of [
      [0, 0],
      [1, 0],
      [2, 1],
    ] as const) {
      for (const root of [NOTHING, EMPTY_ROOT, OTHER]) {
        expect(verifyInclusion(hasher, { index, size, leafHash: OTHER, root, proof: [] })).toBe(false);
      }
    }
  });
});

describe('consistency proofs', () => {
  const hasher = treeHasher(international);

  it.each(CONSISTENT)('published: $from to $to', (claim) => {
    expect(verifyConsistency(hasher, claim)).toBe(true);
    const spoiled = spoiledConsistencies(claim);
    expect(spoiled.length).toBeGreaterThan(15);
    expect(spoiled.filter(([, bad]) => verifyConsistency(hasher, bad)).map(([how]) => how)).toEqual([]);
  });

  it.each<[why: string, claim: ConsistencyClaim]>([
    ['backwards', { from: 2, to: 1, fromRoot: OTHER, toRoot: OTHER, proof: [] }],
    ['from nothing', { from: 0, to: 0, fromRoot: EMPTY_ROOT, toRoot: EMPTY_ROOT, proof: [] }],
    ['from nothing to something', { from: 0, to: 1, fromRoot: EMPTY_ROOT, toRoot: OTHER, proof: [] }],
    ['the same with a proof', { from: 1, to: 1, fromRoot: OTHER, toRoot: OTHER, proof: [OTHER] }],
    ['the same size, another root', { from: 1, to: 1, fromRoot: OTHER, toRoot: EMPTY_ROOT, proof: [] }],
    ['a root of no length', { from: 1, to: 1, fromRoot: NOTHING, toRoot: NOTHING, proof: [] }],
    [
      'backwards, with a proof made for it',
      { from: 3, to: 2, fromRoot: OTHER, toRoot: nodeHash(OTHER, EMPTY_ROOT), proof: [OTHER, EMPTY_ROOT] },
    ],
    [
      'half a leaf, with a proof made for it',
      { from: 1.5, to: 2, fromRoot: OTHER, toRoot: nodeHash(OTHER, EMPTY_ROOT), proof: [OTHER, EMPTY_ROOT] },
    ],
  ])('refused: %s', (_, claim) => {
    expect(verifyConsistency(hasher, claim)).toBe(false);
  });
});
