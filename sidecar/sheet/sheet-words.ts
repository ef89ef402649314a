/** Words for codes and times, as they stand on the sheet and the proof. */
import { COURT_ZONE } from '../../shared/calendar.ts';
import { CONDUCT, type CodeList, type EntryKind, parentConduct } from '../../shared/codes.ts';
import type { SheetAuthor } from '../../shared/sheet.ts';

export const wordFor = (codes: CodeList, code: string): string => codes[code]?.zh ?? code;
export const wordsFor = (codes: CodeList, list: readonly string[]): string =>
  list.map((code) => wordFor(codes, code)).join('、');
export const yesNo = (yes: boolean) => (yes ? '是' : '否');

/** A conduct code of the court's own, with the words the court gave it. */
export interface OwnConduct {
  code: string;
  zh: string;
}

/** A national code in its words; a court's own in those of its parent, with the court's behind them. */
export function conductWords(kind: EntryKind, code: string, own: readonly OwnConduct[]): string {
  const words = wordFor(CONDUCT[kind], parentConduct(code));
  const ownWords = own.find((each) => each.code === code)?.zh;
  return `${words}${ownWords ? `：${ownWords}` : ''}（${code}）`;
}

const CLOCK = new Intl.DateTimeFormat('zh-CN', {
  timeZone: COURT_ZONE,
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** Beijing time: the courts' logic is in it, whatever clock the server has. */
export function time(iso: string, seconds = false): string {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) return iso;
  const part: Partial<Record<string, string>> = {};
  for (const { type, value } of CLOCK.formatToParts(instant)) part[type] = value;
  const clock = `${part.hour}:${part.minute}${seconds ? `:${part.second}` : ''}`;
  return `${part.year}年${part.month}月${part.day}日 ${clock}`;
}

/** Court code and place in the court's log: never given twice. */
export const recordNumber = (court: { code: string }, seq: number) => `${court.code}-${seq}`;

export const authorName = (by: SheetAuthor) => `${by.name}（${by.staffCode}）`;
export const authorOffice = (by: SheetAuthor) => `${by.department}　${by.post}`;
