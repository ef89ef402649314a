import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CaseNumber,
  type CaseNumberProblem,
  type CourtLevel,
  caseKey,
  caseKeys,
  parseCaseNumber,
  printCaseNumber,
  TYPE_CODES,
} from './case-number.ts';

const options = { currentYear: 2026 };

type Expected =
  | { keys: string[]; level?: CourtLevel; suffix?: string; print?: string; warned?: true; style?: 'old' }
  | { problem: CaseNumberProblem };

const WANCHENG = '（2024）豫1302民初123号';

/**
 * The 25 strings: every example of the table of the domain report's grammar (its spellings, suffix, merged
 * numbers, 知, four refusals, old form), filled up with one string for each further rule of 法〔2015〕137号 and
 * 法〔2018〕335号 that the grammar states: digit counts, special courts, 刑核, long runs, unknown codes, years.
 */
const TABLE: [text: string, expected: Expected][] = [
  ['（2024）豫1302民初123号', { keys: [WANCHENG], level: 'basic', print: WANCHENG }],
  ['(2024)豫1302民初123号', { keys: [WANCHENG], level: 'basic', print: WANCHENG }],
  [' （ 2024 ） 豫 1302 民初 123 号 ', { keys: [WANCHENG], print: WANCHENG }],
  ['〔２０２４〕豫１３０２民初１２３号', { keys: [WANCHENG], print: WANCHENG }],
  ['【2024】豫1302民初00123号', { keys: [WANCHENG], print: WANCHENG }],
  ['（2018）沪01民终2868号之一', { keys: ['（2018）沪01民终2868号'], level: 'intermediate', suffix: '一' }],
  ['（2018）沪01民终2868号之3', { keys: ['（2018）沪01民终2868号'], suffix: '3' }],
  [
    '（2016）粤03民辖终3827、3828号',
    {
      keys: ['（2016）粤03民辖终3827号', '（2016）粤03民辖终3828号'],
      print: '（2016）粤03民辖终3827、3828号',
    },
  ],
  [
    '(2017)粤03民终18775－18776号',
    { keys: ['（2017）粤03民终18775号', '（2017）粤03民终18776号'], print: '（2017）粤03民终18775-18776号' },
  ],
  ['（2019）最高法知民终1号', { keys: ['（2019）最高法知民终1号'], level: 'supreme' }],
  ['（2020）京73知民初15号', { keys: ['（2020）京73知民初15号'], level: 'intermediate' }],
  ['（2021）豫民申77号', { keys: ['（2021）豫民申77号'], level: 'high' }],
  ['（2022）豫9001行审复5号', { keys: ['（2022）豫9001行审复5号'], level: 'basic' }],
  ['（2020）最高法刑核01234567号', { keys: ['（2020）最高法刑核01234567号'], level: 'supreme' }],
  ['（2023）豫1302诉前调901号', { keys: ['（2023）豫1302诉前调901号'], warned: true }],
  ['（2014）民一终字第174号', { keys: ['（2014）民一终字第174号'], style: 'old' }],
  ['(2015)济民一初字第21号', { keys: ['（2015）济民一初字第21号'], style: 'old' }],
  ['（2024）豫13020民初1号', { problem: 'court-digits' }],
  ['（2024）豫130民初1号', { problem: 'court-digits' }],
  ['（2024）豫1302民初号', { problem: 'serial-missing' }],
  ['2024豫1302民初1号', { problem: 'year-brackets-missing' }],
  ['（2020）最高法刑核1234号', { problem: 'serial-not-eight-digits' }],
  ['（2027）豫1302民初1号', { problem: 'year-in-future' }],
  ['（2015）豫1302民初1号', { problem: 'year-not-of-form' }],
  ['（2016）济民一初字第21号', { problem: 'year-not-of-form' }],
];

describe('the 25 strings', () => {
  it('are 25', () => expect(TABLE).toHaveLength(25));

  it.each(TABLE)('%s', (text, expected) => {
    const result = parseCaseNumber(text, options);
    if ('problem' in expected) {
      expect(result).toEqual({ ok: false, problem: expected.problem });
      return;
    }
    if (!result.ok) throw new Error(result.problem);
    expect(caseKeys(result.value)).toEqual(expected.keys);
    expect(result.value.suffix).toBe(expected.suffix ?? '');
    expect(result.value.style).toBe(expected.style ?? 'new');
    expect(result.warnings).toEqual(expected.warned ? ['type-unknown'] : []);
    if (expected.level) expect(result.value).toMatchObject({ level: expected.level });
    if (expected.print) expect(printCaseNumber(result.value)).toBe(expected.print);
    expect(caseKey(text, options)).toBe(expected.keys.length === 1 ? expected.keys[0] : undefined);
  });
});

describe('rules the table does not reach', () => {
  it.each([
    ['', 'empty'],
    ['　\u200b', 'empty'],
    ['民初', 'form'],
    ['（2024）豫1302民初1', 'form'],
    ['（2024）港01民初1号', 'court-unknown'],
    ['（2024）最高法01民终1号', 'court-digits'],
    ['（2024）豫13021号', 'court-digits'],
    ['（2024）豫1302号', 'type-form'],
    ['（2024）豫1302民事初审1号', 'type-form'],
    ['（2024）豫1302civ1号', 'type-form'],
    ['（2024）豫1302民初0号', 'serial-form'],
    ['（2024）豫1302民初1、号', 'serial-form'],
    ['（2024）豫1302民初123456789号', 'serial-form'],
    ['（2024）豫1302民初20-10号', 'serial-run-backwards'],
    ['（2024）豫1302民初1-99999号', 'too-many-cases'],
    ['（2024）豫1302民初1号之', 'suffix-form'],
    ['（2014）民一终字第号', 'serial-missing'],
    ['（2014）字第1号', 'form'],
    ['（1948）民字第1号', 'year-not-of-form'],
  ] as const)('%s is refused as %s', (text, problem) => {
    expect(parseCaseNumber(text, options)).toEqual({ ok: false, problem });
  });

  it('keeps the brackets of an old mark', () => {
    expect(caseKey('(2013)浦民一(民)初字第12号', options)).toBe('（2013）浦民一（民）初字第12号');
  });

  it('tells 行审复 from 行审', () => {
    const groups = (['行审', '行审复', '执', '执恢'] as const).map((type) => {
      const result = parseCaseNumber(`（2024）豫1302${type}1号`, options);
      return result.ok && result.value.style === 'new' ? [result.value.type, result.value.group] : undefined;
    });
    expect(groups).toEqual([
      ['行审', 'administrative'],
      ['行审复', 'administrative'],
      ['执', 'execution'],
      ['执恢', 'execution'],
    ]);
  });

  it('takes the year it is given for the present', () => {
    expect(caseKey('（2027）豫1302民初1号', { currentYear: 2027 })).toBe('（2027）豫1302民初1号');
  });

  it('lists no code twice, and none longer than three characters (法〔2015〕137号)', () => {
    const codes = Object.values(TYPE_CODES).flatMap((group) => group.codes.split(' '));
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => code.length < 1 || code.length > 3)).toEqual([]);
  });
});

const year = fc.integer({ min: 2016, max: 2026 });
const digits = (min: number, max: number) =>
  fc.integer({ min, max }).map((n) => String(n).padStart(String(max).length, '0'));
const court = fc.oneof(
  fc.constant('最高法'),
  fc.constantFrom('豫', '京', '兵', '军'),
  fc.tuple(fc.constantFrom('豫', '粤', '新'), digits(0, 99)).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('豫', '粤', '新'), digits(0, 9999)).map((parts) => parts.join('')),
);
const knownTypes = Object.values(TYPE_CODES).flatMap((group) => group.codes.split(' '));
const type = fc.constantFrom(...knownTypes, '诉前调', '引调');
const serials = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 90_000_000 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((runs) => runs.map(([from, more]) => ({ from, to: from + more })));
const suffix = fc.constantFrom('', '', '一', '三', '十二', '2');

/** A case number in canonical spelling, and the pieces it was made of. */
const canonical = fc.oneof(
  fc
    .tuple(year, court, fc.constantFrom('', '知'), type, serials, suffix)
    .map(([y, c, special, t, runs, s]) => {
      const width = t === '刑核' ? 8 : 0;
      const pad = (n: number) => String(n).padStart(width, '0');
      const list = runs.map(({ from, to }) => (from === to ? pad(from) : `${pad(from)}-${pad(to)}`));
      return `（${y}）${c}${special}${t}${list.join('、')}号${s && `之${s}`}`;
    }),
  fc
    .tuple(
      fc.integer({ min: 1949, max: 2015 }),
      fc.constantFrom('济民一初', '民一终', '浦民一（民）初', '豫法刑二终'),
      fc.integer({ min: 1, max: 99_999 }),
      suffix,
    )
    .map(([y, mark, n, s]) => `（${y}）${mark}字第${n}号${s && `之${s}`}`),
);

const parsed = (text: string): CaseNumber => {
  const result = parseCaseNumber(text, options);
  if (!result.ok) throw new Error(`${text}: ${result.problem}`);
  return result.value;
};

const fullWidth = (text: string) =>
  text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).replace(/-/g, '－');
const halfWidth = (text: string) => text.replaceAll('（', '(').replaceAll('）', ')').replaceAll('、', ',');

describe('properties', () => {
  it('parse after print is identity, and print after parse is too', () => {
    fc.assert(
      fc.property(canonical, (text) => {
        const value = parsed(text);
        expect(printCaseNumber(value)).toBe(text);
        expect(parsed(printCaseNumber(value))).toEqual(value);
      }),
    );
  });

  it('full-width, half-width and spaced forms give one key', () => {
    fc.assert(
      fc.property(canonical, (text) => {
        const keys = caseKeys(parsed(text));
        for (const spelling of [fullWidth(text), halfWidth(text), [...text].join(' '), `\u3000${text}\n`]) {
          expect(caseKeys(parsed(spelling))).toEqual(keys);
        }
      }),
    );
  });

  it('a key is the key of itself, and the suffix is not in it', () => {
    fc.assert(
      fc.property(canonical, (text) => {
        for (const key of caseKeys(parsed(text))) {
          expect(caseKey(key, options)).toBe(key);
          expect(caseKey(`${key}之二`, options)).toBe(key);
        }
      }),
    );
  });

  it('never throws, and what it accepts it can print and read again', () => {
    const pieces = fc.constantFrom(
      '（',
      '）',
      '(',
      '2024',
      '2014',
      '豫',
      '1302',
      '民初',
      '字第',
      '号',
      '之一',
      '、',
      '-',
      '9',
      '知',
      '\ud800',
    );
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join('')),
      fc
        .array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 14 })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const result = parseCaseNumber(text, options);
        if (result.ok) expect(parsed(printCaseNumber(result.value))).toEqual(result.value);
      }),
      { numRuns: 2000 },
    );
  });

  it('long hostile texts get an answer', () => {
    const long = 100_000;
    for (const text of [
      '（'.repeat(long),
      `（2024）${'豫'.repeat(long)}`,
      `（2024）豫${'1'.repeat(long)}号`,
      `（2024）豫1302${'民'.repeat(long)}1号`,
      `（2024）豫1302民初${'1、'.repeat(long)}号`,
      `（2024）豫1302民初1${'-'.repeat(long)}2号`,
      `（2014）${'民'.repeat(long)}字第1号`,
      `（2024）豫1302民初1号之${'一'.repeat(long)}`,
      ' '.repeat(long),
    ]) {
      expect(parseCaseNumber(text, options)).toEqual({ ok: false, problem: 'too-long' });
      // The same shapes within the length that is read.
      expect(parseCaseNumber(text.slice(0, 480), options).ok).toBe(false);
    }
  });
});
