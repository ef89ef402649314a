import { describe, expect, it } from 'vitest';
import { checkEntry, ENTRY_FIELDS, type EntryGap, fieldOfPath } from './entry-check.ts';
import { type DraftPerson, ENTRY_LIMITS, type EntryDraft, type EntrySetting } from './entry-draft.ts';
import { NATIONAL_POLICY } from './policy.ts';
import { EVIDENCE_MAX_BYTES, EVIDENCE_MAX_FILES } from './records/entry.ts';

const NOW = '2026-11-20T11:30:00.000Z';
const SETTING: EntrySetting = { now: NOW, policy: NATIONAL_POLICY, ofCase: true };
const file = { hash: 'a'.repeat(64), name: '截图.png', mediaType: 'image/png', bytes: 1 };

const whole = (): EntryDraft => ({
  kind: 'external',
  caseNumber: '',
  stage: 'first',
  person: {
    unidentified: false,
    name: '周建',
    unit: '某局',
    unitClass: 'government',
    post: '副局长',
    isLeader: true,
    identity: 'leader',
    relationToParty: 'friend',
    relationToRecorder: '',
    contact: '',
    staffCode: '',
    leader: { name: '', unit: '', post: '' },
  },
  when: '2026-11-20T19:30',
  place: '办公室',
  atWorkplace: true,
  manner: 'phone',
  medium: '',
  present: null,
  conduct: ['EXT-1'],
  content: '来电询问。',
  requests: [],
  handling: ['refused'],
  effect: 'no',
  omission: { told: false, by: '', account: '' },
  dutyBasis: '',
  approval: { given: false, number: '', approver: '', approvedAt: '' },
  fileOnly: { on: false, ground: '' },
  lateReason: '',
  evidence: [],
  reason: '',
  declared: true,
});

const person = (change: Partial<DraftPerson>) => (draft: EntryDraft) => Object.assign(draft.person, change);
const put = (change: Partial<EntryDraft>) => (draft: EntryDraft) => Object.assign(draft, change);
const both =
  (...changes: ((draft: EntryDraft) => unknown)[]) =>
  (draft: EntryDraft) => {
    for (const change of changes) change(draft);
  };
const leader = (name: string) => ({ leader: { name, unit: '', post: '' } });
const contact = (change: Partial<EntryDraft> = {}) =>
  both(
    put({ kind: 'contact', conduct: ['CON-7'], when: '2026-11-20T10:00', ...change }),
    person({ isLeader: false, identity: 'lawyer', unitClass: 'law-firm' }),
  );
const internal = (change: Partial<DraftPerson> = {}) =>
  both(
    put({ kind: 'internal', conduct: ['INT-4'] }),
    person({ identity: 'own-court', unitClass: 'court-own', isLeader: false, ...change }),
  );

const TABLE: [string, (draft: EntryDraft) => unknown, `${EntryGap['field']} ${EntryGap['code']}`[]][] = [
  ['a whole entry', () => {}, []],
  ['no kind: its conduct cannot count either', put({ kind: '' }), ['kind required', 'conduct required']],
  ['no stage', put({ stage: '' }), ['stage required']],
  ['no name', person({ name: ' 　' }), ['person.name required']],
  ['no name, but unidentified', person({ name: '', unidentified: true }), []],
  ['a name of 60', person({ name: '长'.repeat(60) }), []],
  ['a name of 61', person({ name: '长'.repeat(61) }), ['person.name too-long']],
  ['a name with nothing before and behind', person({ name: `  ${'长'.repeat(60)}  ` }), []],
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

  // What cannot be seen, or stored.
  ['a name with a zero-width space', person({ name: '周\u200b建' }), ['person.name hidden-characters']],
  ['a name that turns the direction', person({ name: '\u202e建周' }), ['person.name hidden-characters']],
  ['a unit with a NUL', person({ unit: '某\u0000局' }), ['person.unit hidden-characters']],
  ['a post with a soft hyphen', person({ post: '副\u00ad局长' }), ['person.post hidden-characters']],
  ['a rare name', person({ name: '吴𬭎㛃䶮·买买提' }), []],
  ['an account with a bell', put({ content: '问\u0007候' }), ['content control-characters']],
  ['an account with half a character', put({ content: '问\ud800' }), ['content control-characters']],
  ['an account with line ends of a word processor', put({ content: '一\u000b二\u000c三' }), []],
  ['an account with emoji and an RTL name', put({ content: '😀 عبد' }), []],
  ['a place with a bell', put({ place: '办\u0007公室' }), ['place control-characters']],

  // Electronic: where it is kept.
  ['WeChat without medium', put({ manner: 'wechat' }), ['medium required']],
  ['WeChat with medium', put({ manner: 'wechat', medium: '本人手机' }), []],
  ['a medium of 201', put({ manner: 'sms', medium: '长'.repeat(201) }), ['medium too-long']],
  ['a medium that does not apply', put({ manner: 'phone', medium: '长'.repeat(201) }), []],

  // Oral: who was there.
  ['in person, nobody asked', put({ manner: 'in-person' }), ['present required']],
  ['in person, nobody else there', put({ manner: 'in-person', present: [] }), []],
  [
    'in person, somebody without a name',
    put({ manner: 'meeting', present: [{ name: ' ', unit: '某局', confirmed: false }] }),
    ['present required'],
  ],
  [
    'in person, somebody named',
    put({ manner: 'banquet', present: [{ name: '钱一', unit: '', confirmed: true }] }),
    [],
  ],
  [
    'in person, 21 people',
    put({ manner: 'meeting', present: Array(21).fill({ name: '钱一', unit: '', confirmed: false }) }),
    ['present too-many'],
  ],
  [
    'in person, a hidden character',
    put({ manner: 'meeting', present: [{ name: '钱\u2060一', unit: '', confirmed: false }] }),
    ['present hidden-characters'],
  ],
  [
    'in person, a unit of 121',
    put({ manner: 'meeting', present: [{ name: '钱一', unit: '长'.repeat(121), confirmed: false }] }),
    ['present too-long'],
  ],

  // Leaders, and those linked to them.
  ['staff of a leader not named', person({ identity: 'leader-staff' }), []],
  [
    'staff of a leader with a hidden character',
    person({ identity: 'leader-staff', ...leader('王\u200d五') }),
    ['person.leader.name hidden-characters'],
  ],
  ['a leader that does not apply', person({ identity: 'leader', ...leader('长'.repeat(61)) }), []],
  ['a colleague', internal(), []],
  ['a leader of the court', internal({ isLeader: true }), ['dutyBasis required']],
  ['somebody of a superior court', internal({ identity: 'superior-court' }), ['dutyBasis required']],
  [
    'a leader of the court with a basis',
    both(internal({ isLeader: true }), put({ dutyBasis: 'authority-list' })),
    [],
  ],

  // Approval of a contact.
  [
    'an approval without number and approver',
    contact({ approval: { given: true, number: '', approver: ' ', approvedAt: '' } }),
    ['approval.number required', 'approval.approver required'],
  ],
  [
    'an approval of tomorrow',
    contact({ approval: { given: true, number: '3', approver: '院长', approvedAt: '2026-11-21T00:00' } }),
    ['approval.approvedAt in-future'],
  ],
  [
    'an approval not ticked',
    contact({ approval: { given: false, number: '', approver: '', approvedAt: '' } }),
    [],
  ],
  [
    'an approval of another kind',
    put({ approval: { given: true, number: '', approver: '', approvedAt: '' } }),
    [],
  ],

  // Late: a Saturday dinner, recorded on the fourth day.
  ['a contact at work', contact(), []],
  ['a contact in time', contact({ when: '2026-11-17T20:00', atWorkplace: false }), []],
  ['a late contact', contact({ when: '2026-11-14T19:00', atWorkplace: false }), ['lateReason required']],
  [
    'a late contact with its reason',
    contact({ when: '2026-11-14T19:00', atWorkplace: false, lateReason: '出差' }),
    [],
  ],
  ['a late external inquiry', put({ when: '2026-01-14T19:00', atWorkplace: false }), []],

  // Kept in the case only.
  ['file-only without ground', put({ fileOnly: { on: true, ground: '' } }), ['fileOnly.ground required']],
  [
    'file-only of another kind',
    put({ fileOnly: { on: true, ground: 'approved-contact' } }),
    ['fileOnly.ground file-only-other-kind'],
  ],
  [
    'commissioned, without material',
    put({ fileOnly: { on: true, ground: 'commissioned-opinion' } }),
    ['evidence file-only-material-required'],
  ],
  [
    'commissioned, with material',
    put({ fileOnly: { on: true, ground: 'commissioned-opinion' }, evidence: [file] }),
    [],
  ],
  [
    'an approved contact without approval',
    contact({ fileOnly: { on: true, ground: 'approved-contact' } }),
    ['approval.number file-only-approval-required'],
  ],
  [
    'at the workplace, but at night',
    contact({ fileOnly: { on: true, ground: 'workplace-contact' }, when: '2026-11-19T21:00' }),
    ['fileOnly.ground file-only-not-at-work'],
  ],
  ['at the workplace, in working time', contact({ fileOnly: { on: true, ground: 'workplace-contact' } }), []],
  [
    'within the list, but no basis chosen',
    both(internal({ isLeader: true }), put({ fileOnly: { on: true, ground: 'authority-list' } })),
    ['dutyBasis required'],
  ],
  [
    'within the list, but the basis is another',
    both(
      internal({ isLeader: true }),
      put({ dutyBasis: 'none', fileOnly: { on: true, ground: 'authority-list' } }),
    ),
    ['dutyBasis file-only-duty-basis-required'],
  ],

  // 授意不记录, and what is asked of nobody.
  [
    'told not to record, by nobody named',
    put({ omission: { told: true, by: '', account: '' } }),
    ['omission.by required'],
  ],
  [
    'told not to record, not ticked',
    put({ omission: { told: false, by: '长'.repeat(121), account: '' } }),
    [],
  ],
  ['contact details of 121', person({ contact: '1'.repeat(121) }), ['person.contact too-long']],
];

const OTHER_SETTINGS: [string, Partial<EntrySetting>, (draft: EntryDraft) => unknown, string[]][] = [
  ['no case, no number, no stage', { ofCase: false }, put({ stage: '' }), []],
  [
    'a number typed asks for the stage',
    { ofCase: false },
    put({ stage: '', caseNumber: '（2024）豫1302民初123号' }),
    ['stage required'],
  ],
  ['half-width brackets', { ofCase: false }, put({ caseNumber: '(2024)豫1302民初123号' }), []],
  ['no number at all', { ofCase: false }, put({ caseNumber: '民初123' }), ['caseNumber case-number']],
  ['several', { ofCase: false }, put({ caseNumber: '（2024）豫1302民初1、2号' }), ['caseNumber case-number']],
  [
    'of next year',
    { ofCase: false },
    put({ caseNumber: '（2027）豫1302民初1号' }),
    ['caseNumber case-number'],
  ],
  ['an unknown type is no gap', { ofCase: false }, put({ caseNumber: '（2024）豫1302诉前1号' }), []],
  ['a supplement without reason', { supplementOf: { reported: true } }, () => {}, ['reason required']],
  [
    'a supplement is not late',
    { supplementOf: { reported: true } },
    both(contact({ when: '2026-11-01T19:00', atWorkplace: false }), put({ reason: '补写职务' })),
    [],
  ],
  [
    'what was reported cannot become file-only',
    { supplementOf: { reported: true } },
    put({ reason: '补', fileOnly: { on: true, ground: 'commissioned-opinion' }, evidence: [file] }),
    ['fileOnly.ground scope-narrowed'],
  ],
  [
    'what was file-only stays so',
    { supplementOf: { reported: false } },
    put({ reason: '补', fileOnly: { on: true, ground: 'commissioned-opinion' }, evidence: [file] }),
    [],
  ],
  [
    'a ground the court does not use',
    { policy: { ...NATIONAL_POLICY, fileOnly: { grounds: [] } } },
    put({ fileOnly: { on: true, ground: 'commissioned-opinion' }, evidence: [file] }),
    ['fileOnly.ground ground-not-allowed'],
  ],
  ['an own code the court has not', {}, put({ conduct: ['EXT-1.2'] }), ['conduct required']],
  [
    'an own code the court has',
    { policy: { ...NATIONAL_POLICY, conduct: [{ code: 'EXT-1.2', zh: '甲', en: 'A' }] } },
    put({ conduct: ['EXT-1.2'] }),
    [],
  ],
  [
    'without the policy nothing is asked that rests on it',
    { policy: undefined },
    contact({ when: '2026-11-14T19:00', atWorkplace: false, conduct: ['CON-7.1'] }),
    [],
  ],
];

describe('checkEntry', () => {
  it.each(TABLE)('%s', (_, change, gaps) => {
    const draft = whole();
    change(draft);
    expect(checkEntry(draft, SETTING).map(({ field, code }) => `${field} ${code}`)).toEqual(gaps);
  });

  it.each(OTHER_SETTINGS)('%s', (_, setting, change, gaps) => {
    const draft = whole();
    change(draft);
    const found = checkEntry(draft, { ...SETTING, ...setting });
    expect(found.map(({ field, code }) => `${field} ${code}`)).toEqual(gaps);
  });

  it('says how much is too much', () => {
    const draft = whole();
    draft.content = `  ${'字'.repeat(4137)}\n`;
    expect(checkEntry(draft, SETTING)).toEqual([{ field: 'content', code: 'too-long', over: 137 }]);
  });

  it('names gaps in the order of the form', () => {
    const draft = { ...whole(), kind: '' as const, when: '', content: '', declared: false };
    const order = checkEntry(draft, SETTING).map(({ field }) => ENTRY_FIELDS.indexOf(field));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('keeps to the limits of the record', () => {
    expect(ENTRY_LIMITS.evidenceBytes).toBe(EVIDENCE_MAX_BYTES);
    expect(ENTRY_LIMITS.evidenceFiles).toBe(EVIDENCE_MAX_FILES);
  });
});

describe('fieldOfPath', () => {
  it.each([
    ['body.person.name', 'person.name'],
    ['body.person.leader.name', 'person.leader.name'],
    ['body.person.leader', 'person.leader.name'],
    ['body.occurredAt', 'when'],
    ['body.entry.occurredAt', 'when'],
    ['body.entry.person.unit', 'person.unit'],
    ['body.evidence.3.hash', 'evidence'],
    ['body.present.0.name', 'present'],
    ['body.fileOnly.ground', 'fileOnly.ground'],
    ['body.entry.fileOnly', 'fileOnly.ground'],
    ['body.approval', 'approval.number'],
    ['body.approval.approver', 'approval.approver'],
    ['body.omission.by', 'omission.by'],
    ['body.conduct.1', 'conduct'],
    ['body.reason', 'reason'],
    ['body.caseNumber', 'caseNumber'],
    ['body.nothing', undefined],
  ])('%s is %s', (path, field) => expect(fieldOfPath(path)).toBe(field));
});
