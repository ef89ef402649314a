/**
 * The certificate and key with which the sidecar speaks TLS: read, checked, and read again when the files change. A court's
 * certificate is renewed by somebody who does not know of us, so a bad new one must not end what a good old one serves.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { createSecureContext, type SecureVersion } from 'node:tls';
import type { ListenSettings } from './settings.ts';

export const DAY_MS = 86_400_000;
/** So many days before its end it is said, at every look. */
export const WARN_DAYS = 30;

/** What stands against listening, in one sentence a person can act on. */
export class ListenProblem extends Error {}

export interface TlsContext {
  cert: string;
  key: string;
  minVersion: SecureVersion;
}

export interface Certificate {
  context(): TlsContext;
  /** Whole days until it ends; negative once it has. */
  daysLeft(): number;
  /** Whether it is one for this host name or address. */
  names(host: string): boolean;
  /**
   * Reads the files again; where they have changed and are good, new connections get the new ones.
   * @returns whether they were taken
   * @throws ListenProblem when they have changed and cannot be used; what served before goes on serving
   */
  reload(): boolean;
  onChange(listener: (context: TlsContext) => void): void;
}

/** @throws ListenProblem */
export function openCertificate(
  folder: string,
  tls: NonNullable<ListenSettings['tls']>,
  clock: () => number,
): Certificate {
  const files = { certificate: resolve(folder, tls.certificate), key: resolve(folder, tls.key) };
  const read = (): TlsContext => ({
    cert: readPem(files.certificate, 'certificate'),
    key: readPem(files.key, 'key'),
    minVersion: tls.minVersion,
  });
  let context = read();
  let leaf = check(context, files, clock());
  const listeners: ((context: TlsContext) => void)[] = [];
  return {
    context: () => context,
    daysLeft: () => Math.floor((Date.parse(leaf.validTo) - clock()) / DAY_MS),
    names(host) {
      const plain = host.replace(/^\[|\]$/g, '');
      return (isIP(plain) === 0 ? leaf.checkHost(plain) : leaf.checkIP(plain)) !== undefined;
    },
    reload() {
      const found = read();
      if (found.cert === context.cert && found.key === context.key) return false;
      leaf = check(found, files, clock());
      context = found;
      for (const listener of listeners) listener(context);
      return true;
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}

function readPem(file: string, which: 'certificate' | 'key'): string {
  const words = which === 'certificate' ? '证书文件' : '私钥文件';
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ListenProblem(
      `The TLS ${which} ${file} cannot be read; put it there, or correct tls.${which}. 读不到 TLS ${words}，请放好文件或更正 tls.${which}。`,
    );
  }
}

function check(
  { cert, key, minVersion }: TlsContext,
  files: { certificate: string; key: string },
  now: number,
): X509Certificate {
  let leaf: X509Certificate;
  try {
    leaf = new X509Certificate(cert);
  } catch {
    throw new ListenProblem(
      `${files.certificate} is not a certificate in PEM form. TLS 证书不是 PEM 格式的证书。`,
    );
  }
  let matches: boolean;
  try {
    matches = leaf.checkPrivateKey(createPrivateKey(key));
  } catch {
    throw new ListenProblem(
      `${files.key} is not a private key in PEM form without a passphrase. TLS 私钥不是未加密的 PEM 格式私钥。`,
    );
  }
  if (!matches) {
    throw new ListenProblem(
      `The key ${files.key} does not belong to the certificate ${files.certificate}; put the pair there. TLS 证书与私钥不是一对，请换成配套的一对。`,
    );
  }
  if (Date.parse(leaf.validFrom) > now) {
    throw new ListenProblem(
      `The certificate ${files.certificate} is not valid before ${day(leaf.validFrom)}; check the server's clock, or use another. TLS 证书尚未生效，请核对服务器时间或更换证书。`,
    );
  }
  if (Date.parse(leaf.validTo) <= now) {
    throw new ListenProblem(
      `The certificate ${files.certificate} ended on ${day(leaf.validTo)}; replace it. TLS 证书已过期，请更换证书。`,
    );
  }
  try {
    createSecureContext({ cert, key, minVersion });
  } catch (error) {
    throw new ListenProblem(
      `The certificate ${files.certificate} cannot be used (${(error as { reason?: string }).reason ?? 'refused by OpenSSL'}). 无法使用该 TLS 证书。`,
    );
  }
  return leaf;
}

const day = (text: string): string => new Date(text).toISOString().slice(0, 10);
