/**
 * Proof files (c2sp.org/tlog-proof): a leaf's place, the hashes from it to the root, and the checkpoint with that root, with
 * the cosignatures of its witnesses. Whoever has the file, the leaf and the public keys needs nobody else to believe it,
 * years later and without the court.
 */
import { type Checkpoint, type OpenedCheckpoint, openCheckpoint, type TrustedLog } from './checkpoint.ts';
import { cosignedAt } from './cosignature.ts';
import type { Verifier } from './note.ts';
import { readHashes, readProofLines, writeProofLines } from './proof-lines.ts';
import { treeHasher, verifyInclusion } from './rfc6962.ts';
import { readBase64, readDecimal } from './strict-text.ts';

export const TLOG_PROOF_HEADER = 'c2sp.org/tlog-proof@v1';

export interface TlogProof {
  /** From 0. */
  readonly index: number;
  readonly proof: readonly Buffer[];
  /** The signed note, byte for byte. */
  readonly checkpoint: string;
  /** Whatever somebody put beside it: nobody signed it. */
  readonly extra?: Buffer;
}

/** @throws RangeError when it could not be read again */
export function writeTlogProof({ index, proof, checkpoint, extra }: TlogProof): string {
  const extraLine = extra ? [`extra ${extra.toString('base64')}`] : [];
  const file = writeProofLines([TLOG_PROOF_HEADER, ...extraLine, `index ${index}`], proof, checkpoint);
  if (readTlogProof(file)?.checkpoint !== checkpoint) throw new RangeError('not a proof');
  return file;
}

/** Undefined when it is no proof file. Whether it proves anything is for verifyTlogProof to say. */
export function readTlogProof(bytes: Uint8Array | string): TlogProof | undefined {
  const read = readProofLines(bytes);
  const [header, ...lines] = read?.lines ?? [];
  const extra = lines[0]?.startsWith('extra ') ? readBase64(lines[0].slice('extra '.length)) : undefined;
  if (!read || header !== TLOG_PROOF_HEADER) return undefined;
  const [indexLine, ...hashes] = extra ? lines.slice(1) : lines;
  const index = indexLine?.startsWith('index ') ? readDecimal(indexLine.slice('index '.length)) : undefined;
  const proof = readHashes(hashes);
  if (index === undefined || !proof) return undefined;
  return { index, proof, checkpoint: read.checkpoint, ...(extra && { extra }) };
}

/** What somebody relies on who checks a proof. */
export interface ProofTrust {
  readonly log: TrustedLog;
  readonly witnesses: readonly Verifier[];
  /** How many different witnesses have to have cosigned. 0 believes the log alone. */
  readonly quorum: number;
}

export interface Cosigned {
  readonly witness: Verifier;
  /** Seconds since 1970; its latest, where it cosigned twice. */
  readonly time: number;
}

export type VerifiedProof =
  | { ok: true; index: number; checkpoint: Checkpoint; cosigned: readonly Cosigned[] }
  | {
      ok: false;
      why:
        | 'proof-malformed'
        | Extract<OpenedCheckpoint, { ok: false }>['why']
        | 'quorum-missing'
        | 'leaf-not-included';
    };

/** @param leaf its bytes as they are in the log, or their hash in the tree */
export function verifyTlogProof(
  file: Uint8Array | string,
  leaf: { bytes: Uint8Array } | { hash: Uint8Array },
  { log, witnesses, quorum }: ProofTrust,
): VerifiedProof {
  const read = readTlogProof(file);
  if (!read) return { ok: false, why: 'proof-malformed' };
  const opened = openCheckpoint(read.checkpoint, log, witnesses);
  if (!opened.ok) return opened;
  const { checkpoint } = opened;
  const cosigned = cosignersOf(opened.verified, log);
  if (!(cosigned.length >= quorum)) return { ok: false, why: 'quorum-missing' };
  const hasher = treeHasher(log.suite);
  const { index, proof } = read;
  const included = verifyInclusion(hasher, {
    index,
    size: checkpoint.size,
    root: checkpoint.root,
    leafHash: 'hash' in leaf ? leaf.hash : hasher.leafHash(leaf.bytes),
    proof,
  });
  return included ? { ok: true, index, checkpoint, cosigned } : { ok: false, why: 'leaf-not-included' };
}

/** A witness is a key, under however many names it was written down; and nobody is a witness of itself. */
function cosignersOf(
  verified: Extract<OpenedCheckpoint, { ok: true }>['verified'],
  log: TrustedLog,
): Cosigned[] {
  const found = new Map<string, Cosigned>();
  for (const { verifier: witness, signature } of verified) {
    if (log.keys.some((key) => key.publicKey.equals(witness.publicKey))) continue;
    const time = cosignedAt(signature) ?? 0;
    const key = witness.publicKey.toString('hex');
    if (time > (found.get(key)?.time ?? 0)) found.set(key, { witness, time });
  }
  return [...found.values()];
}
