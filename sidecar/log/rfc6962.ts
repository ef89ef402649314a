/**
 * The Merkle tree of RFC 6962 §2.1: hashes of leaves and nodes, the root of an append-only list, and the checks of the two
 * proofs. The hash is the suite's: a tree has one, from its first leaf to its last.
 */
import { international } from '../crypto/international.ts';
import type { Suite } from '../crypto/suite.ts';

/** Of every hash in a tree, whatever the suite. */
export const HASH_BYTES = 32;

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/**
 * The right edge of a tree: how many leaves it has, and the roots of its full subtrees, largest first. It is all
 * one needs to append and to know the root. Never changed in place: a rolled back transaction keeps the old one.
 */
export interface TreeEdge {
  readonly size: number;
  readonly peaks: readonly Buffer[];
}

export const EMPTY_TREE: TreeEdge = { size: 0, peaks: [] };

export interface TreeHasher {
  leafHash(entry: Uint8Array): Buffer;
  nodeHash(left: Uint8Array, right: Uint8Array): Buffer;
  /** Root of the tree without leaves. */
  readonly emptyRoot: Buffer;
  append(edge: TreeEdge, leaf: Buffer): TreeEdge;
  root(edge: TreeEdge): Buffer;
}

export function treeHasher(suite: Pick<Suite, 'hash'>): TreeHasher {
  // Joined first: hashing one buffer at once is faster than feeding a hash with parts.
  const leafHash = (entry: Uint8Array): Buffer => suite.hash(Buffer.concat([LEAF, entry]));
  const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
    suite.hash(Buffer.concat([NODE, left, right]));
  const emptyRoot = suite.hash(Buffer.alloc(0));
  return {
    leafHash,
    nodeHash,
    emptyRoot,
    append(edge, leaf) {
      const peaks = edge.peaks.slice();
      let node = leaf;
      // Every trailing one-bit of the size is a full subtree that the new leaf completes to one twice as large.
      for (let size = edge.size; size % 2 === 1; size = (size - 1) / 2) {
        const left = peaks.pop();
        if (!left) throw new Error('tree edge has too few peaks for its size');
        node = nodeHash(left, node);
      }
      peaks.push(node);
      return { size: edge.size + 1, peaks };
    },
    root(edge) {
      const [last, ...rest] = edge.peaks.toReversed();
      return last ? rest.reduce((right, left) => nodeHash(left, right), last) : emptyRoot;
    },
  };
}

/** Under the international suite, SHA-256. */
export const { leafHash, nodeHash, append, root, emptyRoot: EMPTY_ROOT } = treeHasher(international);

export interface InclusionClaim {
  /** Counted from 0. */
  index: number;
  size: number;
  leafHash: Uint8Array;
  root: Uint8Array;
  /** From the leaf's sibling up to the root's child. */
  proof: readonly Uint8Array[];
}

/** Is the leaf the one at this place of the tree with this root (RFC 9162 §2.1.3.2)? False for anything malformed. */
export function verifyInclusion(hasher: TreeHasher, claim: InclusionClaim): boolean {
  const { index, size, proof } = claim;
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (![claim.leafHash, claim.root, ...proof].every(isHash)) return false;
  let place = index;
  let last = size - 1;
  let hash: Buffer = Buffer.from(claim.leafHash);
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      hash = hasher.nodeHash(sibling, hash);
      // A node without a right sibling is carried up as it is, to where it becomes one itself.
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      hash = hasher.nodeHash(hash, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && hash.equals(claim.root);
}

export interface ConsistencyClaim {
  from: number;
  to: number;
  fromRoot: Uint8Array;
  toRoot: Uint8Array;
  proof: readonly Uint8Array[];
}

/**
 * Is the larger tree the smaller one with leaves appended (RFC 9162 §2.1.4.2)? False for anything malformed, and for a
 * tree of no leaves: it says nothing, so a proof from it says nothing either.
 */
export function verifyConsistency(hasher: TreeHasher, claim: ConsistencyClaim): boolean {
  const { from, to, proof } = claim;
  if (!isCount(from) || !isCount(to) || from === 0 || from > to) return false;
  if (![claim.fromRoot, claim.toRoot, ...proof].every(isHash)) return false;
  if (from === to) return proof.length === 0 && Buffer.from(claim.fromRoot).equals(claim.toRoot);
  let place = from - 1;
  let last = to - 1;
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  // A smaller tree that is full is itself a node of the larger one, and is not repeated in the proof.
  const [first, ...rest] = place === 0 ? [claim.fromRoot, ...proof] : proof;
  if (!first) return false;
  let old: Buffer = Buffer.from(first);
  let now: Buffer = old;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      old = hasher.nodeHash(sibling, old);
      now = hasher.nodeHash(sibling, now);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      now = hasher.nodeHash(now, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && old.equals(claim.fromRoot) && now.equals(claim.toRoot);
}

// Not a shift: a shift would cut a size to 32 bits.
const half = (n: number): number => Math.floor(n / 2);
const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const isHash = (hash: Uint8Array): boolean => hash.length === HASH_BYTES;
