import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append, EMPTY_ROOT, EMPTY_TREE, leafHash, nodeHash, root } from './rfc6962.ts';

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
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** RFC 6962 §2.1 as it is written: split at the largest power of two below n. */
function byDefinition(hashes: Buffer[]): Buffer {
  const [only] = hashes;
  if (!only) return EMPTY_ROOT;
  if (hashes.length === 1) return only;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(byDefinition(hashes.slice(0, k)), byDefinition(hashes.slice(k)));
}

describe('RFC 6962 tree', () => {
  it('has the published roots', () => {
    expect(EMPTY_ROOT.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    let edge = EMPTY_TREE;
    for (const [index, hex] of LEAVES.entries()) {
      edge = append(edge, leafHash(Buffer.from(hex, 'hex')));
      expect(root(edge).toString('hex')).toBe(ROOTS[index]);
    }
  });

  it('equals the definition at every size', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 70 }), (entries) => {
        const hashes = entries.map((entry) => leafHash(entry));
        const edge = hashes.reduce(append, EMPTY_TREE);
        expect(edge.size).toBe(entries.length);
        expect(root(edge).equals(byDefinition(hashes))).toBe(true);
      }),
    );
  });

  it('keeps leaves and nodes apart', () => {
    const [a, b] = [leafHash(Buffer.from('a')), leafHash(Buffer.from('b'))];
    expect(leafHash(Buffer.concat([a, b])).equals(nodeHash(a, b))).toBe(false);
  });
});
