import { describe, expect, it } from 'vitest';
import { SUITE_NAMES } from '../crypto/suite.ts';
import { suiteOf } from '../crypto/suites.ts';
import { trustedLog, writeCheckpoint } from './checkpoint.ts';
import { cosignatureVerifier, cosigner } from './cosignature.ts';
import { noteSigner, noteVerifier, readNote, signatureLine, signNote } from './note.ts';
import { treeHasher } from './rfc6962.ts';
import { readTlogProof, type TlogProof, verifyTlogProof, writeTlogProof } from './tlog-proof.ts';
import { MerkleTree } from './tree.ts';

const SUITES = SUITE_NAMES.map(suiteOf);

const HASH = 'gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=';

/** c2sp.org/tlog-proof, its lines up to the signatures, which are shortened there. */
const FANCY = `c2sp.org/tlog-proof@v1
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=
`;

describe('proof files', () => {
  it('are read and written as published', () => {
    const proof = readTlogProof(FANCY);
    expect(proof).toMatchObject({ index: 73894, proof: { length: 5 } });
    expect(proof?.proof[0]).toEqual(Buffer.from(HASH, 'base64'));
    expect(proof?.checkpoint).toMatch(/^example\.com\/fancylog\n109482\n/);
    expect(proof).not.toHaveProperty('extra');
    expect(proof && writeTlogProof(proof)).toBe(FANCY);
    // Not printable, but a proof all the same.
    expect(readTlogProof(Buffer.from(FANCY))).toEqual(proof);
  });

  // transparency-dev/formats, proof/tlog_proof_test.go at 1a07eea5c85e
  it.each<[TlogProof, string]>([
    [
      {
        index: 10,
        proof: [Buffer.from(HASH, 'base64')],
        checkpoint: 'checkpoint data\n',
        extra: Buffer.from('extra information'),
      },
      `c2sp.org/tlog-proof@v1\nextra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 10\n${HASH}\n\ncheckpoint data\n`,
    ],
    [{ index: 0, proof: [], checkpoint: 'checkpoint\n' }, 'c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint\n'],
    [
      { index: 0, proof: [], checkpoint: 'a\n\nb\n', extra: Buffer.alloc(0) },
      'c2sp.org/tlog-proof@v1\nextra \nindex 0\n\na\n\nb\n',
    ],
  ])('%j', (proof, file) => {
    expect(writeTlogProof(proof)).toBe(file);
    expect(readTlogProof(file)).toEqual(proof);
  });

  it.each([
    // The same file, TestUnmarshalErrors.
    ['another header', 'wrong-header\nindex 0\n\ncheckpoint\n'],
    ['extra data that is no base64', 'c2sp.org/tlog-proof@v1\nextra !!notbase64!!\nindex 0\n\ncheckpoint\n'],
    ['no index', 'c2sp.org/tlog-proof@v1\n\n\ncheckpoint\n'],
    ['an index that is no number', 'c2sp.org/tlog-proof@v1\nindex notanumber\n\ncheckpoint\n'],
    ['a negative index', 'c2sp.org/tlog-proof@v1\nindex -5\n\ncheckpoint\n'],
    ['a hash that is no base64', 'c2sp.org/tlog-proof@v1\nindex 0\n!!notbase64!!\n\ncheckpoint\n'],
    [
      'a hash of 64 bytes',
      `c2sp.org/tlog-proof@v1\nindex 0\n${Buffer.alloc(64).toString('base64')}\n\ncheckpoint\n`,
    ],
    ['a line that does not end', `c2sp.org/tlog-proof@v1\nindex 0\n${'a'.repeat(65 * 1024)}\n`],
    // Ours.
    ['nothing', ''],
    ['a version of tomorrow', FANCY.replace('@v1', '@v2')],
    ['a line before the header', `\n${FANCY}`],
    ['CRLF', FANCY.replaceAll('\n', '\r\n')],
    ['CR behind the index', FANCY.replace('73894', '73894\r')],
    ['a leading zero', FANCY.replace('73894', '073894')],
    ['an index above what a number holds', FANCY.replace('73894', '9007199254740992')],
    ['two spaces', FANCY.replace('index ', 'index  ')],
    ['extra data behind the index', FANCY.replace('index 73894\n', 'index 73894\nextra AAAA\n')],
    ['extra data twice', FANCY.replace('index', 'extra AAAA\nextra AAAA\nindex')],
    ['an index twice', FANCY.replace('index 73894\n', 'index 73894\nindex 73894\n')],
    ['a hash without its padding', FANCY.replace('PlQ=', 'PlQ')],
    ['a hash with stray bits', FANCY.replace('PlQ=', 'PlR=')],
    ['64 hashes', FANCY.replace(`${HASH}\n`, `${HASH}\n`.repeat(60))],
    ['a thousand hashes', FANCY.replace(`${HASH}\n`, `${HASH}\n`.repeat(1000))],
    ['no checkpoint', FANCY.slice(0, FANCY.indexOf('\n\n') + 1)],
    ['no UTF-8', Buffer.concat([Buffer.from(FANCY), Buffer.from([0xff])])],
  ])('%s is none', (_, file) => {
    expect(readTlogProof(file)).toBeUndefined();
  });

  it('63 hashes are one', () => {
    expect(readTlogProof(FANCY.replace(`${HASH}\n`, `${HASH}\n`.repeat(59)))?.proof).toHaveLength(63);
  });

  it.each<Partial<TlogProof>>([
    { index: -1 },
    { index: 0.5 },
    { index: 2 ** 53 },
    { proof: [Buffer.alloc(31)] },
    { proof: Array.from({ length: 64 }, () => Buffer.alloc(32)) },
    { checkpoint: 'a\r\n' },
  ])('%j is not written', (wrong) => {
    const proof = { index: 0, proof: [], checkpoint: 'a\n', ...wrong };
    expect(() => writeTlogProof(proof)).toThrow(RangeError);
  });
});

describe.each(SUITES)('verifying a proof file, $name', (suite) => {
  const origin = 'liuhen/豫1302/disclosures';
  const secret = () => suite.readSigningKey(suite.createSigningKey());
  const [logKey, keyA, keyB, strange] = [secret(), secret(), secret(), secret()];
  const hasher = treeHasher(suite);
  const tree = new MerkleTree(hasher);
  const leaves = Array.from({ length: 13 }, (_, n) => Buffer.from(`leaf ${n}`));
  for (const leaf of leaves) tree.append(hasher.leafHash(leaf));
  const leafAt = (index: number): Buffer => leaves[index] ?? Buffer.alloc(0);

  const log = trustedLog([noteVerifier(origin, suite, logKey.publicKey).text]);
  if (!log) throw new Error('no such log');
  const [a, b] = [
    cosignatureVerifier('豫13/witness', suite, keyA.publicKey),
    cosignatureVerifier('豫/witness', suite, keyB.publicKey),
  ];
  const witnesses = [a, b];

  const textAt = (size: number): string => writeCheckpoint({ origin, size, root: tree.root(size) });
  const signedAt = (size: number): string => signNote(textAt(size), [noteSigner(origin, suite, logKey)]);
  const by = (key: typeof keyA, name: string, time: number, size = 13): string =>
    signatureLine(cosigner(name, suite, key, time), textAt(size));
  const file = (index: number, size = 13, ...lines: string[]): string =>
    writeTlogProof({
      index,
      proof: tree.inclusion(index, size),
      checkpoint: signedAt(size) + lines.join(''),
    });
  const both = [by(keyA, a.name, 100), by(keyB, b.name, 200)];

  it('says that the leaf is there, and who saw it when', () => {
    for (const index of leaves.keys()) {
      const result = verifyTlogProof(
        file(index, 13, ...both),
        { bytes: leafAt(index) },
        { log, witnesses, quorum: 2 },
      );
      expect(result).toEqual({
        ok: true,
        index,
        checkpoint: { origin, size: 13, root: tree.root(), extensions: [] },
        cosigned: [
          { witness: a, time: 100 },
          { witness: b, time: 200 },
        ],
      });
      const hash = hasher.leafHash(leafAt(index));
      expect(verifyTlogProof(file(index, 13, ...both), { hash }, { log, witnesses, quorum: 2 })).toEqual(
        result,
      );
    }
  });

  it('needs no witness where none is asked for, and does not mind strangers', () => {
    const stranger = by(strange, '省/stranger', 5);
    for (const lines of [[], both, [stranger]]) {
      const result = verifyTlogProof(
        file(3, 13, ...lines),
        { bytes: leafAt(3) },
        { log, witnesses: [], quorum: 0 },
      );
      expect(result).toMatchObject({ ok: true, cosigned: [] });
    }
  });

  const first = both[0] ?? '';
  it.each<[what: string, quorum: number, lines: string[], witnesses: typeof witnesses]>([
    ['no cosignature', 1, [], witnesses],
    ['one of two', 2, [first], witnesses],
    ['one twice', 2, [first, first], witnesses],
    ['one at two times', 2, [first, by(keyA, a.name, 101)], witnesses],
    ['a stranger’s', 1, [by(strange, '省/stranger', 5)], witnesses],
    ['one asked for more than there are', 3, both, witnesses],
    ['of witnesses one does not trust', 1, both, []],
    [
      'one key under two names',
      2,
      [first, by(keyA, 'alias', 100)],
      [a, cosignatureVerifier('alias', suite, keyA.publicKey)],
    ],
    [
      'the log’s own key',
      1,
      [by(logKey, 'self', 100)],
      [cosignatureVerifier('self', suite, logKey.publicKey)],
    ],
    ['no number', Number.NaN, both, witnesses],
  ])('has no quorum: %s', (_, quorum, lines, trusted) => {
    expect(
      verifyTlogProof(file(3, 13, ...lines), { bytes: leafAt(3) }, { log, witnesses: trusted, quorum }),
    ).toEqual({ ok: false, why: 'quorum-missing' });
  });

  it('takes the latest time of a witness that cosigned twice', () => {
    const lines = [by(keyA, a.name, 300), by(keyA, a.name, 100)];
    expect(
      verifyTlogProof(file(3, 13, ...lines), { bytes: leafAt(3) }, { log, witnesses, quorum: 1 }),
    ).toMatchObject({ ok: true, cosigned: [{ witness: a, time: 300 }] });
  });

  const good = file(3, 13, ...both);
  const parts = readTlogProof(good);
  const otherTime = (time: number): string =>
    good.replace(first, () => {
      const line = readNote(signedAt(13) + first)?.signatures[1]?.signature ?? Buffer.alloc(0);
      const later = Buffer.from(line);
      later.writeBigUInt64BE(BigInt(time));
      return `— ${a.name} ${Buffer.concat([a.keyId, later]).toString('base64')}\n`;
    });
  it.each<[why: string, what: string, bytes: string, leaf: Buffer]>([
    ['proof-malformed', 'nothing', '', leafAt(3)],
    ['proof-malformed', 'CRLF', good.replaceAll('\n', '\r\n'), leafAt(3)],
    ['checkpoint-malformed', 'no signature', good.slice(0, good.indexOf('\n\n—') + 2), leafAt(3)],
    ['checkpoint-malformed', 'a line after the signatures', `${good}\n`, leafAt(3)],
    ['origin-differs', 'another log', good.replace('disclosures', 'access'), leafAt(3)],
    ['log-signature-missing', 'the witnesses’ word alone', good.replace(/— liuhen[^\n]*\n/, ''), leafAt(3)],
    ['signature-broken', 'a larger tree', good.replace('\n13\n', '\n14\n'), leafAt(3)],
    ['signature-broken', 'another root', good.replace(tree.root().toString('base64'), HASH), leafAt(3)],
    ['signature-broken', 'another time of the witness', otherTime(101), leafAt(3)],
    ['signature-broken', 'a cosignature of another tree', file(3, 13, by(keyA, a.name, 100, 12)), leafAt(3)],
    ['leaf-not-included', 'another leaf', good, leafAt(4)],
    ['leaf-not-included', 'another place', good.replace('index 3', 'index 2'), leafAt(3)],
    ['leaf-not-included', 'a place behind the end', good.replace('index 3', 'index 13'), leafAt(3)],
    [
      'leaf-not-included',
      'a proof of a smaller tree',
      writeTlogProof({ index: 3, proof: tree.inclusion(3, 12), checkpoint: parts?.checkpoint ?? '' }),
      leafAt(3),
    ],
    [
      'leaf-not-included',
      'no proof',
      writeTlogProof({ index: 3, proof: [], checkpoint: parts?.checkpoint ?? '' }),
      leafAt(3),
    ],
  ])('%s: %s', (why, _, bytes, leaf) => {
    expect(verifyTlogProof(bytes, { bytes: leaf }, { log, witnesses, quorum: 1 })).toEqual({
      ok: false,
      why,
    });
  });

  it('says when it cannot tell two witnesses apart', () => {
    const twice = [a, cosignatureVerifier(a.name, suite, keyA.publicKey)];
    expect(verifyTlogProof(good, { bytes: leafAt(3) }, { log, witnesses: twice, quorum: 1 })).toEqual({
      ok: false,
      why: 'keys-ambiguous',
    });
  });

  it('under another suite is the proof of another log', () => {
    const [other] = SUITES.filter(({ name }) => name !== suite.name);
    if (!other) throw new Error('one suite only');
    expect(
      verifyTlogProof(good, { bytes: leafAt(3) }, { log: { ...log, suite: other }, witnesses, quorum: 1 }),
    ).toEqual({ ok: false, why: 'leaf-not-included' });
  });
});
