/**
 * The case number (案号): 法〔2015〕137号, in force for cases received from 2016-01-01, with the special-trial
 * character (专门审判代字) and digit ranges of 法〔2018〕335号; and the form used before, which stays on old cases.
 *
 *   （2024）豫1302民初123号      year, court, type, serial
 *   （2019）最高法知民终1号       with the special-trial character 知
 *   （2018）沪01民终2868号之一   a further document of the same case
 *   （2016）粤03民辖终3827、3828号   several cases decided together
 *   （2014）民一终字第174号       before 2016
 */

/** By the digits after the province: none high, two intermediate, four basic. */
export type CourtLevel = 'supreme' | 'high' | 'intermediate' | 'basic';

/** One serial, or the two ends of a run of serials. Text, for 刑核 serials begin with zeros. */
export interface SerialRun {
  from: string;
  to: string;
}

interface CaseNumberBase {
  year: number;
  serials: readonly [SerialRun, ...SerialRun[]];
  /** What stands after 之, as written (一, 三, 2); empty when there is none. Not part of the case's key. */
  suffix: string;
}
export interface NewCaseNumber extends CaseNumberBase {
  style: 'new';
  /** Court code, e.g. 豫1302 or 最高法. */
  court: string;
  level: CourtLevel;
  special: '' | '知';
  /** Type code, e.g. 民初. */
  type: string;
  /** Group of the type in the table; absent for a code that is not in it. */
  group?: TypeGroup;
}
export interface OldCaseNumber extends CaseNumberBase {
  style: 'old';
  /** Court and type as written before 字第. The old form has no boundary between them (民一终 names no court). */
  mark: string;
}
export type CaseNumber = NewCaseNumber | OldCaseNumber;

export type CaseNumberWarning = 'type-unknown';

export type CaseNumberProblem =
  | 'empty'
  | 'too-long'
  /** Does not read as a case number. */
  | 'form'
  | 'year-brackets-missing'
  | 'year-in-future'
  /** New form with a year before 2016, or old form with a year after 2015 or before 1949. */
  | 'year-not-of-form'
  | 'court-unknown'
  /** A court code has no, two or four digits; 最高法 has none. */
  | 'court-digits'
  | 'type-form'
  | 'serial-missing'
  | 'serial-form'
  /** 刑事复核 serials have eight digits (法〔2015〕137号). */
  | 'serial-not-eight-digits'
  | 'serial-run-backwards'
  | 'too-many-cases'
  | 'suffix-form';

export type CaseNumberResult =
  | { ok: true; value: CaseNumber; warnings: CaseNumberWarning[] }
  | { ok: false; problem: CaseNumberProblem };

/** First year of the form of 法〔2015〕137号. */
const FIRST_YEAR_NEW = 2016;
const FIRST_YEAR_OLD = 1949;
/** More than any number printed in a judgment; a run is spelled out as keys, so it must end somewhere. */
const MAX_CASES = 200;
const MAX_LENGTH = 500;

const SUPREME = '最高法';
const PROVINCES = '京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新军兵';

/** Type codes by the group of case they belong to. One code may cover many types: it names a family. */
export const TYPE_CODES = {
  jurisdiction: { zh: '管辖', codes: '刑辖 民辖 民辖终 民辖监 行辖 行辖终 赔辖 赔辖终' },
  criminal: {
    zh: '刑事',
    codes:
      '刑初 刑终 刑监 刑申 刑抗 刑再 刑没 刑核 刑医 刑医解 刑医复 刑医监 刑止 刑止调 刑止核 刑更 刑更监 刑更备 刑他 刑教 刑教解 刑教复 刑教监',
  },
  civil: {
    zh: '民事',
    codes: '民初 民终 民监 民申 民抗 民再 民撤 民特 民特监 民催 民督 民督监 民他 民保令 民保更 民破 民算',
  },
  administrative: { zh: '行政', codes: '行初 行终 行监 行申 行抗 行再 行审 行审复 行他' },
  compensation: {
    zh: '赔偿与救助',
    codes:
      '行赔初 行赔终 行赔监 行赔申 行赔抗 行赔再 行赔他 法赔 委赔 委赔监 赔确监 委赔提 委赔再 赔他 司救刑 司救民 司救行 司救赔 司救执 司救访 司救他',
  },
  'interregional-assistance': {
    zh: '区际司法协助',
    codes:
      '认台 认港 认澳 认复 认他 请台送 请港送 请澳送 台请送 港请送 澳请送 请台调 请港调 请澳调 台请调 港请调 澳请调 请移管 助移管 请移赃 助移赃',
  },
  'international-assistance': {
    zh: '国际司法协助',
    codes: '协外认 协他 协外送 请外送 协外调 请外调 请外移 协外移 请外引 协外引',
  },
  sanction: { zh: '司法制裁', codes: '司惩 司惩复' },
  preservation: { zh: '非诉保全', codes: '财保 行保 行保复 证保' },
  execution: { zh: '执行', codes: '执 执恢 执保 执异 执复 执监 执协 执他' },
  bankruptcy: { zh: '强制清算与破产', codes: '清申 破申 清终 破终 清监 破监 强清 破' },
} as const satisfies Record<string, { zh: string; codes: string }>;
export type TypeGroup = keyof typeof TYPE_CODES;

/** The whole code is looked up: a search by substring finds 行审 in 行审复. */
const GROUP_OF_TYPE: ReadonlyMap<string, TypeGroup> = new Map(
  (Object.keys(TYPE_CODES) as TypeGroup[]).flatMap((group) =>
    TYPE_CODES[group].codes.split(' ').map((code) => [code, group] as const),
  ),
);

/** One spelling for brackets, digits, separators; no white space, nothing invisible. */
function normalise(text: string): string {
  return text
    .replace(/[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu, '')
    .replace(/[\uff10-\uff19]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[（〔［【[]/gu, '(')
    .replace(/[）〕］】\]]/gu, ')')
    .replace(/[、,，]/gu, '、')
    .replace(/[-－‐‑–—―~～〜至]/gu, '-');
}

export function parseCaseNumber(text: string, options: { currentYear: number }): CaseNumberResult {
  const refuse = (problem: CaseNumberProblem): CaseNumberResult => ({ ok: false, problem });
  if (text.length > MAX_LENGTH) return refuse('too-long');
  const plain = normalise(text);
  if (plain === '') return refuse('empty');

  const head = /^\((\d{4})\)/u.exec(plain);
  if (!head) return refuse(/^\d{4}/u.test(plain) ? 'year-brackets-missing' : 'form');
  const year = Number(head[1]);
  if (year > options.currentYear) return refuse('year-in-future');
  const rest = plain.slice(head[0].length);

  const tail = /号(?:之([一二三四五六七八九十百]{1,6}|\d{1,3}))?$/u.exec(rest);
  if (!tail) return refuse(rest.includes('号之') ? 'suffix-form' : 'form');
  const suffix = tail[1] ?? '';
  const beforeTail = rest.slice(0, tail.index);

  const oldMark = beforeTail.indexOf('字第');
  if (oldMark >= 0) {
    if (year >= FIRST_YEAR_NEW || year < FIRST_YEAR_OLD) return refuse('year-not-of-form');
    const mark = beforeTail.slice(0, oldMark);
    // Some courts put the kind of case in brackets: （2013）浦民一（民）初字第1号.
    if (!/^[一-龥]{1,12}(?:\([一-龥]{1,4}\)[一-龥]{0,6})?$/u.test(mark)) return refuse('form');
    const number = beforeTail.slice(oldMark + 2);
    if (number === '') return refuse('serial-missing');
    const serial = /^\d{1,8}$/u.test(number) ? withoutZeros(number) : '';
    if (serial === '') return refuse('serial-form');
    return {
      ok: true,
      value: { style: 'old', year, mark, serials: [{ from: serial, to: serial }], suffix },
      warnings: [],
    };
  }

  if (year < FIRST_YEAR_NEW) return refuse('year-not-of-form');
  const name = beforeTail.startsWith(SUPREME) ? SUPREME : beforeTail.slice(0, 1);
  if (name !== SUPREME && (name === '' || !PROVINCES.includes(name))) return refuse('court-unknown');
  const digits = /^\d*/u.exec(beforeTail.slice(name.length))?.[0] ?? '';
  const level = levelOf(name, digits);
  if (!level) return refuse('court-digits');

  const afterCourt = beforeTail.slice(name.length + digits.length);
  const letters = /^[^\d]*/u.exec(afterCourt)?.[0] ?? '';
  const special = letters.length > 1 && letters.startsWith('知') ? '知' : '';
  const type = letters.slice(special.length);
  if (!/^[一-龥]{1,3}$/u.test(type)) return refuse('type-form');

  const serialText = afterCourt.slice(letters.length);
  if (serialText === '') return refuse('serial-missing');
  const serials = parseSerials(serialText, type === '刑核');
  if (typeof serials === 'string') return refuse(serials);

  const group = GROUP_OF_TYPE.get(type);
  return {
    ok: true,
    value: {
      style: 'new',
      year,
      court: name + digits,
      level,
      special,
      type,
      ...(group ? { group } : {}),
      serials,
      suffix,
    },
    warnings: group ? [] : ['type-unknown'],
  };
}

function levelOf(name: string, digits: string): CourtLevel | undefined {
  if (name === SUPREME) return digits === '' ? 'supreme' : undefined;
  if (digits === '') return 'high';
  if (digits.length === 2) return 'intermediate';
  return digits.length === 4 ? 'basic' : undefined;
}

function parseSerials(text: string, eightDigits: boolean): CaseNumber['serials'] | CaseNumberProblem {
  const runs: SerialRun[] = [];
  let cases = 0;
  for (const part of text.split('、')) {
    const match = /^(\d{1,12})(?:-{1,2}(\d{1,12}))?$/u.exec(part);
    const first = match?.[1];
    if (first === undefined) return 'serial-form';
    const last = match?.[2] ?? first;
    if (eightDigits ? first.length !== 8 || last.length !== 8 : first.length > 8 || last.length > 8) {
      return eightDigits ? 'serial-not-eight-digits' : 'serial-form';
    }
    if (Number(first) === 0) return 'serial-form';
    if (Number(last) < Number(first)) return 'serial-run-backwards';
    cases += Number(last) - Number(first) + 1;
    if (cases > MAX_CASES) return 'too-many-cases';
    // The random serials of 刑核 are names, zeros included; any other serial is a count.
    runs.push(
      eightDigits ? { from: first, to: last } : { from: withoutZeros(first), to: withoutZeros(last) },
    );
  }
  const [head, ...others] = runs;
  return head ? [head, ...others] : 'serial-missing';
}

/** Empty for zero itself, which is no serial. */
function withoutZeros(serial: string): string {
  return serial.replace(/^0+/u, '');
}

/** The canonical form, as it is printed and stored. */
export function printCaseNumber(value: CaseNumber): string {
  const serials = value.serials.map((run) => (run.from === run.to ? run.from : `${run.from}-${run.to}`));
  return `${printStem(value)}${serials.join('、')}号${value.suffix === '' ? '' : `之${value.suffix}`}`;
}

/** What names each case: the canonical form without suffix, one for every case of a merged number. */
export function caseKeys(value: CaseNumber): string[] {
  const stem = printStem(value);
  const keys = new Set<string>();
  for (const run of value.serials) {
    for (let serial = Number(run.from); serial <= Number(run.to); serial += 1) {
      const digits =
        value.style === 'new' && value.type === '刑核' ? String(serial).padStart(8, '0') : serial;
      keys.add(`${stem}${digits}号`);
    }
  }
  return [...keys];
}

/** The key of the one case a text names; undefined when it names none or several. */
export function caseKey(text: string, options: { currentYear: number }): string | undefined {
  const result = parseCaseNumber(text, options);
  if (!result.ok) return undefined;
  const [key, ...others] = caseKeys(result.value);
  return others.length === 0 ? key : undefined;
}

function printStem(value: CaseNumber): string {
  if (value.style === 'new') return `（${value.year}）${value.court}${value.special}${value.type}`;
  return `（${value.year}）${value.mark.replace('(', '（').replace(')', '）')}字第`;
}
