/**
 * What a superior court remembers of the logs it witnesses (c2sp.org/tlog-witness): each checkpoint it has cosigned, and each
 * one it refused because the log would have been another than the one it knows. Both are records in its own log, so that a
 * witness that was taken back itself shows as well.
 */
import { z } from 'zod';
import { envelope, sha256Hex, text } from './record.ts';

/** A signed note, as it came. */
const note = z.string().min(1).max(20_000);
const origin = text(200);
const size = z.int().min(0);

export const witnessedCheckpointBody = z.strictObject({
  /** The court whose log it is. */
  of: text(12),
  origin,
  /** What was known of it before; the next one goes on from here. */
  from: size,
  size,
  root: sha256Hex,
  checkpoint: note,
  /** The line that was answered. */
  cosignature: note,
});
export type WitnessedCheckpointBody = z.infer<typeof witnessedCheckpointBody>;
export const witnessedCheckpoint = envelope('witnessed-checkpoint', witnessedCheckpointBody);
export type WitnessedCheckpoint = z.infer<typeof witnessedCheckpoint>;

/** `rolled-back`: the log is shorter than what was cosigned. `forked`: it has signed something else than it had. */
export const WITNESS_REFUSALS = ['rolled-back', 'forked'] as const;
export type WitnessRefusalKind = (typeof WITNESS_REFUSALS)[number];

export const witnessRefusalBody = z.strictObject({
  of: text(12),
  origin,
  kind: z.enum(WITNESS_REFUSALS),
  /** Size that was cosigned. */
  known: size,
  /** Size that was brought. */
  brought: size,
  /** Signed by the court: the proof of it. */
  checkpoint: note,
});
export type WitnessRefusalBody = z.infer<typeof witnessRefusalBody>;
export const witnessRefusal = envelope('witness-refusal', witnessRefusalBody);
export type WitnessRefusal = z.infer<typeof witnessRefusal>;
