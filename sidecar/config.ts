/** The configuration of one sidecar: a JSON file, validated as a whole, with a sentence for what is wrong. */

import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { directKey } from '../shared/direct-key.ts';
import { hostProfile } from '../shared/host-profile.ts';
import { policy } from '../shared/policy.ts';
import { createProviderKeys, type ProviderKeys } from './access/provider.ts';
import { type CourtKey, createCourtKey, readCourtKey } from './crypto/court-key.ts';

const court = z.strictObject({ code: z.string().min(1).max(12), name: z.string().min(1).max(80) });
const publicKey = z.base64().length(44);

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
    })
    .optional(),
  /** Profiles of the court's host systems: files relative to this one, bound to addresses. */
  profiles: z.array(z.strictObject({ file: z.string(), origins: z.array(z.string()).min(1) })).default([]),
  policy: policy.prefault({}),
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
  subordinates: z.array(z.strictObject({ court, publicKey })).default([]),
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
  court: CourtKey;
  provider: ProviderKeys;
  /** 32 bytes for one purpose, derived from the root secret. */
  derive(purpose: string): Buffer;
}

/**
 * Reads the keys beside the database. Fresh ones are made only together with a fresh database: a database whose
 * keys are gone is an accident to be told, not to be papered over with new keys.
 * @throws ConfigProblem
 */
export function readSecrets(folder: string, databaseExists: boolean): Secrets {
  const courtFile = resolve(folder, 'court-key.pem');
  const rootFile = resolve(folder, 'secret.key');
  const providerFile = resolve(folder, 'provider-keys.json');
  if (!databaseExists) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    try {
      writeFileSync(courtFile, createCourtKey(), { mode: 0o600, flag: 'wx' });
      writeFileSync(rootFile, randomBytes(32), { mode: 0o600, flag: 'wx' });
      writeFileSync(providerFile, JSON.stringify(createProviderKeys()), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw new ConfigProblem(`Cannot write keys into ${folder}. 无法在数据目录写入密钥。`);
      }
    }
  }
  try {
    const root = readFileSync(rootFile);
    if (root.length !== 32) throw new Error('wrong length');
    return {
      court: readCourtKey(readFileSync(courtFile, 'utf8')),
      provider: JSON.parse(readFileSync(providerFile, 'utf8')) as ProviderKeys,
      derive: (purpose) => Buffer.from(hkdfSync('sha256', root, '', `liuhen ${purpose}`, 32)),
    };
  } catch {
    throw new ConfigProblem(
      `The keys in ${folder} are missing or damaged. Restore court-key.pem, secret.key and provider-keys.json from the backup. 密钥缺失或损坏，请从备份恢复。`,
    );
  }
}
