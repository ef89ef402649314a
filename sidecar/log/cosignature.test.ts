import { describe, expect, it } from 'vitest';
import { SUITE_NAMES } from '../crypto/suite.ts';
import { suiteOf } from '../crypto/suites.ts';
import { openCheckpoint, trustedLog, writeCheckpoint } from './checkpoint.ts';
import {
  addCosignatures,
  cosignatureVerifier,
  cosignedAt,
  cosigner,
  readCosignatureVerifier,
} from './cosignature.ts';
import {
  noteSigner,
  noteVerifier,
  openNote,
  readNote,
  readNoteVerifier,
  signatureLine,
  signNote,
  type Verifier,
} from './note.ts';

const SUITES = SUITE_NAMES.map(suiteOf);

/**
 * florolf/tlog-scales, tests/test_signing.py at dfd5c4bf3b0c: a checkpoint of a live log with the log's signatures of two
 * types and the cosignatures of four witnesses; the keys of the log and of one witness.
 */
const ARCHE = `arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
`;
const ARCHE_KEY =
  'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f';
const REMORA = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2';

const signatureIn = (base64: string): Buffer => Buffer.from(base64, 'base64').subarray(4);

describe('published cosignatures', () => {
  it('a live checkpoint opens with its log and its witness', () => {
    const log = trustedLog([ARCHE_KEY]);
    const witness = readCosignatureVerifier(REMORA);
    if (!log || !witness) throw new Error('not keys');
    expect(witness.text).toBe(REMORA);
    const opened = openCheckpoint(ARCHE, log, [witness]);
    expect(opened).toMatchObject({ ok: true, checkpoint: { size: 1432088532 } });
    const times = opened.ok
      ? opened.verified.map(({ verifier, signature }) => [
          verifier.name,
          verifier === witness && cosignedAt(signature),
        ])
      : [];
    expect(times).toEqual([
      [log.origin, false],
      ['remora.n621.de', 0x6a122120],
    ]);
    for (const size of ['42', '1432088531']) {
      expect(openNote(ARCHE.replace('1432088532', size), [witness])).toEqual({
        ok: false,
        why: 'signature-broken',
      });
    }
  });

  it('a time one second later is not what the witness signed', () => {
    const witness = readCosignatureVerifier(REMORA);
    const note = readNote(ARCHE);
    const line = note?.signatures.find(({ name }) => name === witness?.name);
    const later = Buffer.from(line?.signature ?? []);
    expect(note && witness?.verify(note.text, later)).toBe(true);
    later[7] = (later[7] ?? 0) + 1;
    expect(note && witness?.verify(note.text, later)).toBe(false);
  });

  it.each([
    // c2sp.org/tlog-cosignature
    [
      'jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==',
      1679315147,
    ],
    // transparency-dev/formats, note/note_cosigv1_test.go
    [
      'ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w9uL+8qT7S5gxEHWWOworDcFiEBYJXORmnFBOBA==',
      1727964367,
    ],
  ])('the time in %s', (base64, time) => {
    expect(cosignedAt(signatureIn(base64))).toBe(time);
  });

  it.each([
    [
      'a log’s signature, the same file',
      'eQjRQm6eSKzFoiYalgwCPXu2y3ijtg68is9M46JKxuZB+dRfTmeQeDBoXnvxZx2ugnkyV+MUMLXpWs1hPb/W/4xkNQY=',
    ],
    ['the time alone', Buffer.from('0000000000000000641850cb', 'hex').toString('base64')],
    ['nothing', ''],
    ['time 0', Buffer.alloc(76).toString('base64')],
    ['time 2^53', Buffer.from(`000000000020000000000000${'00'.repeat(64)}`, 'hex').toString('base64')],
  ])('%s has no time', (_, base64) => {
    expect(cosignedAt(signatureIn(base64))).toBeUndefined();
  });
});

describe.each(SUITES)('cosignatures, $name', (suite) => {
  const secret = () => suite.readSigningKey(suite.createSigningKey());
  const [logKey, witnessKey, otherKey] = [secret(), secret(), secret()];
  const origin = 'liuhen/豫1302/disclosures';
  const text = writeCheckpoint({ origin, size: 7, root: Buffer.alloc(32, 7) });
  const log = trustedLog([noteVerifier(origin, suite, logKey.publicKey).text]);
  const signed = signNote(text, [noteSigner(origin, suite, logKey)]);
  const witness = cosignatureVerifier('豫13/witness', suite, witnessKey.publicKey);
  const other = cosignatureVerifier('豫/witness', suite, otherKey.publicKey);
  const line = (key: typeof witnessKey, time: number, of: Verifier = witness): string =>
    signatureLine(cosigner(of.name, suite, key, time), text);
  const timesIn = (note: string, of: Verifier): (number | undefined)[] =>
    (readNote(note)?.signatures ?? [])
      .filter(({ keyId }) => keyId.equals(of.keyId))
      .map(({ signature }) => cosignedAt(signature));

  it('sign what the specification says is signed', () => {
    const signature = cosigner('w', suite, witnessKey, 1679315147).sign(text);
    expect(signature.subarray(0, 8).toString('hex')).toBe('00000000641850cb');
    const message = Buffer.from(`cosignature/v1\ntime 1679315147\n${text}`);
    expect(suite.verify(witnessKey.publicKey, message, signature.subarray(8))).toBe(true);
    expect(witness.verify(text, signature)).toBe(true);
    expect(cosignedAt(signature)).toBe(1679315147);
  });

  it('are read by their own kind of key alone', () => {
    expect(readCosignatureVerifier(witness.text)?.text).toBe(witness.text);
    expect(readNoteVerifier(witness.text)).toBeUndefined();
    const plain = noteVerifier(witness.name, suite, witnessKey.publicKey);
    expect(readCosignatureVerifier(plain.text)).toBeUndefined();
    expect(plain.keyId.equals(witness.keyId)).toBe(false);
    expect(openNote(signed + line(witnessKey, 1), [plain])).toEqual({ ok: false, why: 'no-known-signature' });
  });

  it('are of checkpoints with all their lines, and of nothing else', () => {
    const extended = `${text}more\n`;
    const cosigned = signNote(extended, [cosigner(witness.name, suite, witnessKey, 5)]);
    expect(openNote(cosigned, [witness]).ok).toBe(true);
    expect(openNote(cosigned.replace('more\n', ''), [witness])).toEqual({
      ok: false,
      why: 'signature-broken',
    });
    expect(openNote(cosigned.replace('more', 'less'), [witness])).toEqual({
      ok: false,
      why: 'signature-broken',
    });
    expect(() => cosigner('w', suite, witnessKey, 5).sign('some text\n')).toThrow(RangeError);
    for (const time of [0, -1, 0.5, 2 ** 53, Number.NaN]) {
      expect(() => cosigner('w', suite, witnessKey, time)).toThrow(RangeError);
    }
  });

  it('come into the checkpoint they are of', () => {
    const first = line(witnessKey, 5);
    const once = addCosignatures(signed, first, [witness, other]);
    expect(once).toBe(signed + first);
    const twice = addCosignatures(once ?? '', line(otherKey, 6, other), [witness, other]) ?? '';
    expect(openNote(twice, [witness, other, noteVerifier(origin, suite, logKey.publicKey)])).toMatchObject({
      ok: true,
      verified: [{}, {}, {}],
    });
    // A newer one of the same witness takes the place of the older one.
    const newer = addCosignatures(twice, line(witnessKey, 9), [witness, other]) ?? '';
    expect(timesIn(newer, witness)).toEqual([9]);
    expect(timesIn(newer, other)).toEqual([6]);
    expect(log && openCheckpoint(newer, log).ok).toBe(true);
  });

  it('leave the checkpoint alone when they are not good or not asked for', () => {
    expect(addCosignatures(signed, line(otherKey, 5, other), [witness])).toBeUndefined();
    expect(addCosignatures(signed, line(otherKey, 5, witness), [witness])).toBeUndefined();
    const elsewhere = text.replace('\n7\n', '\n8\n');
    const wrong = signatureLine(cosigner(witness.name, suite, witnessKey, 5), elsewhere);
    expect(addCosignatures(signed, wrong, [witness])).toBeUndefined();
    expect(addCosignatures(signed, line(witnessKey, 5) + wrong, [witness])).toBeUndefined();
    for (const answer of [
      '',
      '\n',
      'sorry\n',
      line(witnessKey, 5).slice(0, -1),
      `\n${line(witnessKey, 5)}`,
    ]) {
      expect(addCosignatures(signed, answer, [witness])).toBeUndefined();
    }
    expect(addCosignatures(text, line(witnessKey, 5), [witness])).toBeUndefined();
    const dropped = addCosignatures(signed, line(otherKey, 5, other) + line(witnessKey, 5), [witness]) ?? '';
    expect(timesIn(dropped, other)).toEqual([]);
    expect(timesIn(dropped, witness)).toEqual([5]);
  });
});
