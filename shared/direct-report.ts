/**
 * 直报: what somebody writes to the superior court past their own (001 第12条), before it is sealed and after it was
 * opened. All are of one length, whatever they say, and so are the blank ones that are sent when nobody has written.
 */
import { z } from 'zod';
import { DIRECT_ABOUT_MAX, DIRECT_KINDS, DIRECT_TEXT_MAX } from './codes.ts';
import { spelled } from './direct-key.ts';
import { isStorableText } from './text.ts';

const SPACE = 0x20;
const words = (max: number, min = 1) => z.string().min(min).max(max).refine(isStorableText);

export const directReport = z.strictObject({
  v: z.literal(1),
  /** UUIDv7, made where it was written: what the superior knows a double by. */
  id: z.uuidv7(),
  kind: z.enum(DIRECT_KINDS),
  /** Code of the court it comes from. */
  court: words(12),
  text: words(DIRECT_TEXT_MAX),
  /** Whom it is about, in the author's own words. */
  about: words(DIRECT_ABOUT_MAX, 0),
  /** As the author says; null for an author who does not want to be named. Nobody has checked it. */
  author: z.strictObject({ name: words(60), staffCode: words(32), department: words(80) }).nullable(),
  at: z.iso.datetime({ precision: 3 }),
});
export type DirectReport = z.infer<typeof directReport>;

/**
 * Every request that brings a record is filled up to a multiple of so many bytes, and so is what waits in a browser: a
 * direct report is as long as any other.
 */
export const REQUEST_UNIT = 16 * 1024;

/** JSON, filled up with spaces, which are no part of it. */
export function filledJson(value: unknown): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(value));
  const filled = new Uint8Array(Math.ceil(json.length / REQUEST_UNIT) * REQUEST_UNIT).fill(SPACE);
  filled.set(json);
  return filled;
}

const BLANK = { v: 1, blank: true } as const;

/** How many bytes it takes before it is filled up. */
export const directBytes = (report: DirectReport): number =>
  new TextEncoder().encode(JSON.stringify(report)).length;

/**
 * The bytes that are sealed: JSON, filled up with spaces.
 * @param report undefined for a blank one
 * @throws RangeError when it does not fit
 */
export function filledUp(report: DirectReport | undefined, bytes: number): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(report ?? BLANK));
  if (json.length > bytes) throw new RangeError('a direct report is longer than all are');
  const filled = new Uint8Array(bytes).fill(SPACE);
  filled.set(json);
  return filled;
}

/** @returns undefined for a blank one; null for what is neither */
export function readDirectReport(bytes: Uint8Array): DirectReport | undefined | null {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  if ((json as { blank?: unknown } | null)?.blank === true) return undefined;
  return directReport.safeParse(json).data ?? null;
}

const CODE_LENGTH = 12;

/**
 * The code by which author and superior speak of a report, e.g. `7K2M-9QXA-4TZC`. It follows from the report's id, which
 * stands nowhere but in what is sealed.
 */
export async function referenceCode(id: string): Promise<string> {
  const input = new TextEncoder().encode(`liuhen direct report ${id}`);
  return spelled(new Uint8Array(await crypto.subtle.digest('SHA-256', input)), CODE_LENGTH);
}
