/** The text of a page as it is kept: one line, no white space at the ends, nothing a database would refuse. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;

export function plain(text: string): string {
  return text.replace(CONTROL, '').replace(LONE_SURROGATE, '\ufffd').replace(/\s+/g, ' ').trim();
}

/** At most `max` UTF-16 units, and no half of a character at the end. */
export function clip(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}

export function withoutColon(text: string): string {
  return plain(text).replace(/\s*[:：]$/, '');
}

/** What hosts write into a field that holds nothing. */
export function isNothing(text: string): boolean {
  return /^(?:|无|暂无|-+|—+|\/)$/.test(text);
}
