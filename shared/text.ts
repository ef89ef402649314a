/** Text at the edge: what may be stored, and how two texts are compared. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u;
/** Half of a character: with the `u` flag only a surrogate without its other half matches. */
const HALF = /\p{Surrogate}/u;
const everyOne = (pattern: RegExp) => new RegExp(pattern, 'gu');

/**
 * Text that SQLite and PostgreSQL store alike: well-formed Unicode, no NUL, no control characters but tab and
 * line ends. Bidirectional overrides and zero-width characters are kept as typed (a name is what was written);
 * who shows a text marks them.
 */
export function isStorableText(text: string): boolean {
  return !HALF.test(text) && !CONTROL.test(text);
}

/**
 * The text without what `isStorableText` refuses. Line ends of word processors (U+000B, U+000C) become line ends.
 * @param lost stands for half of a character; nothing unless given
 */
export function storable(text: string, lost = ''): string {
  return text
    .replace(/[\v\f]/g, '\n')
    .replace(everyOne(CONTROL), '')
    .replace(everyOne(HALF), lost);
}

/** The form in which names and numbers are compared: NFKC, no white space, no zero-width characters. */
export function comparable(text: string): string {
  return text.normalize('NFKC').replace(/[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu, '');
}
