import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SUITE_NAMES } from '../crypto/suite.ts';
import { suiteOf } from '../crypto/suites.ts';
import {
  openCheckpoint,
  readCheckpoint,
  type TrustedLog,
  trustedLog,
  writeCheckpoint,
} from './checkpoint.ts';
import { cosignatureVerifier, cosigner } from './cosignature.ts';
import { noteSigner, noteVerifier, readNote, signNote } from './note.ts';

const SUITES = SUITE_NAMES.map(suiteOf);

const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';

/** c2sp.org/tlog-checkpoint; its key is not published. */
const SOFA = `example.com/behind-the-sofa\n20852163\n${ROOT}\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n`;

/** transparency-dev/witness, internal/http/server_test.go at 24c899ec82c8: the key's name is not the origin there. */
const MONKEYS = 'monkeys+87be2a55+AeK/t7elVrIheVCPxQNYkvKFw/2ahkj6Gm9afBJw6S8q';
const MONKEYS_5 =
  'Log Checkpoint v0\n5\n41smjBUiAU70EtKlT6lIOIYtRTYxYXsDB+XHfcvu/BE=\n\n— monkeys h74qVe5jWoK8CX/zXrT9X80SyEaiwPb/0p7VW7u+cnXxq5pJYQ6vhxUZ5Ywz9WSD3HIyygccizAg+oMxOe6pRgqqOQE=\n';
const MONKEYS_8 =
  'Log Checkpoint v0\n8\nV8K9aklZ4EPB+RMOk1/8VsJUdFZR77GDtZUQq84vSbo=\n\n— monkeys h74qVetPycmWeWIySx/cMKcLopNS9h2je2DWe2w7PLRmczqdqinRGPscYklpBQO5Un6B5eUMJDwZprVpJie0lSBNPg8=\n';

describe('checkpoints', () => {
  it('reads the published ones', () => {
    expect(readCheckpoint(readNote(SOFA)?.text ?? '')).toEqual({
      origin: 'example.com/behind-the-sofa',
      size: 20852163,
      root: Buffer.from(ROOT, 'base64'),
      extensions: [],
    });
    // golang/mod, sumdb/tlog/note_test.go
    expect(
      readCheckpoint('go.sum database tree\n123456789012\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n'),
    ).toMatchObject({ origin: 'go.sum database tree', size: 123456789012 });
  });

  it('opens the published ones with their key, and no other log’s', () => {
    const [key] = trustedLog([MONKEYS])?.keys ?? [];
    if (!key) throw new Error('not a key');
    const log: TrustedLog = { origin: 'Log Checkpoint v0', suite: key.suite, keys: [key] };
    for (const [note, size] of [
      [MONKEYS_5, 5],
      [MONKEYS_8, 8],
    ] as const) {
      expect(openCheckpoint(note, log)).toMatchObject({ ok: true, checkpoint: { size } });
      expect(openCheckpoint(note, { ...log, origin: 'monkeys' })).toEqual({
        ok: false,
        why: 'origin-differs',
      });
      expect(openCheckpoint(note.replace(/\n[58]\n/, '\n6\n'), log)).toEqual({
        ok: false,
        why: 'signature-broken',
      });
    }
  });

  it('keeps extension lines as they are', () => {
    const text = `a\n1\n${ROOT}\n one\ntwo\n`;
    expect(readCheckpoint(text)?.extensions).toEqual([' one', 'two']);
  });

  it.each<[what: string, text: string]>([
    ['no lines', ''],
    ['two lines', 'Head\n9944\n'],
    ['no last newline', `Log\n123\n${ROOT}`],
    ['another character for the last newline', `Log\n123\n${ROOT}.`],
    ['no last newline behind an extension', `Log\n123\n${ROOT}\nextension`],
    ['an empty origin', `\n9944\n${ROOT}\n`],
    ['an origin of 256 bytes', `${'é'.repeat(128)}\n1\n${ROOT}\n`],
    ['a leading zero', `Log\n0123\n${ROOT}\n`],
    ['two zeros', `Log\n00\n${ROOT}\n`],
    ['a sign', `Log\n+123\n${ROOT}\n`],
    ['a negative size', `Log\n-34\n${ROOT}\n`],
    ['a size with a fraction', `Log\n1.0\n${ROOT}\n`],
    ['a size in hexadecimal', `Log\n0xabcdef\n${ROOT}\n`],
    ['a size with a power', `Log\n1e3\n${ROOT}\n`],
    ['a size in other digits', `Log\n１２\n${ROOT}\n`],
    ['a size with a space', `Log\n 12\n${ROOT}\n`],
    ['a size that is no number', `Log\nbananas\n${ROOT}\n`],
    ['a size that is too large', `Log\n3438945738945739845734895735\n${ROOT}\n`],
    ['a size above what a number holds', `Log\n9007199254740992\n${ROOT}\n`],
    ['a root that is no base64', "Log\n123\nThisIsn'tBase64\n"],
    ['a root that is too short', 'Log\n123\nYmFuYW5hcw==\n'],
    ['a root that is too long', `Log\n123\n${Buffer.alloc(33).toString('base64')}\n`],
    ['a root without its padding', `Log\n123\n${ROOT.slice(0, -1)}\n`],
    ['a root with stray bits', `Log\n123\n${ROOT.replace('q2I=', 'q2J=')}\n`],
    ['a root with a space', `Log\n123\n${ROOT} \n`],
    ['a root in hexadecimal', `Log\n123\n${Buffer.from(ROOT, 'base64').toString('hex')}\n`],
    ['CRLF', `Log\r\n123\r\n${ROOT}\r\n`],
    ['CR behind the root', `Log\n123\n${ROOT}\r\n`],
    ['an empty extension line', `Log\n123\n${ROOT}\n\n`],
    ['an empty line between extensions', `Log\n123\n${ROOT}\na\n\nb\n`],
    ['a line before it', `\nLog\n123\n${ROOT}\n`],
  ])('%s is no checkpoint', (_, text) => {
    expect(readCheckpoint(text)).toBeUndefined();
  });

  // torchwood, checkpoint_test.go at ff4c86878bfe
  it.each(['a', 'a'.repeat(255), `${'é'.repeat(127)}a`, 'example log+origin'])(
    '%s may be an origin',
    (origin) => {
      const root = Buffer.from(ROOT, 'base64');
      const text = writeCheckpoint({ origin, size: 1, root });
      expect(readCheckpoint(`${text}extension\n`)).toEqual({
        origin,
        size: 1,
        root,
        extensions: ['extension'],
      });
    },
  );

  it('reads what it wrote', () => {
    const origin = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => !/\p{Cc}/u.test(text));
    const root = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.record({ origin, size: fc.maxSafeNat(), root }), (checkpoint) => {
        expect(readCheckpoint(writeCheckpoint(checkpoint))).toEqual({ ...checkpoint, extensions: [] });
      }),
    );
  });

  it.each([
    { origin: '' },
    { origin: 'a\nb' },
    { origin: 'a\r' },
    { origin: 'a'.repeat(256) },
    { size: -1 },
    { size: 0.5 },
    { size: 1e21 },
    { size: Number.NaN },
    { root: Buffer.alloc(31) },
  ])('does not write %j', (wrong) => {
    expect(() => writeCheckpoint({ origin: 'a', size: 1, root: Buffer.alloc(32), ...wrong })).toThrow(
      RangeError,
    );
  });
});

describe.each(SUITES)('a log’s checkpoints, $name', (suite) => {
  const secret = () => suite.readSigningKey(suite.createSigningKey());
  const origin = 'liuhen/豫1302/disclosures';
  const [now, next, stranger, witness] = [secret(), secret(), secret(), secret()];
  const text = writeCheckpoint({ origin, size: 7, root: Buffer.alloc(32, 7) });
  const keyOf = (key: typeof now) => noteVerifier(origin, suite, key.publicKey);
  const trusted = (...keys: string[]): TrustedLog => {
    const log = trustedLog(keys);
    if (!log) throw new Error('no such log');
    return log;
  };
  const log = trusted(keyOf(now).text, keyOf(next).text);
  const note = (...keys: (typeof now)[]) =>
    signNote(
      text,
      keys.map((key) => noteSigner(origin, suite, key)),
    );

  it('open with any of its keys', () => {
    expect(log).toMatchObject({ origin, suite: { name: suite.name } });
    for (const keys of [[now], [next], [now, next], [stranger, now]]) {
      expect(openCheckpoint(note(...keys), log)).toMatchObject({ ok: true, checkpoint: { size: 7 }, text });
    }
    expect(openCheckpoint(note(stranger), log)).toEqual({ ok: false, why: 'log-signature-missing' });
  });

  it('are not the log’s because a witness signed them', () => {
    const cosigned = signNote(text, [cosigner('superior', suite, witness, 1)]);
    const witnesses = [cosignatureVerifier('superior', suite, witness.publicKey)];
    expect(openCheckpoint(cosigned, log, witnesses)).toEqual({ ok: false, why: 'log-signature-missing' });
    expect(openCheckpoint(cosigned, log)).toEqual({ ok: false, why: 'log-signature-missing' });
  });

  it('say what is wrong with them', () => {
    const good = note(now);
    expect(openCheckpoint('', log)).toEqual({ ok: false, why: 'checkpoint-malformed' });
    expect(openCheckpoint(good.replaceAll('\n', '\r\n'), log)).toEqual({
      ok: false,
      why: 'checkpoint-malformed',
    });
    expect(openCheckpoint(good.replace('\n7\n', '\n07\n'), log)).toEqual({
      ok: false,
      why: 'checkpoint-malformed',
    });
    expect(openCheckpoint(good.replace('\n7\n', '\n8\n'), log)).toEqual({
      ok: false,
      why: 'signature-broken',
    });
    expect(openCheckpoint(good.replace('disclosures', 'access'), log)).toEqual({
      ok: false,
      why: 'origin-differs',
    });
  });

  it('are of one log with keys of one log', () => {
    const other = noteVerifier('liuhen/豫1302/access', suite, next.publicKey).text;
    expect(trustedLog([keyOf(now).text, other])).toBeUndefined();
    expect(trustedLog([keyOf(now).text, 'nonsense'])).toBeUndefined();
    expect(trustedLog([])).toBeUndefined();
    expect(trustedLog([cosignatureVerifier(origin, suite, now.publicKey).text])).toBeUndefined();
    const [foreign] = SUITES.filter((another) => another.name !== suite.name).map((another) =>
      noteVerifier(origin, another, another.readSigningKey(another.createSigningKey()).publicKey),
    );
    expect(trustedLog([keyOf(now).text, foreign?.text ?? ''])).toBeUndefined();
    expect(foreign && trustedLog([foreign.text])?.suite.name).toBe(foreign?.suite.name);
  });
});
