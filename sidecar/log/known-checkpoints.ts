/** Checkpoints a log is held against: those in its own database, and those somebody has kept elsewhere. */
import type { SqliteStore } from '../store/sqlite.ts';
import { openCheckpoint, readCheckpoint } from './checkpoint.ts';
import { cosignedAt } from './cosignature.ts';
import { type LogKind, logName } from './leaf.ts';
import { readNote } from './note.ts';
import type { Trust } from './trust.ts';

export interface KnownCheckpoint {
  size: number;
  root: Buffer;
  /** When a witness one believes has cosigned it, ISO UTC. */
  cosignedAt?: string;
}

export type CheckpointFault =
  /** No checkpoint at all, or not the one it is said to be. */
  | 'checkpoint-malformed'
  /** Not signed by the log's key, or with a signature that is not good. */
  | 'checkpoint-not-signed'
  /** Of a log with another name than the one that is believed. */
  | 'origin-differs';

type Read = { known: KnownCheckpoint } | { fault: CheckpointFault } | { other: true };

/**
 * @param origin the log's name now: checkpoints from before it was begun anew say nothing of it
 * @param trust without it, signatures are not looked at
 */
export function readKnown(note: string, origin: string, trust: Trust | undefined): Read {
  const read = readNote(note);
  const checkpoint = read && readCheckpoint(read.text);
  if (!checkpoint) return { fault: 'checkpoint-malformed' };
  if (checkpoint.origin !== origin) return { other: true };
  const { size, root } = checkpoint;
  if (!trust) return { known: { size, root } };
  const log = trust.logs.find((one) => one.origin === origin);
  if (!log) return { fault: 'origin-differs' };
  const opened = openCheckpoint(note, log, trust.witnesses);
  if (!opened.ok) return { fault: 'checkpoint-not-signed' };
  const times = opened.verified
    .filter(({ verifier }) => trust.witnesses.includes(verifier))
    .map(({ signature }) => cosignedAt(signature) ?? 0);
  const time = Math.max(0, ...times);
  return { known: { size, root, ...(time > 0 ? { cosignedAt: new Date(time * 1000).toISOString() } : {}) } };
}

/** Notes in the database of one court's log, oldest first. */
export const cosignedNotes = ({ db }: Pick<SqliteStore, 'db'>, court: string, log: LogKind): string[] =>
  db
    .prepare<[string, string], string>(
      'select note from cosigned_checkpoint where court = ? and log = ? order by size',
    )
    .pluck()
    .all(court, log);

/** Whether a note is of this log under whatever name it had. */
export function isOfLog(note: string, court: string, log: LogKind): boolean {
  const name = logName(court, log);
  return note.startsWith(`${name}\n`) || note.startsWith(`${name}/`);
}
