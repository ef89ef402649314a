/**
 * A second suite for tests of what must not depend on the first: SM3 for the hash, and Ed25519 in the place of SM2, with
 * public keys as long as those of SM2.
 */
import { createHash } from 'node:crypto';
import { international } from '../../sidecar/crypto/international.ts';
import type { Suite } from '../../sidecar/crypto/suite.ts';

const PADDING = Buffer.concat([Buffer.from([4]), Buffer.alloc(32)]);

export const standIn: Suite = {
  ...international,
  name: 'national',
  hashName: 'sm3',
  hash(...parts) {
    const whole = createHash('sm3');
    for (const part of parts) whole.update(part);
    return whole.digest();
  },
  readSigningKey(pem) {
    const key = international.readSigningKey(pem);
    return { ...key, publicKey: Buffer.concat([PADDING, key.publicKey]) };
  },
  verify: (publicKey, bytes, signature) =>
    international.verify(publicKey.subarray(PADDING.length), bytes, signature),
};

export const SUITES = [international, standIn];
