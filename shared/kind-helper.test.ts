import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DUTY_BASES, ENTRY_KINDS, IDENTITIES } from './codes.ts';
import { GROUND_RULES } from './file-only.ts';
import {
  answeredOf,
  type HelperAnswers,
  helperResult,
  MOST_QUESTIONS,
  nextQuestion,
  QUESTIONS,
  type QuestionId,
} from './kind-helper.ts';

/** Every way through the questions: answers in order → kind, article, then what is suggested where something is. */
const WAYS: [
  way: string,
  kind: string,
  article: string,
  identity?: string,
  dutyBasis?: string,
  ground?: string,
][] = [
  ['leader self', 'external', '第7、11条', 'leader'],
  ['leader staff', 'external', '第7、11条', 'leader-staff'],
  ['leader relative', 'external', '第7、11条', 'leader-relative'],
  ['leader unclear', 'external', '第7、11条'],

  ['organisation yes', 'external', '第7条', 'organisation', '', 'commissioned-opinion'],
  ['organisation no', 'external', '第11条', 'organisation'],
  ['organisation unclear', 'external', '第5、11条', 'organisation'],

  ['delegate congress', 'external', '第11条', 'delegate'],
  ['delegate cppcc', 'external', '第11条', 'cppcc-member'],
  ['delegate unclear', 'external', '第11条'],

  ['court own list', 'internal', '第5、8条', 'own-court', 'authority-list', 'authority-list'],
  ['court own personal', 'internal', '第8、11条', 'own-court', 'none'],
  ['court own unclear', 'internal', '第5、11条', 'own-court'],
  [
    'court superior procedure',
    'internal',
    '第8条',
    'superior-court',
    'superior-guidance',
    'superior-guidance',
  ],
  ['court superior personal', 'internal', '第8、11条', 'superior-court', 'none'],
  ['court superior unclear', 'internal', '第5、11条', 'superior-court'],
  ['court other', 'internal', '第8、11条', 'other'],
  ['court retired', 'internal', '第11条', 'retired'],
  ['court unclear', 'internal', '第8、11条'],

  ['case-side party at-work', 'contact', '第9条', 'party', '', 'workplace-contact'],
  ['case-side party approved', 'contact', '第9条', 'party', '', 'approved-contact'],
  ['case-side party elsewhere', 'contact', '第9、11条', 'party'],
  ['case-side party unclear', 'contact', '第9、11条', 'party'],
  ['case-side lawyer at-work', 'contact', '第9条', 'lawyer', '', 'workplace-contact'],
  ['case-side lawyer approved', 'contact', '第9条', 'lawyer', '', 'approved-contact'],
  ['case-side lawyer elsewhere', 'contact', '第9、11条', 'lawyer'],
  ['case-side lawyer unclear', 'contact', '第9、11条', 'lawyer'],
  ['case-side related at-work', 'contact', '第9条', 'related', '', 'workplace-contact'],
  ['case-side related approved', 'contact', '第9条', 'related', '', 'approved-contact'],
  ['case-side related elsewhere', 'contact', '第9、11条', 'related'],
  ['case-side related unclear', 'contact', '第9、11条', 'related'],
  ['case-side intermediary at-work', 'contact', '第9条', 'intermediary', '', 'workplace-contact'],
  ['case-side intermediary approved', 'contact', '第9条', 'intermediary', '', 'approved-contact'],
  ['case-side intermediary elsewhere', 'contact', '第9、11条', 'intermediary'],
  ['case-side intermediary unclear', 'contact', '第9、11条', 'intermediary'],
  ['case-side unclear at-work', 'contact', '第9条', '', '', 'workplace-contact'],
  ['case-side unclear approved', 'contact', '第9条', '', '', 'approved-contact'],
  ['case-side unclear elsewhere', 'contact', '第9、11条'],
  ['case-side unclear unclear', 'contact', '第9、11条'],

  ['acquaintance none', 'contact', '第11条', 'acquaintance'],
  ['acquaintance court own', 'internal', '第11条', 'own-court'],
  ['acquaintance court superior', 'internal', '第11条', 'superior-court'],
  ['acquaintance court other', 'internal', '第11条', 'other'],
  ['acquaintance court retired', 'internal', '第11条', 'retired'],
  ['acquaintance court unclear', 'internal', '第11条'],
  ['acquaintance public self', 'external', '第11条', 'leader'],
  ['acquaintance public staff', 'external', '第11条', 'leader-staff'],
  ['acquaintance public relative', 'external', '第11条', 'leader-relative'],
  ['acquaintance public unclear', 'external', '第11条'],
  ['acquaintance unclear', 'contact', '第5、11条', 'acquaintance'],

  ['unclear none', 'contact', '第11条'],
  ['unclear court own', 'internal', '第11条', 'own-court'],
  ['unclear court superior', 'internal', '第11条', 'superior-court'],
  ['unclear court other', 'internal', '第11条', 'other'],
  ['unclear court retired', 'internal', '第11条', 'retired'],
  ['unclear court unclear', 'internal', '第11条'],
  ['unclear public self', 'external', '第11条', 'leader'],
  ['unclear public staff', 'external', '第11条', 'leader-staff'],
  ['unclear public relative', 'external', '第11条', 'leader-relative'],
  ['unclear public unclear', 'external', '第11条'],
  ['unclear unclear', 'external', '第5、11条'],
];

/** Answers given one after the other, as a person does. */
function answersOf(way: string): HelperAnswers {
  let answers: HelperAnswers = {};
  for (const id of way.split(' ')) {
    const question = nextQuestion(answers);
    if (question === undefined) throw new Error(`no question left for ${id} in ${way}`);
    answers = { ...answers, [question.id]: id };
  }
  return answers;
}

/** All ways the questions themselves allow. */
function allWays(answers: HelperAnswers = {}, way: string[] = []): string[] {
  const question = nextQuestion(answers);
  if (question === undefined) return [way.join(' ')];
  return question.answers.flatMap(({ id }) => allWays({ ...answers, [question.id]: id }, [...way, id]));
}

describe('the type helper', () => {
  it.each(WAYS)('%s: %s, 001 %s %s %s %s', (way, kind, article, identity, dutyBasis, ground) => {
    const answers = answersOf(way);
    expect(nextQuestion(answers)).toBeUndefined();
    const { ruleZh, ruleEn, ...result } = helperResult(answers) ?? { ruleZh: '', ruleEn: '' };
    expect(result).toEqual({
      kind,
      article: `001 ${article}`,
      ...(identity ? { identity } : {}),
      ...(dutyBasis ? { dutyBasis } : {}),
      ...(ground ? { ground } : {}),
    });
    // One line each.
    expect(ruleZh).toMatch(/^.{10,80}。$/u);
    expect(ruleEn).toMatch(/^.{10,180}\.$/u);
  });

  it('the table holds every way there is, and no other', () => {
    expect(WAYS.map(([way]) => way).sort()).toEqual(allWays().sort());
  });

  it('asks at most three questions, and two at least', () => {
    expect(MOST_QUESTIONS).toBe(3);
    for (const way of allWays()) {
      expect(way.split(' ').length).toBeLessThanOrEqual(MOST_QUESTIONS);
      expect(way.split(' ').length).toBeGreaterThanOrEqual(2);
    }
  });

  it.each<[scenario: string, way: string, result: object]>([
    [
      'T1: a deputy county head’s office phones',
      'leader staff',
      { kind: 'external', identity: 'leader-staff' },
    ],
    ['T2: a colleague of another division asks for a friend', 'court own personal', { kind: 'internal' }],
    ['T3: a classmate, a teacher, asks', 'acquaintance none', { kind: 'contact', identity: 'acquaintance' }],
    [
      'T4: a classmate who is a bureau head hints at his office',
      'acquaintance public self',
      { kind: 'external', identity: 'leader' },
    ],
    [
      'T6: an industry association, commissioned by the court',
      'organisation yes',
      { kind: 'external', ground: 'commissioned-opinion' },
    ],
    [
      'T8: the vice-president in charge marks a note, within the list',
      'court own list',
      { kind: 'internal', dutyBasis: 'authority-list', ground: 'authority-list' },
    ],
    [
      'the superior court gives guidance',
      'court superior procedure',
      { kind: 'internal', dutyBasis: 'superior-guidance', ground: 'superior-guidance' },
    ],
    ['a relative uses a court office', 'acquaintance court own', { kind: 'internal' }],
    ['a lawyer at dinner', 'case-side lawyer elsewhere', { kind: 'contact', identity: 'lawyer' }],
    ['a retired judge', 'court retired', { kind: 'internal', identity: 'retired' }],
    ['a delegate', 'delegate congress', { kind: 'external', identity: 'delegate' }],
    ['an unknown voice', 'unclear unclear', { kind: 'external' }],
  ])('%s', (_, way, result) => {
    expect(helperResult(answersOf(way))).toMatchObject(result);
  });

  it('T7: the same association, not commissioned: external, and nothing to keep it off the platform', () => {
    const result = helperResult(answersOf('organisation no'));
    expect(result?.kind).toBe('external');
    expect(result).not.toHaveProperty('ground');
  });

  it('what is suggested exists, and fits the kind', () => {
    for (const way of allWays()) {
      const result = helperResult(answersOf(way));
      if (result === undefined) throw new Error(way);
      expect(Object.keys(ENTRY_KINDS)).toContain(result.kind);
      if (result.identity !== undefined) expect(Object.keys(IDENTITIES)).toContain(result.identity);
      if (result.dutyBasis !== undefined) expect(Object.keys(DUTY_BASES)).toContain(result.dutyBasis);
      if (result.ground === undefined) continue;
      expect(GROUND_RULES[result.ground].kind).toBe(result.kind);
      expect(GROUND_RULES[result.ground].article).toBe(result.article);
      expect(GROUND_RULES[result.ground].dutyBasis).toBe(result.dutyBasis);
    }
  });

  it('what cannot be told can be answered so, and is recorded first and screened afterwards', () => {
    for (const question of QUESTIONS) expect(question.answers.at(-1)?.id, question.id).toBe('unclear');
    for (const way of [
      'unclear unclear',
      'acquaintance unclear',
      'organisation unclear',
      'court own unclear',
    ])
      expect(helperResult(answersOf(way))?.ruleZh).toContain('先客观登记');
  });

  it('never asks whether it was unlawful', () => {
    const words = JSON.stringify(QUESTIONS);
    expect(words).not.toMatch(/违|非法|不正当|干预|插手|unlawful|illegal|improper|interfer|violat/i);
    expect(words).toContain('过问');
  });

  it('questions and answers have an id once, and lead somewhere', () => {
    const ids = QUESTIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { answers, zh, en } of QUESTIONS) {
      expect(zh).toMatch(/？$/);
      expect(en).toMatch(/\?$/);
      expect(new Set(answers.map(({ id }) => id)).size).toBe(answers.length);
      for (const { next } of answers) if (next !== undefined) expect(ids).toContain(next);
    }
    const asked = new Set(
      allWays().flatMap((way) => answeredOf(answersOf(way)).map(({ question }) => question)),
    );
    expect([...asked].sort()).toEqual([...ids].sort());
  });

  it('begins with who, and shows what was answered on the way', () => {
    expect(nextQuestion({})?.id).toBe('who');
    expect(helperResult({})).toBeUndefined();
    const answers: HelperAnswers = { who: 'acquaintance', caller: 'self', setting: 'approved' };
    expect(nextQuestion(answers)?.id).toBe('office');
    expect(helperResult(answers)).toBeUndefined();
    expect(answeredOf(answers).map(({ question, answer }) => [question, answer.id])).toEqual([
      ['who', 'acquaintance'],
    ]);
  });

  it('any answers, sensible or not, lead to a question or to a result, never to both or neither', () => {
    const ids = QUESTIONS.map(({ id }) => id);
    const values = [
      ...new Set(QUESTIONS.flatMap(({ answers }) => answers.map(({ id }) => id))),
      'constructor',
      '',
    ];
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...values)), {
          selector: ([id]) => id,
        }),
        (pairs) => {
          const answers: HelperAnswers = Object.fromEntries(pairs) as Partial<Record<QuestionId, string>>;
          expect(helperResult(answers) === undefined).toBe(nextQuestion(answers) !== undefined);
          // Answers off the way count for nothing.
          const onTheWay = Object.fromEntries(
            answeredOf(answers).map(({ question, answer }) => [question, answer.id]),
          );
          expect(helperResult(onTheWay)).toEqual(helperResult(answers));
        },
      ),
    );
  });
});
