/** As much of DER (X.690) as keys and signatures need, read strictly: what has two spellings is refused. */

export const INTEGER = 0x02;
export const OCTET_STRING = 0x04;
export const SEQUENCE = 0x30;

export interface Element {
  value: Buffer;
  /** What follows the element. */
  rest: Buffer;
}

/** @throws RangeError when the bytes do not begin with an element of that tag, at most 65,535 bytes long */
export function readElement(der: Buffer, tag: number): Element {
  const [found, first] = der;
  if (found !== tag || first === undefined) throw new RangeError('not the element expected');
  const more = first < 0x80 ? 0 : first - 0x80;
  if (more > 2 || first === 0x80 || der.length < 2 + more) throw new RangeError('not a length');
  const length = more === 0 ? first : der.readUIntBE(2, more);
  const shortest = length < 0x80 ? 0 : length < 0x100 ? 1 : 2;
  const start = 2 + more;
  if (more !== shortest || der.length < start + length) throw new RangeError('not a length');
  return { value: der.subarray(start, start + length), rest: der.subarray(start + length) };
}

/** @throws RangeError when the value is negative, empty or padded */
export function readUnsigned(value: Buffer): bigint {
  const [first, second] = value;
  const padded = first === 0 && second !== undefined && second < 0x80;
  if (first === undefined || first >= 0x80 || padded) throw new RangeError('not an unsigned integer');
  return BigInt(`0x${value.toString('hex')}`);
}
