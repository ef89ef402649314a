/** The form that proof files and requests to a witness share: a few lines, hashes, a blank line, and a checkpoint. */
import { readAll, readHash, readText } from './strict-text.ts';

/** No tree is deep enough for more. */
const MAX_HASHES = 63;

export interface ProofLines {
  /** What stands before the blank line. */
  readonly lines: readonly string[];
  /** What stands behind it, byte for byte: the note may have blank lines of its own. */
  readonly checkpoint: string;
}

export function readProofLines(bytes: Uint8Array | string): ProofLines | undefined {
  const whole = readText(bytes);
  const blank = whole?.indexOf('\n\n') ?? -1;
  if (whole === undefined || blank < 0) return undefined;
  return { lines: whole.slice(0, blank).split('\n'), checkpoint: whole.slice(blank + 2) };
}

export const readHashes = (lines: readonly string[]): Buffer[] | undefined =>
  lines.length > MAX_HASHES ? undefined : readAll(lines, readHash);

/** @param lines what comes before the hashes */
export const writeProofLines = (
  lines: readonly string[],
  hashes: readonly Uint8Array[],
  checkpoint: string,
): string =>
  `${[...lines, ...hashes.map((hash) => Buffer.from(hash).toString('base64'))].join('\n')}\n\n${checkpoint}`;
