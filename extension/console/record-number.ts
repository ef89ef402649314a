/** The number of a record as people write it: `豫1302-12`, or the digits alone. */

/** @returns undefined for what is no number, or one of another court */
export function recordNumberTyped(text: string, court: string | undefined): number | undefined {
  const typed = text.normalize('NFKC').replace(/\s/g, '');
  const [, of, digits = ''] = /^(?:(.+)[-－–—]|(?:第)?)(\d{1,12})(?:号)?$/u.exec(typed) ?? [];
  if (of !== undefined && of !== court) return undefined;
  const number = Number(digits);
  return digits !== '' && number >= 1 ? number : undefined;
}
