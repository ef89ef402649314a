/**
 * Receipts: proof files (c2sp.org/tlog-proof) that carry their leaf with them. Whoever has one, and the keys of log and
 * witness, can show years later and without any server that a record, or a sheet that was filed, stood in the court's log.
 */
import { z } from 'zod';
import { canonicalBytes, type Leaf, leaf } from './leaf.ts';
import {
  readTlogProof,
  type TlogProof,
  type VerifiedProof,
  verifyTlogProof,
  writeTlogProof,
} from './tlog-proof.ts';
import type { Trust } from './trust.ts';

/** What lies in the proof's `extra` line. */
const extra = z.strictObject({
  /** Base64 of the leaf's bytes: they are hashed as they are. */
  leaf: z.base64(),
  /** With it, whoever has the record's content can show that it is this one's. */
  salt: z.base64().exactOptional(),
});

export interface Receipt {
  leaf: Leaf;
  leafBytes: Buffer;
  proof: TlogProof;
}

export function writeReceipt(proof: Omit<TlogProof, 'extra'>, leafBytes: Buffer, salt?: Buffer): string {
  const beside = { leaf: leafBytes.toString('base64'), ...(salt ? { salt: salt.toString('base64') } : {}) };
  return writeTlogProof({ ...proof, extra: canonicalBytes(beside) });
}

/** @returns undefined when it is no receipt of ours; whether it proves anything is for verifyReceipt to say */
export function readReceipt(text: string): Receipt | undefined {
  const proof = readTlogProof(text);
  if (!proof?.extra) return undefined;
  try {
    const beside = extra.parse(JSON.parse(proof.extra.toString('utf8')));
    const leafBytes = Buffer.from(beside.leaf, 'base64');
    return { leaf: leaf.parse(JSON.parse(leafBytes.toString('utf8'))), leafBytes, proof };
  } catch {
    return undefined;
  }
}

export type VerifiedReceipt =
  | { ok: true; leaf: Leaf; proof: Extract<VerifiedProof, { ok: true }> }
  | {
      ok: false;
      why:
        | 'receipt-malformed'
        | 'log-unknown'
        | 'leaf-of-another-log'
        | Extract<VerifiedProof, { ok: false }>['why'];
    };

/** @param quorum how many witnesses must have cosigned */
export function verifyReceipt(text: string, { logs, witnesses }: Trust, quorum: number): VerifiedReceipt {
  const receipt = readReceipt(text);
  if (!receipt) return { ok: false, why: 'receipt-malformed' };
  const origin = receipt.proof.checkpoint.split('\n', 1)[0];
  const log = logs.find((one) => one.origin === origin);
  if (!log) return { ok: false, why: 'log-unknown' };
  const proof = verifyTlogProof(text, { bytes: receipt.leafBytes }, { log, witnesses, quorum });
  if (!proof.ok) return { ok: false, why: proof.why };
  const { leaf: named } = receipt;
  // The leaf says itself in which log and where it stands.
  const here = log.origin === named.log || log.origin.startsWith(`${named.log}/`);
  if (!here || named.seq !== proof.index + 1) return { ok: false, why: 'leaf-of-another-log' };
  return { ok: true, leaf: named, proof };
}
