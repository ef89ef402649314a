import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { international } from '../crypto/international.ts';
import { national } from '../crypto/national.ts';
import { SUITE_NAMES } from '../crypto/suite.ts';
import { suiteOf } from '../crypto/suites.ts';
import {
  noteSigner,
  noteVerifier,
  openNote,
  readNote,
  readNoteVerifier,
  readSignatures,
  signatureLine,
  signNote,
  type Verifier,
  writeNote,
} from './note.ts';

const SUITES = SUITE_NAMES.map(suiteOf);

const key = (text: string): Verifier => {
  const verifier = readNoteVerifier(text);
  if (!verifier) throw new Error(`not a verifier key: ${text}`);
  return verifier;
};

/** c2sp.org/signed-note, the key and the note of "Verifier keys". */
const FOO = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const FOO_NOTE =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

/** c2sp.org/signed-note, the note at the beginning; its key is not published. */
const POEM =
  'Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n';

/** golang/mod, sumdb/note/note_test.go at 02c991387e35. */
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_SECRET = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const ENOCH = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER_LINE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const ENOCH_LINE =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';
const insertedAt60 = (line: string): string => `${line.slice(0, 58)}ABCD${line.slice(58)}`;

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const peterKey = () => {
  const der = Buffer.concat([PKCS8_ED25519, Buffer.from(PETER_SECRET, 'base64').subarray(1)]);
  return international.readSigningKey(
    `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`,
  );
};

const names = (opened: ReturnType<typeof openNote>): string[] =>
  opened.ok ? opened.verified.map(({ verifier }) => verifier.name) : [];

describe('verifier keys', () => {
  it.each([
    FOO,
    PETER,
    ENOCH,
    // transparency-dev/formats, note/note_cosigv1_test.go: one with a plus in its base64.
    'TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6',
    // florolf/tlog-scales, tests/test_signing.py
    'foo+1573814f+ATnT68N1+aPhXIQhFQ0X6jekt0UsUk/iyE8dWHb3g9GN',
  ])('published: %s', (text) => {
    const verifier = key(text);
    expect(`${verifier.name}+${verifier.keyId.toString('hex')}`).toBe(text.slice(0, text.indexOf('+') + 9));
    expect(noteVerifier(verifier.name, verifier.suite, verifier.publicKey).text).toBe(text);
  });

  it('every piece of one is none', () => {
    for (let from = 0; from <= PETER.length; from += 1) {
      for (let to = from + 1; to <= PETER.length; to += 1) {
        if (to - from === PETER.length) continue;
        expect(readNoteVerifier(PETER.slice(from, to))).toBeUndefined();
      }
    }
  });

  it('with one letter changed it is none', () => {
    const changed = fc
      .tuple(fc.nat(PETER.length - 1), fc.integer({ min: 0, max: 0x2fff }))
      .map(([at, code]) => `${PETER.slice(0, at)}${String.fromCharCode(code)}${PETER.slice(at + 1)}`)
      .filter((text) => text !== PETER);
    fc.assert(fc.property(changed, (text) => readNoteVerifier(text) === undefined));
  });

  it.each([
    [
      'too long a key, and the id of it',
      'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==',
    ],
    [
      'an unknown type, and the id of it',
      'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    ],
    ['a cosigner’s', 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2'],
    ['two parts', 'bananas.sigstore.dev+12344556'],
    ['no base64', 'rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!'],
    ['only pluses', 'example.com/foo+00000000+++++++++++++++++++++++++++++++++++++++++++++'],
    ['capitals in the id', PETER.replace('c74f20a3', 'C74F20A3')],
    ['nothing', ''],
  ])('%s is none', (_, text) => {
    expect(readNoteVerifier(text)).toBeUndefined();
  });

  it('tells its suite by its type', () => {
    expect(key(PETER).suite).toBe(international);
    const { publicKey } = national.readSigningKey(national.createSigningKey());
    const { text } = noteVerifier('liuhen/豫1302/disclosures', national, publicKey);
    expect(readNoteVerifier(text)?.suite).toBe(national);
    const [, , base64] = /^(.*?)\+.{8}\+(.*)$/.exec(text) ?? [];
    // docs/log-formats.md promises these bytes to others.
    const typeAndKey = Buffer.from(base64 ?? '', 'base64');
    expect(typeAndKey.toString('latin1').startsWith('\xffliuhen/note-sm2-sm3/v1\x04')).toBe(true);
  });

  it.each(['', 'a b', 'a\u3000b', 'a\u0085b', 'a+b'])('%j cannot be a name', (name) => {
    expect(() => noteVerifier(name, international, Buffer.alloc(32))).toThrow(RangeError);
  });

  it.each(SUITES)('a key of another length is none: $name', (suite) => {
    for (const bytes of [0, 31, 33, 64, 66]) {
      expect(() => noteVerifier('a', suite, Buffer.alloc(bytes))).toThrow(RangeError);
    }
  });
});

describe('signed notes', () => {
  it('opens the published ones', () => {
    expect(openNote(FOO_NOTE, [key(FOO)])).toMatchObject({ ok: true, text: 'This is an example message.\n' });
    expect(openNote(Buffer.from(FOO_NOTE), [key(FOO)]).ok).toBe(true);
    const both = `${TEXT}\n${PETER_LINE}${ENOCH_LINE}`;
    expect(names(openNote(both, [key(PETER)]))).toEqual(['PeterNeumann']);
    expect(names(openNote(both, [key(PETER), key(ENOCH)]))).toEqual(['PeterNeumann', 'EnochRoot']);
    expect(openNote(both, [])).toEqual({ ok: false, why: 'no-known-signature' });
    expect(openNote(both, [key(FOO)])).toEqual({ ok: false, why: 'no-known-signature' });
  });

  it('cuts a text with blank lines at the last one', () => {
    const note = readNote(POEM);
    expect(note?.text).toMatch(/sole:\n\ned è subito sera\.\n$/);
    expect(note?.signatures).toMatchObject([{ name: 'quasimodo.example/salvatore' }]);
    expect(note?.signatures[0]?.keyId.toString('hex')).toBe('367ba04b');
    expect(note && writeNote(note)).toBe(POEM);
  });

  it('writes what the published key wrote', () => {
    const signer = noteSigner('PeterNeumann', international, peterKey());
    expect(signNote(TEXT, [signer])).toBe(`${TEXT}\n${PETER_LINE}`);
    expect(signatureLine(signer, TEXT)).toBe(PETER_LINE);
  });

  it('a published note with one byte changed is not the same note', () => {
    const whole = Buffer.from(`${TEXT}\n${PETER_LINE}`);
    for (let at = 0; at < whole.length; at += 1) {
      for (const bit of [1, 2, 16, 128]) {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] ?? 0) ^ bit;
        expect(openNote(changed, [key(PETER)]).ok).toBe(false);
      }
    }
  });

  it('is spoiled by a known key’s signature that is not good, wherever it stands', () => {
    const bad = insertedAt60(PETER_LINE);
    for (const lines of [bad, PETER_LINE + bad, bad + PETER_LINE, ENOCH_LINE + bad]) {
      expect(openNote(`${TEXT}\n${lines}`, [key(PETER), key(ENOCH)])).toEqual({
        ok: false,
        why: 'signature-broken',
      });
    }
  });

  it('counts the same line once, and leaves alone what is of unknown keys', () => {
    const lines = `${PETER_LINE}${PETER_LINE}${ENOCH_LINE}${ENOCH_LINE}${insertedAt60(ENOCH_LINE)}`;
    expect(names(openNote(`${TEXT}\n${lines}`, [key(PETER)]))).toEqual(['PeterNeumann']);
    // Name or id alone is not the key.
    const otherName = PETER_LINE.replace('PeterNeumann', 'CarmenSandiego');
    const otherId = PETER_LINE.replace('x08g', 'xxxx');
    expect(openNote(`${TEXT}\n${otherName}${otherId}`, [key(PETER)])).toEqual({
      ok: false,
      why: 'no-known-signature',
    });
    expect(names(openNote(`${TEXT}\n${otherName}${otherId}${ENOCH_LINE}`, [key(PETER), key(ENOCH)]))).toEqual(
      ['EnochRoot'],
    );
  });

  it('does not choose between two keys of the same name and id', () => {
    const known = [key(ENOCH), key(PETER), key(ENOCH)];
    expect(openNote(`${TEXT}\n${ENOCH_LINE}`, known)).toEqual({ ok: false, why: 'keys-ambiguous' });
    expect(openNote(`${TEXT}\n${PETER_LINE}`, known).ok).toBe(true);
  });

  it.each<[what: string, note: string | Buffer]>([
    ['text alone', TEXT],
    ['no signature', `${TEXT}\n`],
    ['no last newline', `${TEXT}\n${PETER_LINE.slice(0, -1)}`],
    ['another character for the last newline', `${TEXT}\n— PeterNeumann x08goAAA.`],
    ['a control character', `\u0001${TEXT}\n${PETER_LINE}`],
    ['CRLF in the text', `${TEXT.replace('\n', '\r\n')}\n${PETER_LINE}`],
    ['CRLF everywhere', `${TEXT}\n${PETER_LINE}`.replaceAll('\n', '\r\n')],
    ['CR at the end of a signature', `${TEXT}\n${PETER_LINE.replace('\n', '\r\n')}`],
    ['no UTF-8', Buffer.concat([Buffer.from([0xff]), Buffer.from(`${TEXT}\n${PETER_LINE}`)])],
    ['half a character', `\ud800${TEXT}\n${PETER_LINE}`],
    ['a name with a space', `${TEXT}\n${PETER_LINE.replace('PeterNeumann', 'Bad Name')}`],
    ['a name with a wide space', `${TEXT}\n${PETER_LINE.replace('PeterNeumann', 'Bad\u3000Name')}`],
    ['a name with a plus', `${TEXT}\n${PETER_LINE.replace('PeterNeumann', 'Bad+Name')}`],
    ['a line that is none', `${TEXT}\n${PETER_LINE}Unexpected line.\n`],
    ['a hyphen for the dash', `${TEXT}\n${PETER_LINE.replace('—', '-')}`],
    ['no space behind the dash', `${TEXT}\n${PETER_LINE.replace('— ', '—')}`],
    ['a space at the end', `${TEXT}\n${PETER_LINE.replace('=\n', '= \n')}`],
    ['base64 without its padding', `${TEXT}\n${PETER_LINE.replace('=', '')}`],
    ['base64 with stray bits', `${TEXT}\n${PETER_LINE.replace('nAM=', 'nAN=')}`],
    ['base64 of the other alphabet', `${TEXT}\n${PETER_LINE.replaceAll('/', '_')}`],
    ['an id and no signature', `${TEXT}\n— PeterNeumann x08gow==\n`],
    ['a blank line between', `${TEXT}\n${PETER_LINE}\n${ENOCH_LINE}`],
    ['a hundred and one signatures', `${TEXT}\n${PETER_LINE.repeat(101)}`],
    ['too many bytes', `${'a'.repeat(300_000)}\n\n${PETER_LINE}`],
    ['nothing', ''],
  ])('%s is no note', (what, note) => {
    // A blank line between two signatures makes the first one part of a text nobody signed.
    const why = what === 'a blank line between' ? 'signature-broken' : 'note-malformed';
    expect(openNote(note, [key(PETER), key(ENOCH)])).toEqual({ ok: false, why });
  });

  it('takes as many signatures as the specification asks for, and more', () => {
    expect(openNote(`${TEXT}\n${ENOCH_LINE.repeat(99)}${PETER_LINE}`, [key(PETER)]).ok).toBe(true);
  });

  it.each(['abc', '', 'a\r\n', 'a\u0000\n', '\ud800\n'])('does not sign %j', (text) => {
    const signer = noteSigner('PeterNeumann', international, peterKey());
    expect(() => signNote(text, [signer])).toThrow(RangeError);
    expect(() => signNote(TEXT, [])).toThrow(RangeError);
  });

  it.each(SUITES)('any text signed by several keys opens with each of them alone: $name', (suite) => {
    const signers = ['a', '留痕/豫1302', 'c/d'].map((name) => {
      const secret = suite.readSigningKey(suite.createSigningKey());
      return {
        signer: noteSigner(name, suite, secret),
        verifier: noteVerifier(name, suite, secret.publicKey),
      };
    });
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Cc}/u.test(text));
    const text = fc.array(line, { minLength: 1 }).map((lines) => `${lines.join('\n')}\n`);
    fc.assert(
      fc.property(text, (written) => {
        const note = signNote(
          written,
          signers.map(({ signer }) => signer),
        );
        expect(readNote(note)?.text).toBe(written);
        expect(readSignatures(note.slice(written.length + 1))).toHaveLength(3);
        for (const { verifier } of signers) {
          expect(openNote(note, [verifier])).toMatchObject({ ok: true, text: written });
          expect(openNote(Buffer.from(`x${note}`), [verifier])).toEqual({
            ok: false,
            why: 'signature-broken',
          });
        }
      }),
      { numRuns: 30 },
    );
  });
});
