/**
 * How the texts of the log are read: in exactly one way or not at all. What is signed or compared byte for byte must not
 * have two spellings.
 */
import { HASH_BYTES } from './rfc6962.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/** UTF-8 whose only control character is the newline, or undefined. */
export function readText(bytes: Uint8Array | string): string | undefined {
  try {
    const text = typeof bytes === 'string' ? bytes : utf8.decode(bytes);
    return text.isWellFormed() && !CONTROL.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Standard base64 with padding and without stray bits, or undefined. */
export function readBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** A hash of a tree, in base64. */
export function readHash(text: string): Buffer | undefined {
  const hash = readBase64(text);
  return hash?.length === HASH_BYTES ? hash : undefined;
}

/** A decimal from 0 without leading zeros, as far as a number is exact, or undefined. */
export function readDecimal(text: string): number | undefined {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** All of them read, or undefined as soon as one is not. */
export function readAll<T>(texts: readonly string[], read: (text: string) => T | undefined): T[] | undefined {
  const values: T[] = [];
  for (const text of texts) {
    const value = read(text);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}
