/**
 * JSON that means the same to every reader. The grammar leaves open what a key given twice means, and what becomes of a
 * number no `number` can hold; two programs that read the same bytes then file and check two different things. What is
 * stored and hashed here must be what was sent.
 */

/** How deep brackets may stand in each other; the deepest record has fewer than ten. */
export const MAX_DEPTH = 32;

export interface JsonFault {
  /** Keys and places down to it, joined by dots. */
  path: string;
  code: 'json-key-repeated' | 'json-key-forbidden' | 'json-too-deep' | 'json-number-unsafe';
}

export class StrictJsonError extends Error {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** Keys that a careless copy would take for something every object has. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LONGEST_KEY_TOLD = 80;

interface Frame {
  /** Of an object. */
  keys?: Set<string>;
  at: string | number;
  keyNext: boolean;
}

/**
 * @throws SyntaxError where it is no JSON
 * @throws StrictJsonError where it is, and could be read in two ways
 */
export function parseStrictJson(text: string): unknown {
  const fault = faultIn(text);
  if (fault) throw new StrictJsonError(fault);
  return JSON.parse(text);
}

/** The first fault. Of what is no JSON at all it finds none, or any; that is told by the parser. */
function faultIn(text: string): JsonFault | undefined {
  const frames: Frame[] = [];
  const fault = (code: JsonFault['code']): JsonFault => ({
    path: frames.map(({ at }) => String(at).slice(0, LONGEST_KEY_TOLD)).join('.'),
    code,
  });
  for (let place = 0; place < text.length; ) {
    const frame = frames.at(-1);
    const char = text[place] ?? '';
    if (char === '"') {
      const end = endOfText(text, place);
      if (end < 0) return undefined;
      if (frame?.keys && frame.keyNext) {
        const key = keyOf(text.slice(place, end + 1));
        if (key === undefined) return undefined;
        frame.at = key;
        frame.keyNext = false;
        if (FORBIDDEN.has(key)) return fault('json-key-forbidden');
        if (frame.keys.has(key)) return fault('json-key-repeated');
        frame.keys.add(key);
      }
      place = end + 1;
    } else if (char === '-' || (char >= '0' && char <= '9')) {
      NUMBER.lastIndex = place;
      const [number] = NUMBER.exec(text) ?? [];
      if (number === undefined) return undefined;
      if (!isSafe(number)) return fault('json-number-unsafe');
      place += number.length;
    } else {
      if (char === '{' || char === '[') {
        if (frames.length === MAX_DEPTH) return fault('json-too-deep');
        frames.push(char === '{' ? { keys: new Set(), at: '', keyNext: true } : { at: 0, keyNext: false });
      } else if (char === '}' || char === ']') frames.pop();
      else if (char === ',' && frame) {
        if (frame.keys) frame.keyNext = true;
        else frame.at = Number(frame.at) + 1;
      }
      place += 1;
    }
  }
  return undefined;
}

/** @returns where the quotation mark is that ends the text beginning at `start`, or -1 */
function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

function keyOf(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

/** Whether the number read is the number written: no rounding of what counts, no infinity, and no zero below zero. */
function isSafe(written: string): boolean {
  const value = Number(written);
  if (!Number.isFinite(value) || Object.is(value, -0)) return false;
  if (value === 0) return /^-?[0.]+(?:[eE]|$)/.test(written);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}
