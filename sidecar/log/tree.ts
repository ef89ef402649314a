/**
 * A whole tree in memory: every leaf hash and every full node above them, so that any earlier root and any proof is a walk
 * along one edge. Rebuilt from the leaves at the start; nothing but leaves is on disk. 64 bytes a leaf.
 */
import { HASH_BYTES, type TreeEdge, type TreeHasher } from './rfc6962.ts';

const CHUNK_HASHES = 1024;
/** Sizes are split with 32-bit arithmetic; so many leaves would take 128 GiB. */
const MAX_LEAVES = 2 ** 31;

/** Hashes one after another, in chunks: growing copies nothing, and a short column takes little. */
class HashColumn {
  readonly #chunks: Buffer[] = [];
  #length = 0;

  push(hash: Uint8Array): void {
    const place = this.#length % CHUNK_HASHES;
    if (place === 0) this.#chunks.push(Buffer.allocUnsafeSlow(CHUNK_HASHES * HASH_BYTES));
    this.#chunks.at(-1)?.set(hash, place * HASH_BYTES);
    this.#length += 1;
  }

  /** A view into the column, valid until the column is cut: copy what leaves the tree. */
  at(index: number): Buffer {
    const chunk = this.#chunks[Math.floor(index / CHUNK_HASHES)];
    if (!chunk || index >= this.#length) throw new RangeError('no such node in the tree');
    const start = (index % CHUNK_HASHES) * HASH_BYTES;
    return chunk.subarray(start, start + HASH_BYTES);
  }

  cut(length: number): void {
    this.#length = length;
    this.#chunks.length = Math.ceil(length / CHUNK_HASHES);
  }
}

export class MerkleTree {
  readonly #hasher: TreeHasher;
  /** Level 0 are the leaves; node n of level k stands for the 2^k leaves from n·2^k. Only full nodes are kept. */
  readonly #levels: HashColumn[] = [];
  #size = 0;

  constructor(hasher: TreeHasher) {
    this.#hasher = hasher;
  }

  get size(): number {
    return this.#size;
  }

  /** Enough to append and to know the root, without the tree. */
  get edge(): TreeEdge {
    const peaks: Buffer[] = [];
    for (let begin = 0; begin < this.#size; ) {
      const level = log2(this.#size - begin);
      peaks.push(Buffer.from(this.#node(level, begin)));
      begin += 2 ** level;
    }
    return { size: this.#size, peaks };
  }

  /** @returns the leaf's index, from 0 @throws RangeError when it is no hash */
  append(leafHash: Uint8Array): number {
    if (leafHash.length !== HASH_BYTES) throw new RangeError('a leaf hash has 32 bytes');
    if (this.#size >= MAX_LEAVES) throw new RangeError('the tree is full');
    const index = this.#size;
    let node = leafHash;
    this.#column(0).push(node);
    // An odd place has a full neighbour on its left: together they are a node one level up.
    for (let level = 0, place = index; place % 2 === 1; level += 1, place = (place - 1) / 2) {
      node = this.#hasher.nodeHash(this.#column(level).at(place - 1), node);
      this.#column(level + 1).push(node);
    }
    this.#size += 1;
    return index;
  }

  /** Takes the leaves from `size` on out again, as if they had never been: a transaction was rolled back. */
  truncate(size: number): void {
    this.#check(size);
    for (const [level, column] of this.#levels.entries()) column.cut(Math.floor(size / 2 ** level));
    this.#size = size;
  }

  leafHash(index: number): Buffer {
    this.#check(index + 1);
    return Buffer.from(this.#column(0).at(index));
  }

  /** @param size of the tree now or at any time before */
  root(size = this.#size): Buffer {
    this.#check(size);
    return size === 0 ? this.#hasher.emptyRoot : Buffer.from(this.#range(0, size));
  }

  /** What proves the leaf to somebody who knows the root at `size` (RFC 6962 §2.1.1). @throws RangeError */
  inclusion(index: number, size = this.#size): Buffer[] {
    this.#check(size);
    if (!Number.isInteger(index) || index < 0 || index >= size)
      throw new RangeError('no such leaf in the tree');
    const proof: Buffer[] = [];
    for (let begin = 0, end = size; end - begin > 1; ) {
      const middle = begin + split(end - begin);
      if (index < middle) {
        proof.push(this.#range(middle, end));
        end = middle;
      } else {
        proof.push(this.#range(begin, middle));
        begin = middle;
      }
    }
    return proof.reverse().map((hash) => Buffer.from(hash));
  }

  /**
   * What proves to somebody who knows the root at `from` that nothing of it was changed up to `to` (RFC 6962 §2.1.2). Empty
   * for `from` 0, where there is nothing to prove. @throws RangeError
   */
  consistency(from: number, to = this.#size): Buffer[] {
    this.#check(to);
    if (!Number.isInteger(from) || from < 0 || from > to) throw new RangeError('no such earlier tree');
    if (from === 0) return [];
    const proof: Buffer[] = [];
    let [begin, end] = [0, to];
    while (end !== from) {
      const middle = begin + split(end - begin);
      if (from <= middle) {
        proof.push(this.#range(middle, end));
        end = middle;
      } else {
        proof.push(this.#range(begin, middle));
        begin = middle;
      }
    }
    // Where the walk never went right, what is left is the smaller tree itself, and its root is known.
    if (begin > 0) proof.push(this.#range(begin, end));
    return proof.reverse().map((hash) => Buffer.from(hash));
  }

  #check(size: number): void {
    if (!Number.isInteger(size) || size < 0 || size > this.#size)
      throw new RangeError('the tree never had that size');
  }

  #column(level: number): HashColumn {
    let column = this.#levels[level];
    if (!column) {
      column = new HashColumn();
      this.#levels.push(column);
    }
    return column;
  }

  #node(level: number, begin: number): Buffer {
    return this.#column(level).at(begin / 2 ** level);
  }

  /** Root of the leaves from `begin` to before `end`, a subtree of a tree that is split as RFC 6962 splits it. */
  #range(begin: number, end: number): Buffer {
    const level = log2(end - begin);
    const full = 2 ** level;
    if (full === end - begin) return this.#node(level, begin);
    return this.#hasher.nodeHash(this.#node(level, begin), this.#range(begin + full, end));
  }
}

/** Rounded down. */
const log2 = (n: number): number => 31 - Math.clz32(n);

/** The largest power of two below n; n is at least 2. */
const split = (n: number): number => 2 ** log2(n - 1);
