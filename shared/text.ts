/** Text at the edge: what may be stored, and how two texts are compared. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u;

/**
 * Text that SQLite and PostgreSQL store alike: well-formed Unicode, no NUL, no control characters but tab and
 * line ends. Bidirectional overrides and zero-width characters are kept as typed (a name is what was written);
 * who shows a text marks them.
 */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !CONTROL.test(text);
}

/** The form in which names and numbers are compared: NFKC, no white space, no zero-width characters. */
export function comparable(text: string): string {
  return text.normalize('NFKC').replace(/[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu, '');
}
