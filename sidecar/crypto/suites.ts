/** The suites there are. */
import { international } from './international.ts';
import { national } from './national.ts';
import type { Suite, SuiteName } from './suite.ts';

const SUITES: Readonly<Record<SuiteName, Suite>> = { international, national };

export const suiteOf = (name: SuiteName): Suite => SUITES[name];

/** A public key tells its suite by its length: the other court may use another one. */
export const suiteOfPublicKey = (publicKey: Uint8Array): Suite | undefined =>
  Object.values(SUITES).find((suite) => suite.publicKeyBytes === publicKey.length);
