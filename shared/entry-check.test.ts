import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  beijingToInstant,
  checkEntry,
  conductOf,
  ENTRY_LIMITS,
  type EntryDraft,
  type EntryGap,
  instantToBeijing,
} from './entry-check.ts';
import { EVIDENCE_MAX_BYTES, EVIDENCE_MAX_FILES } from './records/entry.ts';

const NOW = '2026-11-20T11:30:00.000Z';
const file = { hash: 'a'.repeat(64), name: '截图.png', mediaType: 'image/png', bytes: 1 };

const whole = (): EntryDraft => ({
  kind: 'external',
  stage: 'first',
  person: {
    unidentified: false,
    name: '周某',
    unit: '某局',
    unitClass: 'government',
    post: '副局长',
    isLeader: true,
    identity: 'leader',
    relationToParty: 'friend',
  },
  when: '2026-11-20T19:30',
  place: '办公室',
  atWorkplace: true,
  manner: 'phone',
  conduct: ['EXT-1'],
  content: '来电询问。',
  handling: ['refused'],
  effect: 'no',
  evidence: [],
  declared: true,
});

const person = (change: Partial<EntryDraft['person']>) => (draft: EntryDraft) =>
  Object.assign(draft.person, change);
const put = (change: Partial<EntryDraft>) => (draft: EntryDraft) => Object.assign(draft, change);

const TABLE: [string, (draft: EntryDraft) => unknown, `${EntryGap['field']} ${EntryGap['code']}`[]][] = [
  ['a whole entry', () => {}, []],
  ['no kind: its conduct cannot count either', put({ kind: '' }), ['kind required', 'conduct required']],
  ['no stage', put({ stage: '' }), ['stage required']],
  ['no name', person({ name: ' 　' }), ['person.name required']],
  ['no name, but unidentified', person({ name: '', unidentified: true }), []],
  ['a name of 60', person({ name: '长'.repeat(60) }), []],
  ['a name of 61', person({ name: '长'.repeat(61) }), ['person.name too-long']],
  ['a name of 61 that is not sent', person({ name: '长'.repeat(61), unidentified: true }), []],
  ['no class of unit', person({ unitClass: '' }), ['person.unitClass required']],
  ['no unit', person({ unit: '' }), []],
  ['a unit of 121', person({ unit: '长'.repeat(121) }), ['person.unit too-long']],
  ['a unit of 121 that is not asked for', person({ unit: '长'.repeat(121), unitClass: 'none' }), []],
  ['no post', person({ post: '' }), []],
  ['a post of 81', person({ post: '长'.repeat(81) }), ['person.post too-long']],
  ['no identity', person({ identity: '' }), ['person.identity required']],
  ['no relation', person({ relationToParty: '' }), ['person.relationToParty required']],
  ['no time', put({ when: '' }), ['when required']],
  ['no such day', put({ when: '2026-02-31T10:00' }), ['when not-a-time']],
  ['half a time', put({ when: '2026-11-20' }), ['when not-a-time']],
  ['this minute', put({ when: '2026-11-20T19:30' }), []],
  ['the next minute', put({ when: '2026-11-20T19:31' }), ['when in-future']],
  ['no place', put({ place: '' }), ['place required']],
  ['workplace not answered', put({ atWorkplace: null }), ['atWorkplace required']],
  ['workplace answered no', put({ atWorkplace: false }), []],
  ['no manner', put({ manner: '' }), ['manner required']],
  ['conduct of another kind only', put({ conduct: ['CON-1'] }), ['conduct required']],
  ['conduct of two kinds', put({ conduct: ['CON-1', 'EXT-2'] }), []],
  ['no content', put({ content: '\n' }), ['content required']],
  ['content of 4001', put({ content: '字'.repeat(4001) }), ['content too-long']],
  ['no handling', put({ handling: [] }), ['handling required']],
  [
    'nine ways of handling',
    put({
      handling: [
        'refused',
        'proper-channel',
        'returned',
        'explained',
        'reported',
        'filed',
        'applied-recusal',
        'to-meeting',
        'other',
      ],
    }),
    ['handling too-many'],
  ],
  ['no effect', put({ effect: '' }), ['effect required']],
  ['21 files', put({ evidence: Array(21).fill(file) }), ['evidence too-many']],
  ['not declared', put({ declared: false }), ['declared not-declared']],
];

describe('checkEntry', () => {
  it.each(TABLE)('%s', (_, change, gaps) => {
    const draft = whole();
    change(draft);
    expect(checkEntry(draft, NOW).map(({ field, code }) => `${field} ${code}`)).toEqual(gaps);
  });

  it('keeps to the limits of the record', () => {
    expect(ENTRY_LIMITS.evidenceBytes).toBe(EVIDENCE_MAX_BYTES);
    expect(ENTRY_LIMITS.evidenceFiles).toBe(EVIDENCE_MAX_FILES);
  });

  it('counts the conduct of the present kind alone', () => {
    expect(conductOf({ kind: 'contact', conduct: ['CON-1', 'EXT-2'] })).toEqual(['CON-1']);
    expect(conductOf({ kind: '', conduct: ['CON-1'] })).toEqual([]);
  });
});

describe('Beijing time', () => {
  it.each([
    ['2026-11-20T19:30', '2026-11-20T11:30:00.000Z'],
    ['2026-01-01T00:00', '2025-12-31T16:00:00.000Z'],
    ['2024-02-29T07:59', '2024-02-28T23:59:00.000Z'],
    ['2026-03-08T02:30:00', '2026-03-07T18:30:00.000Z'],
  ])('%s is %s', (local, instant) => {
    expect(beijingToInstant(local)).toBe(instant);
    expect(instantToBeijing(instant)).toBe(local.slice(0, 16));
  });

  it.each(['', '2026-11-20', '2026-13-01T10:00', '2026-02-30T10:00', '2026-11-20T24:00', '明天'])(
    '%j is no time',
    (local) => expect(beijingToInstant(local)).toBeNull(),
  );

  // 02:30 on 8 March does not exist in New York; in Beijing it does.
  it.each(['America/New_York', 'Pacific/Kiritimati', 'Asia/Shanghai'])(
    'does not ask the machine (%s)',
    (TZ) => {
      const module = new URL('./entry-check.ts', import.meta.url).href;
      const code = `import { beijingToInstant, instantToBeijing } from ${JSON.stringify(module)};
      const there = beijingToInstant('2026-03-08T02:30');
      console.log(new Date(2026, 2, 7, 12).getTimezoneOffset(), there, instantToBeijing(there));`;
      const said = execFileSync(
        fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url)),
        ['--input-type=module', '-e', code],
        { env: { ...process.env, TZ }, encoding: 'utf8' },
      );
      expect(said.trim().split(' ').slice(1)).toEqual(['2026-03-07T18:30:00.000Z', '2026-03-08T02:30']);
    },
  );
});
