/** The court's wrapping keys come in one form from three places, or are refused in one sentence that holds no key. */
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  freshKeys,
  type KeySource,
  KeysUnusable,
  keySource,
  readKeyring,
  rotateKeyFile,
} from './key-source.ts';
import { createKeyring, keyName } from './keyring.ts';
import { SUITE_NAMES } from './suite.ts';
import { suiteOf } from './suites.ts';

const COURT = '豫1302';
const suite = suiteOf('international');
const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const base64 = keys.map((key) => key.toString('base64'));
const held = { v: 1, suite: 'international', court: COURT, keys: base64 };
const ENV = 'LIUHEN_TEST_KEYS';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'liuhen-keys-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  file = join(folder, 'content-keys.json');
});
afterEach(() => vi.unstubAllEnvs());

const put = (text: string, mode = 0o600) => {
  writeFileSync(file, text);
  chmodSync(file, mode);
};
const node = (script: string): KeySource => ({ command: [process.execPath, '-e', script] });

/** Gives a text through each of the three. */
const SOURCES: [string, (text: string) => KeySource][] = [
  [
    'a file',
    (text) => {
      put(text);
      return { file };
    },
  ],
  [
    'an environment variable',
    (text) => {
      vi.stubEnv(ENV, text);
      return { env: ENV };
    },
  ],
  ['a command', (text) => node(`process.stdout.write(${JSON.stringify(text)})`)],
];

/** The sentence a source is refused with: in both languages, and without any key of `keys`. */
function refusal(source: KeySource, commandMs?: number): string {
  try {
    readKeyring(source, { suite, court: COURT, ...(commandMs ? { commandMs } : {}) });
  } catch (error) {
    expect(error).toBeInstanceOf(KeysUnusable);
    const { message, cause } = error as KeysUnusable;
    expect(cause).toBeUndefined();
    expect(message).toMatch(/\. .*[一-龥].*。$/);
    for (const key of base64) expect(message).not.toContain(key.slice(0, 8));
    return message;
  }
  throw new Error('these keys were taken');
}

describe.each(SOURCES)('from %s', (_, give) => {
  it('the first key is the current one, and the others unwrap', () => {
    const ring = readKeyring(give(JSON.stringify(held)), { suite, court: COURT });
    expect(ring.current).toBe(keyName(suite, keys[0] as Buffer));
    const old = createKeyring(suite, keys.slice(1)).wrap(Buffer.alloc(32, 9), 'place');
    expect(ring.unwrap(old, 'place')).toEqual(Buffer.alloc(32, 9));
  });

  const FORM = /does not give keys as \{"v":1,/;
  it.each<[string, unknown, RegExp]>([
    [
      'of another court',
      { ...held, court: '豫1303' },
      /holds the keys of court 豫1303, and this court is 豫1302/,
    ],
    [
      'of another suite',
      { ...held, suite: 'national' },
      /keys of the suite national, and seal\.suite is international/,
    ],
    ['of no suite there is', { ...held, suite: 'rot13' }, /\(see suite\)/],
    ['of a later form', { ...held, v: 2 }, /\(see v\)/],
    ['without a court', { ...held, court: undefined }, /\(see court\)/],
    ['without keys', { ...held, keys: [] }, /\(see keys\)/],
    [
      'with a short key',
      { ...held, keys: [base64[0], Buffer.alloc(31, 2).toString('base64')] },
      /\(see keys\.1\)/,
    ],
    ['with a long key', { ...held, keys: [Buffer.alloc(33, 1).toString('base64')] }, /\(see keys\.0\)/],
    ['with a key in hex', { ...held, keys: [keys[0]?.toString('hex')] }, /\(see keys\.0\)/],
    [
      'with a second spelling of a key',
      { ...held, keys: [base64[0], base64[0]?.replace('E=', 'F=')] },
      /\(see keys\.1\)/,
    ],
    ['with one key twice', { ...held, keys: [base64[0], base64[1], base64[0]] }, /holds one key twice/],
    ['with something else', { ...held, [base64[0] as string]: 1 }, FORM],
    ['that are a list', base64, FORM],
    ['that are nothing', null, FORM],
  ])('refuses keys %s', (_name, value, told) => {
    expect(refusal(give(JSON.stringify(value)))).toMatch(told);
  });

  it('refuses what is no JSON, and does not quote it', () => {
    expect(refusal(give(`${base64[0]} is the key`))).toMatch(FORM);
    expect(refusal(give(JSON.stringify(held).slice(0, -5)))).toMatch(FORM);
  });
});

describe('a file', () => {
  it('that is missing, a folder, or too large is refused', () => {
    expect(refusal({ file })).toMatch(/^The key file \S+ is missing; restore it/);
    expect(refusal({ file: folder })).toMatch(/can be (read or changed|not be read)|cannot be read/);
    put(JSON.stringify(held).padEnd(2 << 20));
    expect(refusal({ file })).toMatch(/does not give keys/);
  });

  it.each([0o604, 0o640, 0o660, 0o644, 0o610, 0o602])(
    'that others may read or change is refused: mode %o',
    (mode) => {
      put(JSON.stringify(held), mode);
      expect(refusal({ file })).toContain(`(mode ${mode.toString(8)}); run: chmod 600 ${file}`);
    },
  );

  it.each([0o600, 0o400])('that is its owner’s alone is taken: mode %o', (mode) => {
    put(JSON.stringify(held), mode);
    expect(readKeyring({ file }, { suite, court: COURT }).current).toBe(keyName(suite, keys[0] as Buffer));
  });
});

it('an environment variable that is not set or empty is refused', () => {
  expect(refusal({ env: ENV })).toMatch(`The environment variable ${ENV} is not set; `);
  vi.stubEnv(ENV, '');
  expect(refusal({ env: ENV })).toMatch(`The environment variable ${ENV} is not set; `);
});

describe('a command', () => {
  const says = JSON.stringify(held);

  it('runs without a shell, and what it says on stderr goes nowhere', () => {
    const planted = join(folder, 'planted');
    const source: KeySource = {
      command: [process.execPath, '-e', 'process.stdout.write(process.argv[1])', says, `; touch ${planted}`],
    };
    expect(readKeyring(source, { suite, court: COURT }).current).toBe(keyName(suite, keys[0] as Buffer));
    expect(existsSync(planted)).toBe(false);
    expect(refusal(node(`process.stderr.write(${JSON.stringify(says)}); process.exitCode = 1`))).toMatch(
      'failed (exit code 1)',
    );
  });

  it.each<[string, KeySource, RegExp]>([
    ['fails', node('process.exit(3)'), /failed \(exit code 3\); run it by hand/],
    [
      'fails after it has printed the keys',
      node(`process.stdout.write(${JSON.stringify(says)}); process.exitCode = 3`),
      /failed \(exit code 3\)/,
    ],
    ['is killed', node('process.kill(process.pid, "SIGKILL")'), /failed \(SIGKILL\)/],
    ['is not there', { command: ['/nowhere/keys'] }, /\/nowhere\/keys cannot be started \(ENOENT\)/],
    ['prints nothing', node(''), /does not give keys/],
    [
      'prints without end',
      node('for (;;) require("fs").writeSync(1, "x".repeat(65536))'),
      /does not give keys/,
    ],
  ])('that %s is refused', (_, source, told) => {
    expect(refusal(source)).toMatch(told);
  });

  it('that cannot be run is refused', () => {
    put(says);
    expect(refusal({ command: [file] })).toMatch(/cannot be started \(EACCES\)/);
  });

  it('that hangs is ended, also when it has started others or does not heed a signal', () => {
    const told = /did not end within 0\.3 seconds; run it by hand/;
    expect(refusal(node('setInterval(() => {}, 1000)'), 300)).toMatch(told);
    expect(refusal(node('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'), 300)).toMatch(told);
    const leaves = 'require("child_process").spawn("sleep", ["5"], { stdio: "inherit" }).unref()';
    expect(refusal(node(`${leaves}; process.exit(0)`), 300)).toMatch(told);
  });
});

it('a source is one of the three', () => {
  for (const good of [{ file: 'a' }, { env: 'A' }, { command: ['a', 'b'] }])
    expect(keySource.parse(good)).toEqual(good);
  for (const bad of [{}, { file: 'a', env: 'A' }, { path: 'a' }, 'a'])
    expect(keySource.safeParse(bad).error?.issues[0]?.message).toMatch(/^give one of/);
  for (const bad of [{ file: '' }, { env: '' }, { command: [] }, { command: 'a' }])
    expect(keySource.safeParse(bad).success).toBe(false);
});

describe.each(SUITE_NAMES)('a key file of the suite %s', (name) => {
  const own = suiteOf(name);
  const read = () => readKeyring({ file }, { suite: own, court: COURT });

  it('is made with one key of its own', () => {
    put(freshKeys(own, COURT));
    const { current } = read();
    put(freshKeys(own, COURT));
    expect(read().current).not.toBe(current);
  });

  it('gets a new first key; what the old ones wrapped still unwraps', () => {
    put(freshKeys(own, COURT));
    const wrapped: ReturnType<ReturnType<typeof read>['wrap']>[] = [];
    for (let n = 0; n < 3; n += 1) {
      wrapped.push(read().wrap(Buffer.alloc(32, n), 'place'));
      expect(rotateKeyFile(file, own)).toBe(read().current);
    }
    expect(wrapped.map((one) => read().unwrap(one, 'place'))).toEqual(
      [0, 1, 2].map((n) => Buffer.alloc(32, n)),
    );
    expect(new Set([...wrapped.map((one) => one.kek), read().current]).size).toBe(4);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['content-keys.json']);
  });
});

describe('a rotation', () => {
  const refused = (path = file) => {
    const before = existsSync(path) ? readFileSync(path) : undefined;
    expect(() => rotateKeyFile(path, suite)).toThrow(KeysUnusable);
    if (before) expect(readFileSync(path)).toEqual(before);
  };

  it('changes nothing that it cannot read', () => {
    refused();
    put('{}');
    refused();
    put(JSON.stringify({ ...held, suite: 'national' }));
    refused();
    put(JSON.stringify(held), 0o644);
    refused();
  });

  it('gives way to another one, and says what to do when one was cut off', () => {
    put(JSON.stringify(held));
    writeFileSync(`${file}.new`, '');
    expect(() => rotateKeyFile(file, suite)).toThrow(`${file}.new is there already`);
    refused();
    expect(existsSync(`${file}.new`)).toBe(true);
    rmSync(`${file}.new`);
    rotateKeyFile(file, suite);
  });

  it('follows a link to the file', () => {
    put(JSON.stringify(held));
    const link = join(folder, 'link.json');
    symlinkSync(file, link);
    rotateKeyFile(link, suite);
    expect(JSON.parse(readFileSync(file, 'utf8')).keys.slice(1)).toEqual(base64);
    expect(readFileSync(link)).toEqual(readFileSync(file));
  });
});
