/** The text of a page as it is kept: one line, no white space at the ends, nothing a database would refuse. */

import { storable } from '../../shared/text.ts';

export function plain(text: string): string {
  return storable(text, '\ufffd').replace(/\s+/g, ' ').trim();
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
