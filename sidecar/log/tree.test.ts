import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { international } from '../crypto/international.ts';
import { SUITE_NAMES } from '../crypto/suite.ts';
import { suiteOf } from '../crypto/suites.ts';
import { EMPTY_TREE, type TreeHasher, treeHasher, verifyConsistency, verifyInclusion } from './rfc6962.ts';
import { MerkleTree } from './tree.ts';

const SUITES = SUITE_NAMES.map(suiteOf);

const SIZE = 70;

const leavesOf = (hasher: TreeHasher, count: number): Buffer[] =>
  Array.from({ length: count }, (_, n) => hasher.leafHash(Buffer.from(`leaf ${n}`)));

function treeOf(hasher: TreeHasher, leaves: readonly Buffer[]): MerkleTree {
  const tree = new MerkleTree(hasher);
  for (const leaf of leaves) tree.append(leaf);
  return tree;
}

/** RFC 6962 §2.1 as it is written: MTH, PATH and SUBPROOF over lists of leaves. */
function byDefinition(hasher: TreeHasher) {
  const below = (n: number): number => {
    let k = 1;
    while (k * 2 < n) k *= 2;
    return k;
  };
  function root(leaves: readonly Buffer[]): Buffer {
    const [only] = leaves;
    if (!only) return hasher.emptyRoot;
    if (leaves.length === 1) return only;
    const k = below(leaves.length);
    return hasher.nodeHash(root(leaves.slice(0, k)), root(leaves.slice(k)));
  }
  function path(m: number, leaves: readonly Buffer[]): Buffer[] {
    if (leaves.length === 1) return [];
    const k = below(leaves.length);
    return m < k
      ? [...path(m, leaves.slice(0, k)), root(leaves.slice(k))]
      : [...path(m - k, leaves.slice(k)), root(leaves.slice(0, k))];
  }
  function subproof(m: number, leaves: readonly Buffer[], known: boolean): Buffer[] {
    if (m === leaves.length) return known ? [] : [root(leaves)];
    const k = below(leaves.length);
    return m <= k
      ? [...subproof(m, leaves.slice(0, k), known), root(leaves.slice(k))]
      : [...subproof(m - k, leaves.slice(k), false), root(leaves.slice(0, k))];
  }
  return { root, path, proof: (m: number, leaves: readonly Buffer[]) => subproof(m, leaves, true) };
}

describe.each(SUITES)('a tree in memory, $name', (suite) => {
  const hasher = treeHasher(suite);
  const definition = byDefinition(hasher);
  const leaves = leavesOf(hasher, SIZE);
  const tree = treeOf(hasher, leaves);

  it('has the root of every size it had', () => {
    for (let size = 0; size <= SIZE; size += 1) {
      expect(tree.root(size)).toEqual(definition.root(leaves.slice(0, size)));
    }
    expect(tree.root()).toEqual(tree.root(SIZE));
  });

  it('has the edge that was appended to', () => {
    let edge = EMPTY_TREE;
    const growing = new MerkleTree(hasher);
    expect(growing.edge).toEqual(edge);
    for (const [index, leaf] of leaves.entries()) {
      edge = hasher.append(edge, leaf);
      expect(growing.append(leaf)).toBe(index);
      expect(growing.edge).toEqual(edge);
      expect(growing.size).toBe(index + 1);
    }
  });

  it('proves every leaf at every size, by the path of the definition', () => {
    let proven = 0;
    for (let size = 1; size <= SIZE; size += 1) {
      const root = tree.root(size);
      for (let index = 0; index < size; index += 1) {
        const proof = tree.inclusion(index, size);
        expect(proof).toEqual(definition.path(index, leaves.slice(0, size)));
        const leafHash = tree.leafHash(index);
        proven += verifyInclusion(hasher, { index, size, leafHash, root, proof }) ? 1 : 0;
      }
    }
    expect(proven).toBe((SIZE * (SIZE + 1)) / 2);
  });

  it('proves every size to every later one, by the proof of the definition', () => {
    let proven = 0;
    for (let to = 1; to <= SIZE; to += 1) {
      for (let from = 1; from <= to; from += 1) {
        const proof = tree.consistency(from, to);
        expect(proof).toEqual(definition.proof(from, leaves.slice(0, to)));
        const claim = { from, to, fromRoot: tree.root(from), toRoot: tree.root(to), proof };
        proven += verifyConsistency(hasher, claim) ? 1 : 0;
      }
    }
    expect(proven).toBe((SIZE * (SIZE + 1)) / 2);
  });
});

describe('a tree in memory', () => {
  const hasher = treeHasher(international);

  it('is after any appending and truncating as one that had only what is left', () => {
    const leaf = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
    const step = fc.oneof(
      fc.record({ append: fc.array(leaf, { maxLength: 20 }) }),
      fc.record({ keep: fc.double({ min: 0, max: 1, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const tree = new MerkleTree(hasher);
        let left: Buffer[] = [];
        for (const one of steps) {
          if ('append' in one) {
            for (const hash of one.append) tree.append(hash);
            left = [...left, ...one.append];
          } else {
            left = left.slice(0, Math.floor(left.length * one.keep));
            tree.truncate(left.length);
          }
        }
        const fresh = treeOf(hasher, left);
        expect(tree.edge).toEqual(fresh.edge);
        for (let size = 0; size <= left.length; size += 1) {
          expect(tree.root(size)).toEqual(fresh.root(size));
          expect(tree.consistency(size)).toEqual(fresh.consistency(size));
        }
        for (const [index, hash] of left.entries()) {
          expect(tree.leafHash(index)).toEqual(hash);
          expect(tree.inclusion(index)).toEqual(fresh.inclusion(index));
        }
      }),
    );
  });

  it('goes on over the ends of its chunks, forwards and backwards', () => {
    const leaves = leavesOf(hasher, 5000);
    const tree = treeOf(hasher, leaves);
    const whole = tree.root();
    for (const size of [4097, 4096, 4095, 2048, 1024, 1023, 1]) {
      const root = tree.root(size);
      tree.truncate(size);
      expect(tree.size).toBe(size);
      expect(tree.root()).toEqual(root);
      expect(tree.edge).toEqual(leaves.slice(0, size).reduce(hasher.append, EMPTY_TREE));
      for (const leaf of leaves.slice(size)) tree.append(leaf);
      expect(tree.root()).toEqual(whole);
    }
  });

  it('gives out hashes that stay what they were', () => {
    const leaves = leavesOf(hasher, 4);
    const tree = treeOf(hasher, leaves.slice(0, 3));
    const kept = {
      root: tree.root(),
      edge: tree.edge,
      leaf: tree.leafHash(2),
      inclusion: tree.inclusion(0),
      consistency: tree.consistency(2),
    };
    const before = structuredClone(kept);
    tree.truncate(2);
    for (const leaf of leaves.slice(3)) tree.append(leaf);
    expect(structuredClone(kept)).toEqual(before);
  });

  it('needs a proof as long as the tree is high', () => {
    const tree = treeOf(hasher, leavesOf(hasher, 5000));
    expect(tree.inclusion(0)).toHaveLength(13);
    expect(tree.consistency(4095).length).toBeLessThanOrEqual(14);
    expect(tree.consistency(0)).toEqual([]);
  });

  it('refuses what it never was', () => {
    const tree = treeOf(hasher, leavesOf(hasher, 5));
    for (const size of [6, -1, 1.5, Number.NaN]) {
      expect(() => tree.root(size)).toThrow(RangeError);
      expect(() => tree.inclusion(0, size)).toThrow(RangeError);
      expect(() => tree.consistency(1, size)).toThrow(RangeError);
      expect(() => tree.truncate(size)).toThrow(RangeError);
    }
    for (const index of [5, -1, 0.5, Number.NaN]) {
      expect(() => tree.inclusion(index)).toThrow(RangeError);
      expect(() => tree.leafHash(index)).toThrow(RangeError);
    }
    expect(() => tree.inclusion(3, 3)).toThrow(RangeError);
    for (const from of [6, -1, 0.5, Number.NaN]) expect(() => tree.consistency(from)).toThrow(RangeError);
    expect(() => tree.consistency(4, 3)).toThrow(RangeError);
    for (const bytes of [0, 31, 33]) expect(() => tree.append(Buffer.alloc(bytes))).toThrow(RangeError);
    expect(tree.size).toBe(5);
    expect(new MerkleTree(hasher).root()).toEqual(hasher.emptyRoot);
  });
});
