/** Whatever is done to a proof, a note or a request: what is accepted is what was signed and proven, and nothing else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SUITE_NAMES } from '../crypto/suite.ts';
import { suiteOf } from '../crypto/suites.ts';
import { trustedLog, writeCheckpoint } from './checkpoint.ts';
import { cosignatureVerifier, cosigner } from './cosignature.ts';
import { noteSigner, noteVerifier, signatureLine, signNote } from './note.ts';
import { treeHasher, verifyConsistency, verifyInclusion } from './rfc6962.ts';
import { verifyTlogProof, writeTlogProof } from './tlog-proof.ts';
import { MerkleTree } from './tree.ts';
import { decideAddCheckpoint, readAddCheckpoint, type WitnessedLog, writeAddCheckpoint } from './witness.ts';

const SUITES = SUITE_NAMES.map(suiteOf);

const SIZE = 130;

type Proof = readonly Uint8Array[];
type Edit = (proof: Proof) => Proof;

const someHash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const place = fc.nat(20);
const at = (proof: Proof, n: number): number => n % Math.max(1, proof.length);

/** One thing done to a proof. */
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.array(someHash, { maxLength: 12 }).map((random) => (): Proof => random),
  fc.nat(20).map((length) => (proof: Proof) => proof.slice(0, length)),
  fc.nat(20).map((length) => (proof: Proof) => proof.slice(length)),
  place.map((n) => (proof: Proof) => proof.toSpliced(at(proof, n), 1)),
  fc.tuple(place, someHash).map(
    ([n, hash]) =>
      (proof: Proof) =>
        proof.toSpliced(at(proof, n), 0, hash),
  ),
  fc.tuple(place, fc.integer({ min: 1, max: 40 })).map(
    ([n, times]) =>
      (proof: Proof) =>
        proof.toSpliced(
          at(proof, n),
          0,
          ...Array.from({ length: times }, () => proof[at(proof, n)] ?? new Uint8Array(32)),
        ),
  ),
  fc.tuple(place, place).map(([a, b]) => (proof: Proof) => {
    const [left, right] = [proof[at(proof, a)], proof[at(proof, b)]];
    return left && right ? proof.with(at(proof, a), right).with(at(proof, b), left) : proof;
  }),
  fc.constant((proof: Proof) => proof.toReversed()),
  fc.tuple(place, fc.nat(255)).map(([n, bit]) => (proof: Proof) => {
    const hash = Buffer.from(proof[at(proof, n)] ?? []);
    if (hash.length !== 32) return proof;
    hash[bit >> 3] = (hash[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return proof.with(at(proof, n), hash);
  }),
  fc.tuple(place, fc.constantFrom(0, 31, 33, 64)).map(([n, length]) => (proof: Proof) => {
    const hash = Buffer.alloc(length);
    hash.set((proof[at(proof, n)] ?? new Uint8Array()).subarray(0, length));
    return proof.length > 0 ? proof.with(at(proof, n), hash) : [hash];
  }),
);
const edits = fc.array(edit, { minLength: 1, maxLength: 3 });
const apply = (proof: Proof, all: readonly Edit[]): Proof => all.reduce((edited, one) => one(edited), proof);
const same = (a: Proof, b: Proof): boolean =>
  a.length === b.length && a.every((hash, n) => Buffer.from(hash).equals(b[n] ?? new Uint8Array()));

describe.each(SUITES)('of proofs, $name', (suite) => {
  const hasher = treeHasher(suite);
  const tree = new MerkleTree(hasher);
  for (let n = 0; n < SIZE; n += 1) tree.append(hasher.leafHash(Buffer.from(`leaf ${n}`)));
  const sizes = fc.integer({ min: 1, max: SIZE });
  const leafIn = (size: fc.Arbitrary<number>) =>
    fc.tuple(size, fc.nat(SIZE - 1)).map(([s, n]) => ({ size: s, index: n % s }));

  it('one proof, one leaf and one place are accepted under a root', () => {
    let refused = 0;
    fc.assert(
      fc.property(leafIn(sizes), edits, fc.nat(SIZE), ({ size, index }, all, other) => {
        const proof = tree.inclusion(index, size);
        const claim = { index, size, root: tree.root(size), leafHash: tree.leafHash(index), proof };
        expect(verifyInclusion(hasher, claim)).toBe(true);
        const edited = apply(proof, all);
        refused += same(edited, proof) ? 0 : 1;
        expect(verifyInclusion(hasher, { ...claim, proof: edited })).toBe(same(edited, proof));
        if (other !== index) {
          expect(verifyInclusion(hasher, { ...claim, index: other })).toBe(false);
          const leafHash = tree.leafHash(other % SIZE);
          expect(verifyInclusion(hasher, { ...claim, leafHash })).toBe(other % SIZE === index);
        }
        // The proof of a tree of one leaf more or less, against the root one trusts.
        for (const near of [size - 1, size + 1]) {
          if (near <= index || near > SIZE) continue;
          const theirs = tree.inclusion(index, near);
          expect(verifyInclusion(hasher, { ...claim, proof: theirs })).toBe(same(theirs, proof));
          expect(verifyInclusion(hasher, { ...claim, root: tree.root(near) })).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(250);
  });

  it('one proof is accepted between two roots', () => {
    let refused = 0;
    fc.assert(
      fc.property(sizes, sizes, edits, (a, b, all) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const proof = tree.consistency(from, to);
        const claim = { from, to, fromRoot: tree.root(from), toRoot: tree.root(to), proof };
        expect(verifyConsistency(hasher, claim)).toBe(true);
        const edited = apply(proof, all);
        refused += same(edited, proof) ? 0 : 1;
        expect(verifyConsistency(hasher, { ...claim, proof: edited })).toBe(same(edited, proof));
        if (from < to) {
          const swapped = { ...claim, from: to, to: from };
          expect(verifyConsistency(hasher, swapped)).toBe(false);
          expect(
            verifyConsistency(hasher, { ...claim, fromRoot: claim.toRoot, toRoot: claim.fromRoot }),
          ).toBe(false);
          expect(
            verifyConsistency(hasher, { ...swapped, fromRoot: claim.toRoot, toRoot: claim.fromRoot }),
          ).toBe(false);
        }
        for (const near of [from - 1, from + 1]) {
          if (near < 1 || near > to) continue;
          const theirs = tree.consistency(near, to);
          expect(verifyConsistency(hasher, { ...claim, proof: theirs })).toBe(same(theirs, proof));
          expect(verifyConsistency(hasher, { ...claim, fromRoot: tree.root(near) })).toBe(false);
        }
        for (const near of [to - 1, to + 1]) {
          if (near < from || near > SIZE) continue;
          const theirs = tree.consistency(from, near);
          expect(verifyConsistency(hasher, { ...claim, proof: theirs })).toBe(same(theirs, proof));
          expect(verifyConsistency(hasher, { ...claim, toRoot: tree.root(near) })).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(250);
  });

  describe('of files and requests', () => {
    const origin = 'liuhen/豫1302/disclosures';
    const secret = () => suite.readSigningKey(suite.createSigningKey());
    const [logKey, keyA, keyB, strange] = [secret(), secret(), secret(), secret()];
    const log = trustedLog([noteVerifier(origin, suite, logKey.publicKey).text]);
    if (!log) throw new Error('no such log');
    const [a, b] = [
      cosignatureVerifier('豫13/witness', suite, keyA.publicKey),
      cosignatureVerifier('豫/witness', suite, keyB.publicKey),
    ];
    const signed = (size: number, of = tree): string =>
      signNote(writeCheckpoint({ origin, size, root: of.root(size) }), [noteSigner(origin, suite, logKey)]);
    const [index, size] = [77, 101];
    const text = writeCheckpoint({ origin, size, root: tree.root(size) });
    const line = (key: typeof keyA, name: string, time: number) =>
      signatureLine(cosigner(name, suite, key, time), text);
    const [lineA, lineB, lineOther] = [
      line(keyA, a.name, 100),
      line(keyB, b.name, 200),
      line(strange, '省/w', 300),
    ];
    const leaf = { hash: tree.leafHash(index) };
    const file = (...lines: string[]): string =>
      writeTlogProof({
        index,
        proof: tree.inclusion(index, size),
        checkpoint: signed(size) + lines.join(''),
      });

    /** One thing done to a text, by bytes or by lines. */
    const damage: fc.Arbitrary<(bytes: Buffer) => Buffer> = fc.oneof(
      fc.tuple(fc.nat(4000), fc.integer({ min: 1, max: 255 })).map(([n, mask]) => (bytes: Buffer) => {
        const changed = Buffer.from(bytes);
        const where = n % Math.max(1, bytes.length);
        changed[where] = (changed[where] ?? 0) ^ mask;
        return changed;
      }),
      fc
        .tuple(fc.nat(4000), fc.uint8Array({ minLength: 1, maxLength: 4 }))
        .map(([n, more]) => (bytes: Buffer) => {
          const where = n % (bytes.length + 1);
          return Buffer.concat([bytes.subarray(0, where), more, bytes.subarray(where)]);
        }),
      fc.tuple(fc.nat(4000), fc.integer({ min: 1, max: 40 })).map(([n, less]) => (bytes: Buffer) => {
        const where = n % (bytes.length + 1);
        return Buffer.concat([bytes.subarray(0, where), bytes.subarray(where + less)]);
      }),
      fc.tuple(fc.nat(40), fc.nat(40)).map(([n, to]) => (bytes: Buffer) => {
        const lines = bytes.toString('utf8').split('\n');
        const moved = lines[n % lines.length] ?? '';
        return Buffer.from(
          lines
            .toSpliced(n % lines.length, 1)
            .toSpliced(to % lines.length, 0, moved)
            .join('\n'),
        );
      }),
      fc.tuple(fc.nat(40), fc.nat(40)).map(([n, to]) => (bytes: Buffer) => {
        const lines = bytes.toString('utf8').split('\n');
        return Buffer.from(lines.toSpliced(to % lines.length, 0, lines[n % lines.length] ?? '').join('\n'));
      }),
      fc.constant((bytes: Buffer) => Buffer.from(bytes.toString('utf8').replaceAll('\n', '\r\n'))),
      fc.nat(40).map((n) => (bytes: Buffer) => {
        let seen = 0;
        return Buffer.from(bytes.toString('utf8').replaceAll('\n', (end) => (seen++ === n ? '\r\n' : end)));
      }),
    );
    const damages = fc.array(damage, { minLength: 1, maxLength: 3 });

    it('a damaged proof file proves what the whole one does, or nothing', () => {
      const good = Buffer.from(file(lineOther, lineA, lineB));
      const trust = { log, witnesses: [a, b], quorum: 1 };
      const whole = verifyTlogProof(good, leaf, trust);
      if (!whole.ok) throw new Error(whole.why);
      let refused = 0;
      fc.assert(
        fc.property(damages, (all) => {
          const result = verifyTlogProof(
            all.reduce<Buffer>((bytes, one) => one(bytes), good),
            leaf,
            trust,
          );
          refused += result.ok ? 0 : 1;
          if (!result.ok) return;
          expect({ ...result, cosigned: [] }).toEqual({ ...whole, cosigned: [] });
          expect(whole.cosigned).toEqual(expect.arrayContaining([...result.cosigned]));
        }),
        { numRuns: 1500 },
      );
      expect(refused).toBeGreaterThan(1000);
    });

    it('no repeated, reordered or foreign line makes up for a missing witness', () => {
      const trust = { log, witnesses: [a, b], quorum: 2 };
      const lines = fc.array(fc.constantFrom(lineA, lineOther, line(keyA, a.name, 101)), { maxLength: 20 });
      fc.assert(
        fc.property(lines, (of) => {
          expect(verifyTlogProof(file(...of), leaf, trust)).toEqual({ ok: false, why: 'quorum-missing' });
          expect(verifyTlogProof(file(...of, lineA, lineB, ...of), leaf, trust).ok).toBe(true);
        }),
      );
    });

    it('no bytes at all are a proof, a note or a request by chance', () => {
      const trust = { log, witnesses: [a, b], quorum: 0 };
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 400 }), fc.string({ unit: 'binary' }), (bytes, string) => {
          expect(verifyTlogProof(bytes, leaf, trust).ok).toBe(false);
          expect(verifyTlogProof(string, leaf, trust).ok).toBe(false);
          expect(readAddCheckpoint(bytes)).toBeUndefined();
          expect(readAddCheckpoint(string)).toBeUndefined();
        }),
      );
    });

    it('a damaged request is answered like the whole one, or not with a cosignature', () => {
      const latest = { size: 40, root: tree.root(40) };
      const known: WitnessedLog = { ...log, latest };
      const body = Buffer.from(writeAddCheckpoint(40, tree.consistency(40, size), signed(size) + lineOther));
      const whole = decideAddCheckpoint(readAddCheckpoint(body), known);
      expect(whole.status).toBe(200);
      let refused = 0;
      fc.assert(
        fc.property(damages, (all) => {
          const damaged = all.reduce<Buffer>((bytes, one) => one(bytes), body);
          const decision = decideAddCheckpoint(readAddCheckpoint(damaged), known);
          refused += decision.status === 200 ? 0 : 1;
          if (decision.status === 200) expect(decision).toEqual(whole);
        }),
        { numRuns: 1500 },
      );
      expect(refused).toBeGreaterThan(1000);
    });

    it('a witness never goes back and never follows two histories', () => {
      const FORK = 30;
      const forked = new MerkleTree(hasher);
      for (let n = 0; n < 60; n += 1) {
        forked.append(n < FORK ? tree.leafHash(n) : hasher.leafHash(Buffer.from(`forged ${n}`)));
      }
      const request = fc.record({
        /** What the log says it is at: what the witness told it, or anything. */
        old: fc.option(fc.nat(60), { freq: 1 }),
        size: fc.nat(60),
        of: fc.constantFrom(tree, forked),
        proofOf: fc.constantFrom(tree, forked),
        edits: fc.option(edits, { freq: 1 }),
      });
      const seen = { cosigned: 0, forks: 0 };
      fc.assert(
        fc.property(fc.array(request, { minLength: 1, maxLength: 25 }), (requests) => {
          let latest: { size: number; root: Buffer } | undefined;
          const followed = new Set<MerkleTree>();
          for (const { old, size: next, of, proofOf, edits: all } of requests) {
            const oldSize = old ?? latest?.size ?? 0;
            const right = oldSize <= next ? proofOf.consistency(oldSize, next) : [];
            const proof = all
              ? apply(right, all)
                  .filter((hash) => hash.length === 32)
                  .slice(0, 63)
              : right;
            const body = writeAddCheckpoint(oldSize, proof, signed(next, of));
            const decision = decideAddCheckpoint(readAddCheckpoint(body), { ...log, latest });
            if (decision.status === 409) expect(decision.size).toBe(latest?.size ?? 0);
            if (decision.status === 422 && followed.size > 0 && !followed.has(of)) seen.forks += 1;
            if (decision.status !== 200) continue;
            seen.cosigned += 1;
            expect(decision.checkpoint.size).toBeGreaterThanOrEqual(latest?.size ?? 0);
            expect(decision.checkpoint.root).toEqual(of.root(next));
            latest = decision.checkpoint;
            if (next > FORK) followed.add(of);
            expect(followed.size).toBeLessThanOrEqual(1);
          }
        }),
        { numRuns: 150 },
      );

      expect(seen.cosigned).toBeGreaterThan(50);
      expect(seen.forks).toBeGreaterThan(10);
    });
  });
});
