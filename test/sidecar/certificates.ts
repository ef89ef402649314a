/** Certificates for tests, of any name and any dates: X.509 written out by hand, signed with keys made here. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

const tlv = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const sequence = (...parts: Buffer[]) => tlv(0x30, ...parts);
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'));
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));
const named = (name: string) =>
  sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(name, 'utf8')))));
/** GeneralizedTime, to the second. */
const time = (ms: number) =>
  tlv(0x18, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]|\.\d+Z$/g, '')}Z`));
const extension = (id: string, critical: boolean, value: Buffer) =>
  sequence(oid(id), ...(critical ? [tlv(0x01, Buffer.from([0xff]))] : []), tlv(0x04, value));
const pem = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

export interface Pair {
  certificate: string;
  key: string;
}

export interface Wanted {
  name: string;
  /** Host names and addresses it is for. */
  hosts?: string[];
  from: number;
  to: number;
  authority?: boolean;
  /** Who signs it; itself where nobody does. */
  by?: Pair & { name: string };
}

export function makeKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

export function makeCertificate({ name, hosts = [], from, to, authority = false, by }: Wanted): Pair {
  const key = makeKey();
  const alternatives = hosts.map((host) =>
    isIP(host) === 4
      ? tlv(0x87, Buffer.from(host.split('.').map(Number)))
      : tlv(0x82, Buffer.from(host, 'latin1')),
  );
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(8)])),
    ECDSA_SHA256,
    named(by?.name ?? name),
    sequence(time(from), time(to)),
    named(name),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    tlv(
      0xa3,
      sequence(
        extension('551d13', true, sequence(...(authority ? [tlv(0x01, Buffer.from([0xff]))] : []))),
        ...(alternatives.length > 0 ? [extension('551d11', false, sequence(...alternatives))] : []),
      ),
    ),
  );
  const signature = sign('sha256', body, createPrivateKey(by?.key ?? key));
  const bits = tlv(0x03, Buffer.from([0]), signature);
  return { certificate: pem('CERTIFICATE', sequence(body, ECDSA_SHA256, bits)), key };
}
