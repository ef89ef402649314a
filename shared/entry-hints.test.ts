import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACTION_WORDS,
  type EntryHint,
  entryHints,
  FILLER_WORDS,
  type HintEntry,
  hintWords,
  readyForHints,
} from './entry-hints.ts';
import { NATIONAL_POLICY } from './policy.ts';

const POLICY = NATIONAL_POLICY.hints;
const at = (beijing: string): string => new Date(`${beijing}:00.000+08:00`).toISOString();

const PHONE = '张伟打电话询问案件进展，希望尽快安排开庭，我告知其通过12368热线查询，没有透露案情。';
const DINNER = '在饭店偶遇对方代理律师李静，她提出想谈谈调解方案，我当即拒绝并请她到法院按程序提交书面意见。';

let nextId = 0;
function entry(content: string, more: Partial<HintEntry> = {}): HintEntry {
  nextId += 1;
  return {
    id: `0199-${String(nextId).padStart(6, '0')}`,
    authorCode: 'A01',
    caseNumber: '（2026）豫1302民初123号',
    content,
    recordedAt: at('2026-11-10T10:00'),
    ...more,
  };
}
const draft = (content: string, more: Partial<HintEntry> = {}): HintEntry =>
  entry(content, { id: undefined, recordedAt: at('2026-11-12T10:00'), ...more });

const codes = (hints: readonly EntryHint[]): string[] => hints.map(({ code }) => code);
const hintOf = <C extends EntryHint['code']>(hints: readonly EntryHint[], code: C) =>
  hints.find((one): one is Extract<EntryHint, { code: C }> => one.code === code);

describe('T20: the same text in 9 entries on the 24th', () => {
  const nine = Array.from({ length: 9 }, (_, i) =>
    entry(PHONE, { recordedAt: at(`2026-11-24T0${i + 1}:00`), caseNumber: `（2026）豫1302民初${i}号` }),
  );

  it('each of them is a burst, and each but the first a near-duplicate', () => {
    const all = nine.map((one) => entryHints(one, nine, POLICY));
    for (const hints of all)
      expect(hintOf(hints, 'month-end-burst')).toEqual({
        code: 'month-end-burst',
        month: '2026-11',
        from: 23,
        to: 25,
        count: 9,
      });
    expect(all.map((hints) => hintOf(hints, 'near-duplicate')?.count)).toEqual([
      undefined,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
    ]);
    expect(hintOf(all[8] ?? [], 'near-duplicate')).toMatchObject({ percent: 100, like: { id: nine[0]?.id } });
  });

  it('the author is told before the fifth is filed', () => {
    const fifth = draft(PHONE, { recordedAt: at('2026-11-24T15:00') });
    expect(codes(entryHints(fifth, nine.slice(0, 3), POLICY))).toEqual(['near-duplicate']);
    expect(codes(entryHints(fifth, nine.slice(0, 4), POLICY))).toEqual(['near-duplicate', 'month-end-burst']);
  });
});

describe('a likeness', () => {
  it.each<[why: string, former: string, now: string, code: string | undefined]>([
    ['the same text', PHONE, PHONE, 'near-duplicate'],
    [
      'the same text, other spaces, width and punctuation',
      PHONE,
      ` ${PHONE.replaceAll('，', ', ')}\n`,
      'near-duplicate',
    ],
    [
      'a word added in the middle and one at the end',
      PHONE,
      PHONE.replace('希望', '他还希望').replace('。', '，通话三分钟。'),
      'near-duplicate',
    ],
    ['another name', PHONE, PHONE.replace('张伟', '王小明'), 'boilerplate'],
    ['another number', PHONE, PHONE.replace('12368', '0377-63301234'), 'boilerplate'],
    ['another text', PHONE, DINNER, undefined],
    [
      'the same beginning',
      PHONE,
      '张伟打电话询问案件进展，又到办公室送来一份代理词复印件，我请他交给立案庭登记。',
      undefined,
    ],
  ])('%s', (_, former, now, code) => {
    const hints = entryHints(draft(now), [entry(former, { number: '豫1302-2026-7' })], POLICY);
    expect(codes(hints)).toEqual(code === undefined ? [] : [code]);
    if (code !== undefined)
      expect(hints[0]).toMatchObject({ like: { number: '豫1302-2026-7', day: '2026-11-10' }, count: 1 });
  });

  it('names the recorder gave are swapped wherever they stand', () => {
    const text = (name: string, unit: string) =>
      `${name}（${unit}）来电询问进展，${name}说${unit}的领导很关心，我答复${name}依程序办理。`;
    const former = entry(text('张伟', '宛城区住房和城乡建设局'), {
      names: ['张伟', '宛城区住房和城乡建设局'],
    });
    const now = draft(text('欧阳文静', '卧龙区财政局'), { names: ['欧阳文静', '卧龙区财政局'] });
    expect(codes(entryHints(now, [former], POLICY))).toEqual(['boilerplate']);
    expect(codes(entryHints({ ...now, names: [] }, [{ ...former, names: [] }], POLICY))).toEqual([]);
  });

  it('of another author it is a copy, whichever way it is alike', () => {
    for (const text of [PHONE, PHONE.replace('张伟', '王小明')]) {
      const hints = entryHints(draft(text), [entry(PHONE, { authorCode: 'B02' })], POLICY);
      expect(codes(hints)).toEqual(['copy-of-another']);
      expect(hints[0]).toMatchObject({ like: { authorCode: 'B02' } });
    }
  });

  it('the later one is the copy, not the former', () => {
    const first = entry(PHONE, { recordedAt: at('2026-11-10T10:00') });
    const second = entry(PHONE, { recordedAt: at('2026-11-11T10:00'), authorCode: 'B02' });
    expect(codes(entryHints(first, [second], POLICY))).toEqual([]);
    expect(codes(entryHints(second, [first], POLICY))).toEqual(['copy-of-another']);
  });

  it('the threshold is the court’s', () => {
    const now = draft(PHONE.replace('希望', '他还希望').replace('。', '，通话三分钟。'));
    const [hint] = entryHints(now, [entry(PHONE)], POLICY);
    const percent = hint?.code === 'near-duplicate' ? hint.percent : 0;
    expect(percent).toBeGreaterThanOrEqual(85);
    expect(percent).toBeLessThan(100);
    expect(codes(entryHints(now, [entry(PHONE)], { ...POLICY, likeness: (percent + 1) / 100 }))).toEqual([]);
    expect(codes(entryHints(now, [entry(PHONE)], { ...POLICY, likeness: percent / 100 }))).toEqual([
      'near-duplicate',
    ]);
  });

  it('names the one most alike, and of equals the oldest', () => {
    const others = [
      entry(PHONE.replace('尽快', '早日尽快再次'), { number: 'close' }),
      entry(PHONE, { number: 'later', recordedAt: at('2026-11-09T10:00') }),
      entry(PHONE, { number: 'same', recordedAt: at('2026-11-08T10:00') }),
    ];
    expect(hintOf(entryHints(draft(PHONE), others, POLICY), 'near-duplicate')).toMatchObject({
      like: { number: 'same' },
      percent: 100,
      count: 3,
    });
  });
});

describe('too little', () => {
  it.each<[content: string, reason: string | undefined]>([
    ['无', 'filler'],
    ['正常。', 'filler'],
    ['过问案件', 'filler'],
    ['打招呼', 'filler'],
    ['有人打招呼，过问案件情况，一切正常，无其他情况', 'filler'],
    ['某人过问案件有关情况，情况正常，予以拒绝，未影响办案', 'filler'],
    ['。。。！！！', 'short'],
    ['', undefined],
    [' \n', undefined],
    ['无无无无无无无无无无无无无无', 'repeated'],
    ['啊啊啊啊啊啊啊啊啊啊啊啊啊啊', 'repeated'],
    ['张三来电，张三来电，张三来电，张三来电', 'repeated'],
    ['11111111111111111', 'repeated'],
    ['张三来电询问', 'short'],
    ['Called twice', 'short'],
    ['南阳市卧龙区某某有限责任公司总经理张三先生本人', 'nothing-done'],
    ['张三打电话询问何时开庭，我请他看传票。', undefined],
    ['吴𬭎㛃䶮送来一份材料，我没有收，请他交给立案庭。', undefined],
    ['A friend called and asked for the date of the hearing; I told him to look at the summons.', undefined],
    [PHONE, undefined],
    [DINNER, undefined],
  ])('%j: %s', (content, reason) => {
    const hint = hintOf(entryHints(draft(content), [], POLICY), 'too-little');
    expect(hint?.reason).toBe(reason);
  });

  it('counts characters as people do, and the court says how many', () => {
    expect(entryHints(draft('吴𬭎㛃䶮送来材料'), [], POLICY)).toEqual([
      { code: 'too-little', reason: 'short', characters: 8, least: 12 },
    ]);
    expect(entryHints(draft('吴𬭎㛃䶮送来材料'), [], { ...POLICY, minCharacters: 8 })).toEqual([]);
  });

  it('the lists hold each word once, and no filler is a thing done', () => {
    expect(new Set(FILLER_WORDS).size).toBe(FILLER_WORDS.length);
    expect(new Set(ACTION_WORDS).size).toBe(ACTION_WORDS.length);
    expect(FILLER_WORDS.filter((word) => ACTION_WORDS.includes(word))).toEqual([]);
  });
});

describe('a burst at the month’s end', () => {
  const texts = [PHONE, DINNER, '法官助理转来当事人寄到办公室的一封信。', '同学来家里聊天时打听何时宣判。'];
  const four = (day: string): HintEntry[] =>
    texts.map((text) => entry(text, { recordedAt: at(`${day}T10:00`) }));
  const fifth = (day: string): HintEntry =>
    draft('老乡托我转交一份申请书，我没有接。', { recordedAt: at(`${day}T10:00`) });

  it.each<[why: string, former: string, now: string, burst: boolean]>([
    ['on the 23rd and the 25th', '2026-11-23', '2026-11-25', true],
    ['the former before the 23rd', '2026-11-22', '2026-11-23', false],
    ['the last on the 26th', '2026-11-25', '2026-11-26', false],
    ['in the month before', '2026-10-24', '2026-11-24', false],
    ['in the year before', '2025-11-24', '2026-11-24', false],
  ])('%s', (_, former, now, burst) => {
    expect(codes(entryHints(fifth(now), four(former), POLICY))).toEqual(burst ? ['month-end-burst'] : []);
  });

  it('days are Beijing’s', () => {
    const late = { ...fifth('2026-11-25'), recordedAt: '2026-11-25T15:59:59.999Z' };
    expect(codes(entryHints(late, four('2026-11-23'), POLICY))).toEqual(['month-end-burst']);
    const after = { ...late, recordedAt: '2026-11-25T16:00:00.000Z' };
    expect(codes(entryHints(after, four('2026-11-23'), POLICY))).toEqual([]);
  });

  it('others’ entries do not count, nor does an entry twice', () => {
    const theirs = four('2026-11-24').map((one) => ({ ...one, authorCode: 'B02' }));
    expect(entryHints(fifth('2026-11-24'), theirs, POLICY)).toEqual([]);
    const three = four('2026-11-24').slice(0, 3);
    expect(entryHints(fifth('2026-11-24'), [...three, ...three], POLICY)).toEqual([]);
  });
});

describe('hints in words', () => {
  const now = (content: string) => draft(content);
  const former = entry(PHONE, { recordedAt: at('2026-11-20T10:00') });

  it('say what was found and what helps', () => {
    const [hint] = entryHints(now(PHONE), [former], POLICY);
    if (hint === undefined) throw new Error('no hint');
    expect(hintWords(hint, 'zh')).toBe('与您 11-20 填写的一条记录内容有 100% 相同，请补充这次的具体情形。');
    expect(hintWords(hint, 'en')).toBe(
      '100% the same as yours, an entry of 11-20. Please add what was particular this time.',
    );
    expect(hintWords(hint, 'zh', 'inspection')).toBe('与同一记录人 11-20 填写的一条记录内容有 100% 相同。');
  });

  it('name the entry by its number where it has one, and how many there are', () => {
    const numbered = [former, entry(PHONE)].map((one, i) => ({ ...one, number: `豫1302-2026-${i}` }));
    const [hint] = entryHints(now(PHONE), numbered, POLICY);
    if (hint === undefined) throw new Error('no hint');
    expect(hintWords(hint, 'zh')).toBe(
      '与您 11-10 填写的 豫1302-2026-1 号记录内容有 100% 相同（相近的共 2 条），请补充这次的具体情形。',
    );
  });

  const KINDS: EntryHint[] = [
    ...(['short', 'repeated', 'filler', 'nothing-done'] as const).map(
      (reason): EntryHint => ({ code: 'too-little', reason, characters: 3, least: 12 }),
    ),
    { code: 'month-end-burst', month: '2026-02', from: 23, to: 25, count: 9 },
    ...(['near-duplicate', 'copy-of-another', 'boilerplate'] as const).map(
      (code): EntryHint => ({ code, like: { authorCode: 'A01', day: '2026-11-20' }, percent: 92, count: 2 }),
    ),
  ];

  it.each(KINDS)('$code $reason: each way there is, plain and kind', (hint) => {
    for (const reader of ['author', 'inspection'] as const) {
      const zh = hintWords(hint, 'zh', reader);
      const en = hintWords(hint, 'en', reader);
      expect(zh).toMatch(/^[^a-z]{8,120}。$/u);
      expect(en).toMatch(/^[^\p{Script=Han}]{8,260}\.$/u);
      expect(zh).not.toMatch(/undefined|凑数|抄袭|敷衍|违规|不合格|必须|不得|错误/);
      expect(en).not.toMatch(/undefined|NaN|padding|plagiar|must|wrong|fault/i);
      expect(zh.includes('您')).toBe(reader === 'author');
    }
  });

  it('a burst is told with its month', () => {
    const burst = KINDS[4];
    if (burst === undefined) throw new Error('no burst');
    expect(hintWords(burst, 'zh')).toContain('2026 年 2 月 23 日至 25 日您记录了 9 条');
  });
});

describe('whatever is compared', () => {
  const word = fc.constantFrom(
    '张伟',
    '李静',
    '来电',
    '询问',
    '进展',
    '，',
    '无',
    '12',
    '𬭎',
    'x',
    '\u202e',
    '\ud86d',
    ' ',
  );
  const content = fc.oneof(
    fc.array(word, { maxLength: 12 }).map((words) => words.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(PHONE, PHONE.replace('张伟', '王小明'), DINNER),
  );
  const entries = fc.record({
    id: fc.option(fc.constantFrom('1', '2', '3', '4', '5'), { nil: undefined }),
    authorCode: fc.constantFrom('A01', 'B02'),
    content,
    names: fc.option(fc.array(fc.oneof(word, content), { maxLength: 3 }), { nil: undefined }),
    recordedAt: fc.constantFrom(at('2026-11-23T10:00'), at('2026-11-24T10:00'), at('2026-12-24T10:00')),
  });

  it('nothing hangs on the order of the others, or on who made them ready', () => {
    fc.assert(
      fc.property(
        entries,
        fc
          .array(entries, { maxLength: 8 })
          .chain((others) =>
            fc.tuple(
              fc.constant(others),
              fc.shuffledSubarray(others, { minLength: others.length, maxLength: others.length }),
            ),
          ),
        (one, [others, shuffled]) => {
          const hints = entryHints(one, others, POLICY);
          expect(entryHints(one, shuffled, POLICY)).toEqual(hints);
          expect(entryHints(readyForHints(one), others.map(readyForHints), POLICY)).toEqual(hints);
          expect(new Set(codes(hints)).size).toBe(hints.length);
          for (const hint of hints) expect(hintWords(hint, 'zh')).not.toContain('undefined');
        },
      ),
    );
  });

  it('an entry is never compared with itself', () => {
    fc.assert(
      fc.property(entries, (one) => {
        const alone = entryHints(one, [], POLICY);
        expect(entryHints(one, [one], POLICY)).toEqual(alone);
        const filed = { ...one, id: '1' };
        expect(entryHints(filed, [{ ...filed, content: PHONE }, readyForHints(filed)], POLICY)).toEqual(
          entryHints(filed, [], POLICY),
        );
      }),
    );
  });

  it('the percentage is that of pairs both have, counted one by one', () => {
    const pairsOf = (text: string) => {
      const characters = [...text.normalize('NFKC').toLowerCase()].filter((one) =>
        /[\p{L}\p{N}\p{M}]/u.test(one),
      );
      return characters.slice(1).map((one, i) => `${characters[i]}${one}`);
    };
    const accounts = fc
      .array(
        fc.constantFrom('张伟', '李静', '来电话询问', '送来材料', '希望尽快开庭', '我拒绝', '𬭎', '12'),
        { minLength: 4, maxLength: 9 },
      )
      .map((words) => words.join('，'));
    fc.assert(
      fc.property(accounts, accounts, (one, other) => {
        const left = pairsOf(other);
        const mine = pairsOf(one);
        const all = left.length + mine.length;
        let common = 0;
        for (const pair of mine) {
          const at = left.indexOf(pair);
          if (at < 0) continue;
          left.splice(at, 1);
          common += 1;
        }
        const hint = entryHints(draft(one), [entry(other)], { ...POLICY, likeness: 0.5 }).find(
          (h) => 'percent' in h,
        );
        if (hint === undefined) expect((2 * common) / all).toBeLessThan(0.5);
        else expect(hint).toMatchObject({ percent: Math.floor(((2 * common) / all) * 100) });
      }),
    );
  });

  it('a likeness is between the threshold and one hundred, or the texts differ in one place', () => {
    fc.assert(
      fc.property(entries, fc.array(entries, { maxLength: 6 }), (one, others) => {
        for (const hint of entryHints(one, others, POLICY)) {
          if (!('percent' in hint)) continue;
          expect(hint.percent).toBeLessThanOrEqual(100);
          expect(hint.count).toBeGreaterThan(0);
          if (hint.code === 'near-duplicate')
            expect(hint.percent).toBeGreaterThanOrEqual(POLICY.likeness * 100 - 1);
          expect(hint.code === 'copy-of-another').toBe(hint.like.authorCode !== one.authorCode);
        }
      }),
    );
  });
});
