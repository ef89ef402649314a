/** The configuration of one sidecar: a JSON file, validated as a whole, with a sentence for what is wrong. */

import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { directKey } from '../shared/direct-key.ts';
import { hostProfile } from '../shared/host-profile.ts';
import { policy } from '../shared/policy.ts';
import { STAFF_ROLES } from '../shared/records/staff-list.ts';
import { createProviderKeys, type ProviderKeys } from './access/provider.ts';
import { rateSettings } from './access/rate-limit.ts';
import { freshKeys, type KeySource, KeysUnusable, keySource, readKeyring } from './crypto/key-source.ts';
import type { Keyring } from './crypto/keyring.ts';
import { type SigningKey, SUITE_NAMES, type Suite } from './crypto/suite.ts';
import { suiteOf, suiteOfPublicKey } from './crypto/suites.ts';
import { listenSettings } from './listen/settings.ts';

const court = z.strictObject({ code: z.string().min(1).max(12), name: z.string().min(1).max(80) });
const publicKey = z.base64().refine((text) => suiteOfPublicKey(Buffer.from(text, 'base64')) !== undefined, {
  error: 'write the key that `liuhen key` prints at the other court (44 or 88 characters)',
});

export const configSchema = z.strictObject({
  court,
  listen: z.strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65535) }),
  /** The address people's browsers use, e.g. https://liuhen.court.internal; default: where it listens. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Folder of the database and the keys, relative to this file. */
  data: z.string().min(1),
  /** Addresses sign-in may return to: one per packaged extension. */
  redirectUris: z.array(z.url()).default([]),
  /** A foreign OpenID issuer; without it the embedded provider with the local staff list is used. */
  issuer: z
    .strictObject({
      url: z.url(),
      clientId: z.string(),
      clientSecret: z.string(),
      allowInsecure: z.boolean().default(false),
      /** The claim that holds the staff list's account. */
      accountClaim: z.string().min(1).default('preferred_username'),
      /** Roles from a claim (see claimed-roles.ts); without it the staff list alone says them. */
      roles: z
        .strictObject({
          claim: z.string().min(1),
          map: z.record(z.string(), z.enum(STAFF_ROLES)),
          mode: z.enum(['narrow', 'extend']).default('narrow'),
        })
        .optional(),
    })
    .optional(),
  /** Profiles of the court's host systems: files relative to this one, bound to addresses. */
  profiles: z.array(z.strictObject({ file: z.string(), origins: z.array(z.string()).min(1) })).default([]),
  policy: policy.prefault({}),
  /** The algorithms of the court, settled when its log begins, and where the keys that wrap its contents come from. */
  seal: z
    .strictObject({
      suite: z.enum(SUITE_NAMES).default('international'),
      /** A file relative to this one; without it `content-keys.json` in the data folder. */
      keys: keySource.optional(),
    })
    .prefault({}),
  /** The superior court this court reports to. */
  superior: z
    .strictObject({
      court,
      url: z.url({ protocol: /^https?$/ }),
      publicKey,
      /** As the superior's `liuhen direct-key` prints it; without it nobody can report directly. */
      directKey: directKey.exactOptional(),
    })
    .optional(),
  /** Courts that report to this one. */
  subordinates: z
    .array(
      z.strictObject({
        court,
        publicKey,
        /** How often that court's logs were begun anew after a loss, agreed between the two courts. */
        restarts: z.int().min(0).max(1000).default(0),
      }),
    )
    .default([]),
  ...listenSettings,
  /** What differs from how often somebody may ask. */
  rateLimits: rateSettings.default({}),
  /** Into a file, relative to this one, rather than to standard output: so large at most, and so many before it kept. */
  log: z
    .strictObject({
      file: z.string().min(1),
      maxBytes: z.int().min(1024).default(20_000_000),
      keep: z.int().min(1).max(1000).default(10),
    })
    .optional(),
  /** Records up to this number were filed by a clock that was ahead, which is known: the clock is not compared with them. */
  clock: z.strictObject({ afterRecord: z.int().min(0).optional() }).prefault({}),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});
export type Config = z.infer<typeof configSchema>;

export class ConfigProblem extends Error {}

/** @throws ConfigProblem with one sentence a person can act on */
export function readConfig(file: string): Config & { folder: string } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigProblem(`Cannot read the configuration file ${file}. 读不到配置文件。`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ConfigProblem(`The configuration file ${file} is not valid JSON. 配置文件不是有效的 JSON。`);
  }
  const parsed = configSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigProblem(
      `In ${file}, "${issue?.path.map(String).join('.') ?? ''}": ${issue?.message ?? 'invalid'}. 配置有误。`,
    );
  }
  return { ...parsed.data, folder: dirname(resolve(file)) };
}

/** Profiles as the configuration binds them. @throws ConfigProblem naming the file and the field */
export function readProfiles(config: Config & { folder: string }) {
  return config.profiles.map(({ file, origins }) => {
    const path = resolve(config.folder, file);
    let json: unknown;
    try {
      json = JSON.parse(readFileSync(path, 'utf8'));
    } catch {
      throw new ConfigProblem(`The host profile ${path} cannot be read as JSON. 主机档案无法读取。`);
    }
    const parsed = hostProfile.safeParse(json);
    if (parsed.success) return { profile: parsed.data, origins };
    const [issue] = parsed.error.issues;
    throw new ConfigProblem(
      `In the host profile ${path}, "${issue?.path.map(String).join('.') ?? ''}": ${issue?.message ?? 'invalid'}. 主机档案有误。`,
    );
  });
}

/** The secrets of one sidecar: made at its first start, and from then on required. */
export interface Secrets {
  suite: Suite;
  /** Signs what is sent to other courts. */
  court: SigningKey;
  /** Wraps the keys of the court's contents. */
  keyring: Keyring;
  provider: ProviderKeys;
  /** 32 bytes for one purpose, derived from the root secret. */
  derive(purpose: string): Buffer;
}

/**
 * Reads the keys beside the database. Fresh ones are made only together with a fresh database: a database whose
 * keys are gone is an accident to be told, not to be papered over with new keys.
 * @param folder of the database
 * @param database whether there is one, and whether contents in it are sealed: one from before they were gets its keys now
 * @throws ConfigProblem
 */
export function readSecrets(
  config: Pick<Config, 'court' | 'seal'> & { folder: string },
  folder: string,
  database: 'none' | 'unsealed' | 'sealed',
): Secrets {
  const suite = suiteOf(config.seal.suite);
  const source = contentKeys(config, folder);
  const courtFile = resolve(folder, 'court-key.pem');
  const rootFile = resolve(folder, 'secret.key');
  const providerFile = resolve(folder, 'provider-keys.json');
  if (database !== 'sealed') {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (database === 'none') {
        makeOnce(courtFile, () => suite.createSigningKey());
        makeOnce(rootFile, () => randomBytes(32));
        makeOnce(providerFile, () => JSON.stringify(createProviderKeys()));
      }
      if ('file' in source) makeOnce(source.file, () => freshKeys(suite, config.court.code));
    } catch (error) {
      const { path = folder } = error as NodeJS.ErrnoException;
      throw new ConfigProblem(`Cannot write the keys to ${path}. 无法写入密钥。`);
    }
  }
  const keyring = readContentKeys(source, suite, config.court.code);
  try {
    const root = readFileSync(rootFile);
    if (root.length !== 32) throw new Error('wrong length');
    return {
      suite,
      court: readCourtKey(readFileSync(courtFile, 'utf8'), suite),
      keyring,
      provider: JSON.parse(readFileSync(providerFile, 'utf8')) as ProviderKeys,
      derive: (purpose) => Buffer.from(hkdfSync('sha256', root, '', `liuhen ${purpose}`, 32)),
    };
  } catch (error) {
    if (error instanceof ConfigProblem) throw error;
    throw new ConfigProblem(
      `The keys in ${folder} are missing or damaged. Restore court-key.pem, secret.key and provider-keys.json from the backup. 密钥缺失或损坏，请从备份恢复。`,
    );
  }
}

/** A first start that was cut off goes on with what it has made. */
function makeOnce(file: string, make: () => string | Uint8Array): void {
  try {
    writeFileSync(file, make(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function contentKeys(config: Pick<Config, 'seal'> & { folder: string }, folder: string): KeySource {
  const { keys } = config.seal;
  if (keys === undefined) return { file: resolve(folder, 'content-keys.json') };
  return 'file' in keys ? { file: resolve(config.folder, keys.file) } : keys;
}

function readContentKeys(source: KeySource, suite: Suite, court: string): Keyring {
  try {
    return readKeyring(source, { suite, court });
  } catch (error) {
    if (error instanceof KeysUnusable) throw new ConfigProblem(error.message);
    throw error;
  }
}

function readCourtKey(pem: string, suite: Suite): SigningKey {
  try {
    return suite.readSigningKey(pem);
  } catch (error) {
    const other = SUITE_NAMES.map(suiteOf).find((one) => one !== suite && reads(one, pem));
    if (!other) throw error;
    throw new ConfigProblem(
      `court-key.pem is a key of the suite ${other.name}, and seal.suite is ${suite.name}; a court keeps the suite it began with, so set seal.suite to ${other.name}. court-key.pem 是 ${other.name} 的密钥，而 seal.suite 为 ${suite.name}；算法一经启用不能更换，请将 seal.suite 改回 ${other.name}。`,
    );
  }
}

function reads(suite: Suite, pem: string): boolean {
  try {
    suite.readSigningKey(pem);
    return true;
  } catch {
    return false;
  }
}
