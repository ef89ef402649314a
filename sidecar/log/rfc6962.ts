/** The Merkle tree of RFC 6962 §2.1: hashes of leaves and nodes, and the root of an append-only list. */
import { hash } from 'node:crypto';

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

export const leafHash = (entry: Uint8Array): Buffer => hash('sha256', Buffer.concat([LEAF, entry]), 'buffer');
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');

/** Hash of the empty tree. */
export const EMPTY_ROOT = hash('sha256', '', 'buffer');

/**
 * The right edge of a tree: how many leaves it has, and the roots of its full subtrees, largest first. It is all
 * one needs to append and to know the root. Never changed in place: a rolled back transaction keeps the old one.
 */
export interface TreeEdge {
  readonly size: number;
  readonly peaks: readonly Buffer[];
}

export const EMPTY_TREE: TreeEdge = { size: 0, peaks: [] };

export function append(edge: TreeEdge, leaf: Buffer): TreeEdge {
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
}

export function root(edge: TreeEdge): Buffer {
  const [last, ...rest] = edge.peaks.toReversed();
  return last ? rest.reduce((right, left) => nodeHash(left, right), last) : EMPTY_ROOT;
}
