/**
 * What a witness answers to `add-checkpoint` (c2sp.org/tlog-witness): it cosigns the next state of a log if that contains
 * all it has seen of it before. Here is the decision alone; whoever asks for it has to read the latest checkpoint, decide
 * and write the new one in one transaction, or a slow request takes the witness back to an older state.
 */
import { type Checkpoint, checkCheckpoint, readCheckpoint, type TrustedLog } from './checkpoint.ts';
import { type Note, readNote } from './note.ts';
import { readHashes, readProofLines, writeProofLines } from './proof-lines.ts';
import { treeHasher, verifyConsistency } from './rfc6962.ts';
import { readDecimal } from './strict-text.ts';

/** Media type of the answer 409, whose body is the size the witness knows. */
export const TLOG_SIZE_TYPE = 'text/x.tlog.size';

export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Buffer[];
  /** What it says; whether the log says so is not looked at yet. */
  readonly checkpoint: Checkpoint;
  readonly note: Note;
}

/** @param proof empty from size 0 @param checkpoint the signed note @throws RangeError when it could not be read again */
export function writeAddCheckpoint(
  oldSize: number,
  proof: readonly Uint8Array[],
  checkpoint: string,
): string {
  const body = writeProofLines([`old ${oldSize}`], proof, checkpoint);
  if (!readAddCheckpoint(body)) throw new RangeError('not a request to a witness');
  return body;
}

/** Undefined when the body is no such request. */
export function readAddCheckpoint(body: Uint8Array | string): AddCheckpoint | undefined {
  const read = readProofLines(body);
  const [old, ...hashes] = read?.lines ?? [];
  const oldSize = old?.startsWith('old ') ? readDecimal(old.slice('old '.length)) : undefined;
  const proof = readHashes(hashes);
  const note = read && readNote(read.checkpoint);
  const checkpoint = note && readCheckpoint(note.text);
  if (oldSize === undefined || !proof || !checkpoint) return undefined;
  return { oldSize, proof, checkpoint, note };
}

export interface WitnessedLog extends TrustedLog {
  /** The latest state cosigned; undefined before the first. */
  readonly latest: { readonly size: number; readonly root: Uint8Array } | undefined;
}

export type WitnessDecision =
  /** Keep the checkpoint as the latest, then answer with the cosignature of its text. */
  | { status: 200; checkpoint: Checkpoint; text: string }
  | { status: 400; why: 'request-malformed' | 'old-size-larger' }
  | { status: 403; why: 'log-signature-missing' | 'signature-broken' | 'keys-ambiguous' }
  | { status: 404; why: 'log-unknown' }
  /** The log is not where it says it was when it was last here: it missed an answer, or came back from a backup. */
  | { status: 409; why: 'size-differs'; size: number }
  /**
   * Signed by the log, and not a continuation of what it has signed before. The draft's answer to another root at the same
   * size as well; version 1.0.0 had 409 for it, which then was an answer with a size and one without.
   */
  | { status: 422; why: 'empty-root-differs' | 'root-differs' | 'proof-broken' };

/**
 * @param request undefined when it could not be read
 * @param log what is known of the request's origin; undefined when that is nothing
 */
export function decideAddCheckpoint(
  request: AddCheckpoint | undefined,
  log: WitnessedLog | undefined,
): WitnessDecision {
  if (!request) return { status: 400, why: 'request-malformed' };
  if (!log) return { status: 404, why: 'log-unknown' };
  const opened = checkCheckpoint(request.note, log);
  if (!opened.ok) {
    if (opened.why === 'origin-differs') return { status: 404, why: 'log-unknown' };
    if (opened.why === 'checkpoint-malformed') return { status: 400, why: 'request-malformed' };
    return { status: 403, why: opened.why };
  }
  const { oldSize, proof } = request;
  const { checkpoint, text } = opened;
  const hasher = treeHasher(log.suite);
  const latest = log.latest ?? { size: 0, root: hasher.emptyRoot };
  const no = (why: 'empty-root-differs' | 'root-differs' | 'proof-broken') => ({ status: 422, why }) as const;

  if (checkpoint.size === 0 && !checkpoint.root.equals(hasher.emptyRoot)) return no('empty-root-differs');
  if (oldSize > checkpoint.size) return { status: 400, why: 'old-size-larger' };
  if (oldSize !== latest.size) return { status: 409, why: 'size-differs', size: latest.size };
  if (oldSize === checkpoint.size && !checkpoint.root.equals(latest.root)) return no('root-differs');
  if (oldSize === 0) return proof.length === 0 ? { status: 200, checkpoint, text } : no('proof-broken');
  const consistent = verifyConsistency(hasher, {
    from: oldSize,
    to: checkpoint.size,
    fromRoot: latest.root,
    toRoot: checkpoint.root,
    proof,
  });
  return consistent ? { status: 200, checkpoint, text } : no('proof-broken');
}

/** Body of the answer 409. */
export const writeConflict = (size: number): string => `${size}\n`;

/** The size a witness holds, out of its answer 409; undefined when it did not say. */
export function readConflict(contentType: string | null, body: string): number | undefined {
  if (contentType !== TLOG_SIZE_TYPE || !body.endsWith('\n')) return undefined;
  return readDecimal(body.slice(0, -1));
}
