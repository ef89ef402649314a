/** Keys beside the database: made once, required from then on, and refused in one sentence when they are not right. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { COURT } from '../test/world/people.ts';
import { ConfigProblem, configSchema, readConfig, readSecrets } from './config.ts';
import { freshKeys } from './crypto/key-source.ts';
import { SUITE_NAMES } from './crypto/suite.ts';
import { suiteOf } from './crypto/suites.ts';

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liuhen-config-'));
  data = join(folder, 'data');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

const settings = { court: COURT, listen: { port: 0 }, data: 'data' };
const configOf = (more: Record<string, unknown> = {}) => ({
  ...configSchema.parse({ ...settings, ...more }),
  folder,
});
const secrets = (databaseExists: boolean, more?: Record<string, unknown>) =>
  readSecrets(configOf(more), data, databaseExists ? 'sealed' : 'none');

/** The one sentence, in both languages. */
function refusal(databaseExists: boolean, more?: Record<string, unknown>): string {
  try {
    secrets(databaseExists, more);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigProblem);
    const { message } = error as ConfigProblem;
    expect(message).toMatch(/[.] .*[一-龥].*。$/);
    return message;
  }
  throw new Error('these keys were taken');
}

const FILES = ['content-keys.json', 'court-key.pem', 'provider-keys.json', 'secret.key'];
const otherThan = (name: string) => SUITE_NAMES.find((one) => one !== name) as (typeof SUITE_NAMES)[number];

describe.each(SUITE_NAMES)('keys of the suite %s', (suite) => {
  const seal = { suite };

  it('are made with a fresh database, for nobody but their owner, and read again from then on', () => {
    const made = secrets(false, { seal });
    expect(made.suite).toBe(suiteOf(suite));
    expect(made.court.publicKey).toHaveLength(made.suite.publicKeyBytes);
    expect(readdirSync(data).sort()).toEqual(FILES);
    for (const file of FILES) expect(statSync(join(data, file)).mode & 0o777).toBe(0o600);
    const again = secrets(true, { seal });
    expect(again.court.publicKey).toEqual(made.court.publicKey);
    expect(again.keyring.current).toBe(made.keyring.current);
    expect(again.derive('a')).toEqual(made.derive('a'));
    const wrapped = made.keyring.wrap(Buffer.alloc(32, 5), 'place');
    expect(again.keyring.unwrap(wrapped, 'place')).toEqual(Buffer.alloc(32, 5));
  });

  it.each(FILES)('are never made anew beside a database: %s', (file) => {
    secrets(false, { seal });
    rmSync(join(data, file));
    expect(refusal(true, { seal })).toContain(file);
    expect(readdirSync(data).sort()).toEqual(FILES.filter((one) => one !== file));
  });

  it('are refused under the other suite, whichever of the two files tells', () => {
    secrets(false, { seal });
    const other = { seal: { suite: otherThan(suite) } };
    expect(refusal(true, other)).toContain(`set seal.suite to ${suite}`);
    writeFileSync(join(data, 'content-keys.json'), freshKeys(suiteOf(otherThan(suite)), COURT.code));
    const told = refusal(true, other);
    expect(told).toContain('court-key.pem');
    expect(told).toContain(`set seal.suite to ${suite}`);
  });
});

it('a first start that was cut off goes on with what it has made', () => {
  const made = secrets(false);
  rmSync(join(data, 'secret.key'));
  rmSync(join(data, 'content-keys.json'));
  const again = secrets(false);
  expect(again.court.publicKey).toEqual(made.court.publicKey);
  expect(again.keyring.current).not.toBe(made.keyring.current);
});

it('keys of another court are refused', () => {
  secrets(false);
  const other = { court: { code: '豫1303', name: '镇平县人民法院' } };
  expect(refusal(true, other)).toMatch(/holds the keys of court 豫1302, and this court is 豫1303/);
});

it('a key file that others may read is refused, with the command that mends it', () => {
  secrets(false);
  const file = join(data, 'content-keys.json');
  chmodSync(file, 0o644);
  expect(refusal(true)).toContain(`chmod 600 ${file}`);
});

it('a damaged court key is refused', () => {
  secrets(false);
  writeFileSync(join(data, 'court-key.pem'), 'court');
  expect(refusal(true)).toContain('are missing or damaged');
});

it('a folder that cannot be written is told', () => {
  writeFileSync(data, '');
  expect(refusal(false)).toMatch(/^Cannot write the keys to/);
});

describe('keys from elsewhere', () => {
  it('a file beside the configuration', () => {
    const seal = { keys: { file: 'keys/court.json' } };
    expect(refusal(false, { seal })).toContain(join(folder, 'keys/court.json'));
    const made = secrets(false, { seal: { keys: { file: 'court.json' } } });
    expect(readdirSync(data)).not.toContain('content-keys.json');
    expect(statSync(join(folder, 'court.json')).mode & 0o777).toBe(0o600);
    expect(secrets(true, { seal: { keys: { file: 'court.json' } } }).keyring.current).toBe(
      made.keyring.current,
    );
  });

  it('an environment variable, or a command: nothing is made for them', () => {
    const text = freshKeys(suiteOf('international'), COURT.code);
    const byName = { seal: { keys: { env: 'LIUHEN_TEST_KEYS' } } };
    expect(refusal(false, byName)).toContain('LIUHEN_TEST_KEYS is not set');
    vi.stubEnv('LIUHEN_TEST_KEYS', text);
    const command = [process.execPath, '-e', 'process.stdout.write(process.env.LIUHEN_TEST_KEYS)'];
    const byCommand = { seal: { keys: { command } } };
    const { current } = secrets(false, byName).keyring;
    expect(secrets(true, byCommand).keyring.current).toBe(current);
    expect(readdirSync(data)).not.toContain('content-keys.json');
    expect(refusal(true, { seal: { keys: { command: ['/nowhere/keys'] } } })).toContain('cannot be started');
  });
});

describe('the configuration', () => {
  const problem = (more: Record<string, unknown>): string => {
    const file = join(folder, 'liuhen.json');
    writeFileSync(file, JSON.stringify({ ...settings, ...more }));
    try {
      readConfig(file);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigProblem);
      return (error as ConfigProblem).message;
    }
    return '';
  };
  const subordinates = (publicKey: string) => ({ subordinates: [{ court: COURT, publicKey }] });

  it('takes public keys of both suites, whichever the court itself has', () => {
    for (const name of SUITE_NAMES) {
      const key = suiteOf(name).readSigningKey(suiteOf(name).createSigningKey()).publicKey.toString('base64');
      expect(problem(subordinates(key))).toBe('');
    }
  });

  it.each([31, 33, 64, 66])('refuses a public key of %d bytes', (length) => {
    expect(problem(subordinates(Buffer.alloc(length).toString('base64')))).toMatch(
      /"subordinates\.0\.publicKey": write the key that `liuhen key` prints/,
    );
  });

  it('says what stands in seal', () => {
    expect(problem({ seal: { suite: 'gm' } })).toContain('"seal.suite"');
    expect(problem({ seal: { keys: {} } })).toContain('"seal.keys": give one of');
    expect(problem({ seal: { keys: { file: 'a' }, more: 1 } })).toContain('"seal"');
    expect(configOf().seal).toEqual({ suite: 'international' });
  });
});

it('no key stands in what was refused', () => {
  secrets(false);
  const file = join(data, 'content-keys.json');
  const text = readFileSync(file, 'utf8');
  const [key] = JSON.parse(text).keys as string[];
  writeFileSync(file, text.replace('"v"', ''));
  expect(refusal(true)).not.toContain(key?.slice(0, 8));
});
