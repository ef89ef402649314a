import { describe, expect, it } from 'vitest';
import { international } from '../crypto/international.ts';
import { SUITE_NAMES } from '../crypto/suite.ts';
import { suiteOf } from '../crypto/suites.ts';
import { trustedLog, writeCheckpoint } from './checkpoint.ts';
import { noteSigner, noteVerifier, readNote, signNote, writeNote } from './note.ts';
import { treeHasher } from './rfc6962.ts';
import { MerkleTree } from './tree.ts';
import {
  decideAddCheckpoint,
  readAddCheckpoint,
  readConflict,
  TLOG_SIZE_TYPE,
  type WitnessDecision,
  type WitnessedLog,
  writeAddCheckpoint,
  writeConflict,
} from './witness.ts';

const SUITES = SUITE_NAMES.map(suiteOf);

const decide = (body: string | Uint8Array, log: WitnessedLog | undefined): WitnessDecision =>
  decideAddCheckpoint(readAddCheckpoint(body), log);

/** c2sp.org/tlog-witness */
const SOFA = `old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
`;

/** FiloSottile/torchwood, internal/witness/witness_test.go at 1cadf595db21: requests of a log to a witness. */
const SIGSUM = 'sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562';
const SIGSUM_KEY = 'ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f';
const TO_1 = `old 0

${SIGSUM}
1
KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

— ${SIGSUM} UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=
`;
const FROM_1_TO_3 = `old 1
KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

${SIGSUM}
3
RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=

— ${SIGSUM} UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=
`;
const FROM_1_TO_5 = `old 1
KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=
KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

${SIGSUM}
5
QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=

— ${SIGSUM} UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=
`;
/** litetlog, cmd/litewitness/testdata/litewitness.txt at 006b64708e99: the same to 5 from 3. */
const FROM_3_TO_5 = FROM_1_TO_5.replace(
  /old 1\n[\s\S]*?\n\n/,
  `${[
    'old 3',
    ...[
      '2a02000000000000000000000000000000000000000000000000000000000000',
      '2a03000000000000000000000000000000000000000000000000000000000000',
      'c2088815d65f60dbfa594d4e96504ab169cb6084bf0c132ab7c521fd2e0eba41',
      '2a04000000000000000000000000000000000000000000000000000000000000',
    ].map((hash) => Buffer.from(hash, 'hex').toString('base64')),
  ].join('\n')}\n\n`,
);

describe('requests to a witness', () => {
  it('are read and written as published', () => {
    const request = readAddCheckpoint(SOFA);
    expect(request).toMatchObject({
      oldSize: 20852014,
      proof: { length: 4 },
      checkpoint: { origin: 'example.com/behind-the-sofa', size: 20852163 },
      note: { signatures: { length: 2 } },
    });
    expect(request && writeAddCheckpoint(request.oldSize, request.proof, writeNote(request.note))).toBe(SOFA);
    for (const body of [TO_1, FROM_1_TO_3, FROM_1_TO_5, FROM_3_TO_5]) {
      const { oldSize = -1, proof = [], note } = readAddCheckpoint(Buffer.from(body)) ?? {};
      expect(note && writeAddCheckpoint(oldSize, proof, writeNote(note))).toBe(body);
    }
  });

  const LINE = 'KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n';
  it.each<[what: string, body: string | Buffer]>([
    // torchwood, TestTooManyProofs
    ['64 hashes', TO_1.replace('old 0\n', `old 0\n${LINE.repeat(64)}`)],
    ['a thousand hashes', TO_1.replace('old 0\n', `old 0\n${LINE.repeat(1000)}`)],
    ['nothing', ''],
    ['no old size', TO_1.replace('old 0\n', '')],
    ['old twice', TO_1.replace('old 0\n', 'old 0\nold 0\n')],
    ['a leading zero', TO_1.replace('old 0', 'old 00')],
    ['a sign', TO_1.replace('old 0', 'old +0')],
    ['two spaces', TO_1.replace('old 0', 'old  0')],
    ['an old size that is no number', TO_1.replace('old 0', 'old x')],
    ['an old size above what a number holds', TO_1.replace('old 0', 'old 9007199254740992')],
    ['a hash of 31 bytes', TO_1.replace('old 0\n', `old 0\n${Buffer.alloc(31).toString('base64')}\n`)],
    ['a hash with stray bits', FROM_1_TO_3.replace('AAA=', 'AAB=')],
    ['no blank line', TO_1.replace('old 0\n\n', 'old 0\n')],
    ['two blank lines', TO_1.replace('old 0\n\n', 'old 0\n\n\n')],
    ['CRLF', TO_1.replaceAll('\n', '\r\n')],
    ['no checkpoint', 'old 0\n\n'],
    ['a checkpoint without a signature', TO_1.slice(0, TO_1.indexOf('\n\n—') + 1)],
    ['a note that is no checkpoint', TO_1.replace('\n1\n', '\none\n')],
    ['a size with a leading zero', TO_1.replace('\n1\n', '\n01\n')],
    ['no last newline', TO_1.slice(0, -1)],
    ['no UTF-8', Buffer.concat([Buffer.from(TO_1), Buffer.from([0xff])])],
  ])('%s is none, and answered with 400', (_, body) => {
    expect(readAddCheckpoint(body)).toBeUndefined();
    expect(decide(body, undefined)).toEqual({ status: 400, why: 'request-malformed' });
  });

  it('with 63 hashes is one', () => {
    expect(readAddCheckpoint(TO_1.replace('old 0\n', `old 0\n${LINE.repeat(63)}`))?.proof).toHaveLength(63);
  });

  it('is not written when a witness could not read it', () => {
    const note = TO_1.slice(TO_1.indexOf('\n\n') + 2);
    expect(() => writeAddCheckpoint(-1, [], note)).toThrow(RangeError);
    expect(() => writeAddCheckpoint(0, [Buffer.alloc(31)], note)).toThrow(RangeError);
    expect(() => writeAddCheckpoint(0, [], readNote(note)?.text ?? '')).toThrow(RangeError);
  });

  // sigsum-go, pkg/client/client_test.go, TestProcessConflictResponse
  it.each<[type: string | null, body: string, size: number | undefined]>([
    ['text/plain', '10', undefined],
    [TLOG_SIZE_TYPE, '', undefined],
    [TLOG_SIZE_TYPE, '0\n', 0],
    [TLOG_SIZE_TYPE, '50\n', 50],
    [TLOG_SIZE_TYPE, '50', undefined],
    [TLOG_SIZE_TYPE, '050\n', undefined],
    [`${TLOG_SIZE_TYPE}; charset=utf8`, '51\n', undefined],
    [null, '51\n', undefined],
  ])('the size in an answer %s %j', (type, body, size) => {
    expect(readConflict(type, body)).toBe(size);
    if (size !== undefined) expect(writeConflict(size)).toBe(body);
  });
});

describe('the published log at its witness', () => {
  const log = trustedLog([noteVerifier(SIGSUM, international, Buffer.from(SIGSUM_KEY, 'hex')).text]);
  if (!log) throw new Error('no such log');
  const rootOf = (body: string): Buffer => readAddCheckpoint(body)?.checkpoint.root ?? Buffer.alloc(0);
  const at = (size: number, body: string): WitnessedLog => ({ ...log, latest: { size, root: rootOf(body) } });
  const fresh: WitnessedLog = { ...log, latest: undefined };

  it.each<[what: string, status: number, body: string, known: WitnessedLog | undefined]>([
    ['first', 200, TO_1, fresh],
    ['next', 200, FROM_1_TO_3, at(1, TO_1)],
    ['the other next', 200, FROM_1_TO_5, at(1, TO_1)],
    ['from 3 to 5', 200, FROM_3_TO_5, at(3, FROM_1_TO_3)],
    // The race of the specification, for whoever reads what the other has written.
    ['too late', 409, FROM_1_TO_3, at(5, FROM_1_TO_5)],
    ['from where it was before', 409, FROM_1_TO_5, at(3, FROM_1_TO_3)],
    ['from where it never was', 409, FROM_1_TO_3, fresh],
    ['another signature', 403, FROM_1_TO_3.replace('Vrx6go=', 'Vrx6gs='), at(1, TO_1)],
    ['no key of its', 403, FROM_1_TO_3.replace('— sigsum', '— sigsun'), at(1, TO_1)],
    ['unknown', 404, FROM_1_TO_3, undefined],
    ['another log', 404, FROM_1_TO_3.replaceAll('e562', 'e561'), at(1, TO_1)],
    ['no proof', 422, FROM_1_TO_3.replace(/old 1\n[\s\S]*?\n\n/, 'old 1\n\n'), at(1, TO_1)],
    ['another proof', 422, FROM_1_TO_3.replace('KgIAAA', 'KgIAAB'), at(1, TO_1)],
    ['another root known', 422, FROM_1_TO_3, at(1, FROM_1_TO_3)],
  ])('%s: %i', (_, status, body, known) => {
    expect(decide(body, known).status).toBe(status);
  });

  it('is told the size the witness holds', () => {
    expect(decide(FROM_1_TO_3, at(5, FROM_1_TO_5))).toEqual({ status: 409, why: 'size-differs', size: 5 });
    expect(decide(FROM_1_TO_3, fresh)).toEqual({ status: 409, why: 'size-differs', size: 0 });
  });
});

describe.each(SUITES)('what a witness decides, $name', (suite) => {
  const origin = 'liuhen/豫1302/disclosures';
  const secret = () => suite.readSigningKey(suite.createSigningKey());
  const [key, stranger] = [secret(), secret()];
  const hasher = treeHasher(suite);
  const leaf = (text: string): Buffer => hasher.leafHash(Buffer.from(text));
  const grown = (count: number, name: (n: number) => string): MerkleTree => {
    const tree = new MerkleTree(hasher);
    for (let n = 0; n < count; n += 1) tree.append(leaf(name(n)));
    return tree;
  };
  const tree = grown(20, (n) => `leaf ${n}`);
  const forked = grown(20, (n) => (n === 3 ? 'another leaf' : `leaf ${n}`));
  const log = trustedLog([noteVerifier(origin, suite, key.publicKey).text]);
  if (!log) throw new Error('no such log');
  const signer = noteSigner(origin, suite, key);
  const latest = (size: number, of = tree): WitnessedLog => ({
    ...log,
    latest: { size, root: of.root(size) },
  });
  const fresh: WitnessedLog = { ...log, latest: undefined };
  const sign = (size: number, root: Buffer, by = [signer]): string =>
    signNote(writeCheckpoint({ origin, size, root }), by);
  const ask = (old: number, size: number, of = tree): string =>
    writeAddCheckpoint(old, of.consistency(old, size), sign(size, of.root(size)));

  it('cosigns every next state of a log', () => {
    for (let old = 0; old <= 20; old += 1) {
      for (let size = old; size <= 20; size += 1) {
        const decision = decide(ask(old, size), old === 0 ? fresh : latest(old));
        expect(decision).toMatchObject({ status: 200, checkpoint: { origin, size, root: tree.root(size) } });
        const text = writeCheckpoint({ origin, size, root: tree.root(size) });
        expect(decision).toHaveProperty('text', text);
      }
    }
    expect(decide(ask(0, 7), latest(0)).status).toBe(200);
  });

  it('cosigns no state that is not a continuation, whatever proof comes with it', () => {
    for (let old = 4; old <= 20; old += 1) {
      for (let size = old; size <= 20; size += 1) {
        const why = old === size ? 'root-differs' : 'proof-broken';
        expect(decide(ask(old, size, forked), latest(old))).toEqual({ status: 422, why });
        const proof = old === size ? [] : tree.consistency(old, size);
        const body = writeAddCheckpoint(old, proof, sign(size, forked.root(size)));
        expect(decide(body, latest(old))).toEqual({ status: 422, why });
      }
    }
  });

  it('tells a log that came back from a backup where it was', () => {
    for (const [old, size] of [
      [0, 5],
      [5, 9],
      [9, 12],
      [12, 12],
    ] as const) {
      expect(decide(ask(old, size), latest(15))).toEqual({ status: 409, why: 'size-differs', size: 15 });
    }
  });

  const withProof = (old: number, size: number, root: Buffer): string =>
    writeAddCheckpoint(old, [leaf('leaf 0')], sign(size, root));
  const empty = hasher.emptyRoot;
  const one = leaf('leaf 0');
  // The cases of torchwood, internal/witness/witness_test.go, TestZeroSize, and what is near them.
  it.each<[what: string, status: number, body: string, known: WitnessedLog]>([
    ['an empty tree', 200, ask(0, 0), fresh],
    ['an empty tree again', 200, ask(0, 0), latest(0)],
    ['an empty tree with the root of another', 422, writeAddCheckpoint(0, [], sign(0, one)), fresh],
    ['an empty tree with the root of another again', 422, writeAddCheckpoint(0, [], sign(0, one)), latest(0)],
    ['an empty tree with a root of zeros', 422, writeAddCheckpoint(0, [], sign(0, Buffer.alloc(32))), fresh],
    [
      'an empty tree with the root of another, when there are leaves',
      422,
      writeAddCheckpoint(0, [], sign(0, one)),
      latest(5),
    ],
    ['an empty tree with a proof', 422, withProof(0, 0, empty), fresh],
    ['the first leaf', 200, ask(0, 1), fresh],
    ['the first leaf with a proof', 422, withProof(0, 1, one), fresh],
    ['the first leaf from nothing, when it is known', 409, withProof(0, 1, one), latest(1)],
    ['back to an empty tree', 400, writeAddCheckpoint(1, [], sign(0, empty)), latest(1)],
    ['an empty tree, when there are leaves', 409, ask(0, 0), latest(5)],
    ['smaller than the old size', 400, writeAddCheckpoint(9, [], sign(5, tree.root(5))), latest(9)],
    [
      'smaller than an old size that is wrong too',
      400,
      writeAddCheckpoint(8, [], sign(5, tree.root(5))),
      latest(9),
    ],
    ['the same again', 200, ask(9, 9), latest(9)],
    ['the same again with a proof', 422, withProof(9, 9, tree.root(9)), latest(9)],
    ['the same size with another root', 422, writeAddCheckpoint(9, [], sign(9, forked.root(9))), latest(9)],
    ['another size before another root', 409, ask(5, 9, forked), latest(9)],
  ])('%s: %i', (_, status, body, known) => {
    expect(decide(body, known).status).toBe(status);
  });

  it('believes the log’s keys alone', () => {
    const checkpoint = (...by: (typeof signer)[]) => writeAddCheckpoint(0, [], sign(5, tree.root(5), by));
    const other = noteSigner(origin, suite, stranger);
    expect(decide(checkpoint(other), fresh)).toEqual({ status: 403, why: 'log-signature-missing' });
    expect(decide(checkpoint(other, signer), fresh).status).toBe(200);
    const spoiled = checkpoint(signer).replace(/\n5\n/, '\n6\n');
    expect(decide(spoiled, fresh)).toEqual({ status: 403, why: 'signature-broken' });
    // Before anything is said about sizes.
    expect(decide(spoiled.replace('old 0', 'old 9'), latest(3)).status).toBe(403);
    const keys = [...log.keys, noteVerifier(origin, suite, stranger.publicKey)];
    expect(decide(checkpoint(other), { ...fresh, keys }).status).toBe(200);
    expect(decide(checkpoint(signer), { ...fresh, keys: [] }).status).toBe(403);
  });

  it('knows no log but those it was told of', () => {
    expect(decide(ask(0, 5), undefined)).toEqual({ status: 404, why: 'log-unknown' });
    expect(decide(ask(0, 5), { ...fresh, origin: 'liuhen/豫1302/access' })).toEqual({
      status: 404,
      why: 'log-unknown',
    });
  });
});
