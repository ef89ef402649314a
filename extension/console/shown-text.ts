/** Text as it is shown: what cannot be seen in it is taken apart from what can. */
import { hiddenCharacters } from '../../shared/names.ts';

export interface HiddenPart {
  at: number;
  /** `U+202E` */
  code: string;
}

/** Line ends and tabs of an account are no secret. */
const LAYOUT = /[\n\r\t]/;

export function shownParts(text: string): (string | HiddenPart)[] {
  const parts: (string | HiddenPart)[] = [];
  let from = 0;
  for (const { at, code } of hiddenCharacters(text)) {
    if (LAYOUT.test(text.charAt(at))) continue;
    parts.push(text.slice(from, at), { at, code });
    from = at + String.fromCodePoint(text.codePointAt(at) ?? 0).length;
  }
  return [...parts, text.slice(from)].filter((part) => part !== '');
}
