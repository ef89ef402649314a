/**
 * The type helper (001 第11条): one to three plain questions pick 外部过问 / 内部过问 / 接触交往 and show the rule in one
 * line. It asks who, in what capacity and with which office, never whether anything was unlawful: that is screened
 * afterwards and by others (甄别, 001 第5条). What it finds is a suggestion, and the judge may overrule all of it.
 */
import type { DUTY_BASES, EntryKind, FileOnlyGround, IDENTITIES } from './codes.ts';

export type QuestionId =
  | 'who'
  | 'caller'
  | 'commission'
  | 'mandate'
  | 'court'
  | 'authority'
  | 'guidance'
  | 'side'
  | 'setting'
  | 'office';

/** What the answers say so far; a later answer goes before an earlier one. */
export interface HelperResult {
  kind: EntryKind;
  /** Where the rule stands. */
  article: string;
  ruleZh: string;
  ruleEn: string;
  identity?: keyof typeof IDENTITIES;
  dutyBasis?: keyof typeof DUTY_BASES;
  /** Suggested only: each ground asks for material or an approval of its own (file-only.ts). */
  ground?: FileOnlyGround;
}

export interface HelperAnswer {
  id: string;
  zh: string;
  en: string;
  /** Asked after it. */
  next?: QuestionId;
  /** What follows from it. */
  says?: Partial<HelperResult>;
}

export interface HelperQuestion {
  id: QuestionId;
  zh: string;
  en: string;
  answers: readonly HelperAnswer[];
}

/** Question → the answer's id. Answers to questions that are not on the way count for nothing. */
export type HelperAnswers = Readonly<Partial<Record<QuestionId, string>>>;

export const MOST_QUESTIONS = 3;

type Rule = Pick<HelperResult, 'kind' | 'article' | 'ruleZh' | 'ruleEn'>;

const rule = (kind: EntryKind, article: string, ruleZh: string, ruleEn: string): Rule => ({
  kind,
  article,
  ruleZh,
  ruleEn,
});

const RULES = {
  leader: rule(
    'external',
    '001 第7、11条',
    '人民法院以外的领导干部及其身边工作人员、亲属过问案件，记录为外部人员过问。',
    'Leaders outside the courts, their staff and relatives asking about a case: external.',
  ),
  organisation: rule(
    'external',
    '001 第11条',
    '人民法院以外的单位、社会团体过问案件，记录为外部人员过问。',
    'A unit or social body outside the courts asking about a case: external.',
  ),
  commissioned: rule(
    'external',
    '001 第7条',
    '党政机关、行业协会商会、社会公益组织等受法院委托或许可、依程序就涉及国家利益、社会公共利益的案件提出的参考意见，材料附卷备查，可以不录入平台。',
    'A reference opinion the court commissioned or permitted, by procedure and on a national or public interest: filed in the case, need not go onto the platform.',
  ),
  delegate: rule(
    'external',
    '001 第11条',
    '人大代表、政协委员不是法院工作人员，其过问案件记录为外部人员过问。',
    "People's delegates and CPPCC members are not court staff; their asking about a case: external.",
  ),
  staff: rule(
    'internal',
    '001 第8、11条',
    '法院工作人员过问他人正在办理的案件，记录为内部人员过问。',
    "Court staff asking about others' pending cases: internal.",
  ),
  retired: rule(
    'internal',
    '001 第11条',
    '法院离退休人员过问案件，比照法院工作人员记录为内部人员过问。',
    'Retired court staff are recorded like court staff: internal.',
  ),
  authority: rule(
    'internal',
    '001 第5、8条',
    '院庭长在本院审判权力和责任清单内监督管理，全程留痕，批示、指示附卷，可以不录入平台。',
    'Supervision by court leaders within the list of powers: fully traced, instructions filed in the case, need not go onto the platform.',
  ),
  guidance: rule(
    'internal',
    '001 第8条',
    '上级法院履行对下监督指导职责，按工作程序办理，可以不录入平台。',
    'Supervision and guidance by a superior court, by procedure: need not go onto the platform.',
  ),
  contact: rule(
    'contact',
    '001 第9、11条',
    '与当事人、律师、特殊关系人、中介组织的接触交往，记录为接触交往。',
    'Contact with a party, a lawyer, a related person or an intermediary: contact.',
  ),
  atWork: rule(
    'contact',
    '001 第9条',
    '在工作场所、工作时间接待当事人、律师、特殊关系人、中介组织，附卷即可，可以不录入平台。',
    'Receiving them at the workplace in working time: filed in the case, need not go onto the platform.',
  ),
  approved: rule(
    'contact',
    '001 第9条',
    '因工作需要并依规定办理审批、获得批准的接触，写明审批信息，可以不录入平台。',
    'Contact needed for work and approved beforehand: name the approval; need not go onto the platform.',
  ),
  acquaintance: rule(
    'contact',
    '001 第11条',
    '亲属、朋友、熟人等不是利用法院工作人员或其他公职人员身份打听、请托、过问案件的，记录为接触交往。',
    'Relatives, friends and acquaintances who ask without using a court or other public office: contact.',
  ),
  publicOffice: rule(
    'external',
    '001 第11条',
    '利用法院以外的公职身份打听、请托、过问案件的，不属于接触交往，记录为外部人员过问。',
    'Asking by use of a public office outside the courts is not contact but external.',
  ),
  courtOffice: rule(
    'internal',
    '001 第11条',
    '利用法院工作人员身份打听、请托、过问案件的，不属于接触交往，记录为内部人员过问。',
    'Asking by use of a court office is not contact but internal.',
  ),
} as const satisfies Record<string, Rule>;

/**
 * What cannot be told is recorded all the same, as the kind that the answers before it point to, and screened by
 * others (001 第5条: 先客观登记记录，再由内部监督部门审核甄别).
 */
const TO_BE_SCREENED = {
  article: '001 第5、11条',
  ruleZh: '难以判断的，先客观登记记录，再由内部监督部门审核甄别。',
  ruleEn: 'Hard to tell: recorded objectively first, and screened by others afterwards.',
} as const;

const unclear = (more: Partial<HelperAnswer> = {}): HelperAnswer => ({
  id: 'unclear',
  zh: '说不清',
  en: 'I cannot tell',
  ...more,
});

export const QUESTIONS: readonly HelperQuestion[] = [
  {
    id: 'who',
    zh: '是谁来过问，或者与您有了接触？',
    en: 'Who asked, or whom did you meet?',
    answers: [
      {
        id: 'leader',
        zh: '法院以外的领导干部，或其办公室、身边工作人员、亲属',
        en: 'A leader outside the courts, or their office, staff or relative',
        next: 'caller',
        says: RULES.leader,
      },
      {
        id: 'organisation',
        zh: '法院以外的单位、社会团体、行业协会商会',
        en: 'A unit, social body or association outside the courts',
        next: 'commission',
        says: { ...RULES.organisation, identity: 'organisation' },
      },
      {
        id: 'delegate',
        zh: '人大代表、政协委员',
        en: "A people's delegate or CPPCC member",
        next: 'mandate',
        says: RULES.delegate,
      },
      {
        id: 'court',
        zh: '法院的人（含上级法院、外地法院、离退休人员）',
        en: 'Somebody of a court (a superior or another court and retired staff too)',
        next: 'court',
        says: RULES.staff,
      },
      {
        id: 'case-side',
        zh: '当事人、律师、特殊关系人、中介组织',
        en: 'A party, lawyer, related person or intermediary',
        next: 'side',
        says: RULES.contact,
      },
      {
        id: 'acquaintance',
        zh: '您的亲属、朋友、同学、老乡、战友等熟人',
        en: 'A relative, friend, classmate, fellow townsman or other acquaintance of yours',
        next: 'office',
        says: { ...RULES.acquaintance, identity: 'acquaintance' },
      },
      // Whom nobody could place: the circle of contact (parties, lawyers, relatives, friends) is one of people who are
      // known, and nothing says he is of the court. So it is somebody from outside who asked: external, until screened.
      // One who is told to have used no office is contact all the same, by the last words of the article (等).
      unclear({ next: 'office', says: { kind: 'external', ...TO_BE_SCREENED } }),
    ],
  },
  {
    // Asked after `who` and after `office`: its words fit both.
    id: 'caller',
    zh: '出面的是哪一位？',
    en: 'Who was it in person?',
    answers: [
      // 领导干部 is everybody with the standing of a state functionary (外部规定 第2条).
      { id: 'self', zh: '任职的本人', en: 'The office holder', says: { identity: 'leader' } },
      {
        id: 'staff',
        zh: '其办公室或身边工作人员',
        en: 'Their office or staff',
        says: { identity: 'leader-staff' },
      },
      { id: 'relative', zh: '其亲属', en: 'Their relative', says: { identity: 'leader-relative' } },
      unclear(),
    ],
  },
  {
    id: 'commission',
    zh: '是受法院委托或许可，按程序就涉及国家利益、社会公共利益的案件提参考意见吗？',
    en: 'Was it a reference opinion the court commissioned or permitted, by procedure, on a national or public interest?',
    answers: [
      { id: 'yes', zh: '是', en: 'Yes', says: { ...RULES.commissioned, ground: 'commissioned-opinion' } },
      { id: 'no', zh: '不是', en: 'No' },
      unclear({ says: TO_BE_SCREENED }),
    ],
  },
  {
    id: 'mandate',
    zh: '是代表还是委员？',
    en: 'A delegate or a CPPCC member?',
    answers: [
      { id: 'congress', zh: '人大代表', en: "People's delegate", says: { identity: 'delegate' } },
      { id: 'cppcc', zh: '政协委员', en: 'CPPCC member', says: { identity: 'cppcc-member' } },
      unclear(),
    ],
  },
  {
    // Asked after `who` and after `office`: there it is the third question, and what comes next is not asked any more.
    id: 'court',
    zh: '是哪里的法院人员（或身份）？',
    en: 'Of which court (or with the office of which)?',
    answers: [
      { id: 'own', zh: '本院', en: 'This court', next: 'authority', says: { identity: 'own-court' } },
      {
        id: 'superior',
        zh: '上级法院',
        en: 'A superior court',
        next: 'guidance',
        says: { identity: 'superior-court' },
      },
      { id: 'other', zh: '其他法院', en: 'Another court', says: { identity: 'other' } },
      // The rules name court staff; a province's practice counts retired staff as internal, and nothing speaks against it.
      {
        id: 'retired',
        zh: '已离退休',
        en: 'Retired',
        says: { ...RULES.retired, identity: 'retired' },
      },
      unclear(),
    ],
  },
  {
    id: 'authority',
    zh: '是院庭长在权责清单内的监督管理，还是个人来问、替别人来问？',
    en: 'Was it supervision within the list of powers, or asked for himself or somebody else?',
    answers: [
      {
        id: 'list',
        zh: '权责清单内的监督管理',
        en: 'Supervision within the list',
        says: { ...RULES.authority, dutyBasis: 'authority-list', ground: 'authority-list' },
      },
      {
        id: 'personal',
        zh: '个人来问或替别人来问',
        en: 'For himself or somebody else',
        says: { dutyBasis: 'none' },
      },
      unclear({ says: TO_BE_SCREENED }),
    ],
  },
  {
    id: 'guidance',
    zh: '是上级法院按程序监督指导，还是个人来问、替别人来问？',
    en: 'Was it guidance of the superior court by procedure, or asked for himself or somebody else?',
    answers: [
      {
        id: 'procedure',
        zh: '按程序监督指导',
        en: 'Guidance by procedure',
        says: { ...RULES.guidance, dutyBasis: 'superior-guidance', ground: 'superior-guidance' },
      },
      {
        id: 'personal',
        zh: '个人来问或替别人来问',
        en: 'For himself or somebody else',
        says: { dutyBasis: 'none' },
      },
      unclear({ says: TO_BE_SCREENED }),
    ],
  },
  {
    id: 'side',
    zh: '是哪一类？',
    en: 'Which of them?',
    answers: [
      { id: 'party', zh: '当事人', en: 'A party', next: 'setting', says: { identity: 'party' } },
      { id: 'lawyer', zh: '律师', en: 'A lawyer', next: 'setting', says: { identity: 'lawyer' } },
      {
        id: 'related',
        zh: '特殊关系人（当事人的近亲属、有利害关系的人等）',
        en: "A related person (a party's near relative, somebody with an interest)",
        next: 'setting',
        says: { identity: 'related' },
      },
      {
        id: 'intermediary',
        zh: '中介组织（审计、评估、鉴定、拍卖、破产管理等）',
        en: 'An intermediary (audit, appraisal, auction, bankruptcy administration)',
        next: 'setting',
        says: { identity: 'intermediary' },
      },
      unclear({ next: 'setting' }),
    ],
  },
  {
    id: 'setting',
    zh: '是在什么场合？',
    en: 'On what occasion?',
    answers: [
      {
        id: 'at-work',
        zh: '在工作场所、工作时间接待',
        en: 'Received at the workplace in working time',
        says: { ...RULES.atWork, ground: 'workplace-contact' },
      },
      {
        id: 'approved',
        zh: '因工作需要，事先经过批准',
        en: 'Needed for work and approved beforehand',
        says: { ...RULES.approved, ground: 'approved-contact' },
      },
      { id: 'elsewhere', zh: '其他时间或地点', en: 'At another time or place' },
      unclear(),
    ],
  },
  {
    id: 'office',
    zh: '对方有没有亮明、暗示或借用公职身份（自己的或他人的）？',
    en: 'Did they show, hint at or borrow a public office (their own or somebody else’s)?',
    answers: [
      { id: 'none', zh: '没有', en: 'No', says: RULES.acquaintance },
      {
        id: 'court',
        zh: '有，法院的身份',
        en: 'Yes, of a court',
        next: 'court',
        says: RULES.courtOffice,
      },
      {
        id: 'public',
        zh: '有，法院以外的公职身份',
        en: 'Yes, outside the courts',
        next: 'caller',
        says: RULES.publicOffice,
      },
      unclear({ says: TO_BE_SCREENED }),
    ],
  },
];

const questionOf = (id: QuestionId): HelperQuestion | undefined => QUESTIONS.find((one) => one.id === id);

interface Way {
  given: { question: QuestionId; answer: HelperAnswer }[];
  /** What is to be asked; undefined at the end of the way. */
  question: HelperQuestion | undefined;
}

/** Follows the answers from the first question on. */
function wayOf(answers: HelperAnswers): Way {
  const given: Way['given'] = [];
  let question = questionOf('who');
  while (question) {
    const chosen = answers[question.id];
    const answer = question.answers.find((one) => one.id === chosen);
    if (answer === undefined) return { given, question };
    given.push({ question: question.id, answer });
    const { next } = answer;
    question = next !== undefined && given.length < MOST_QUESTIONS ? questionOf(next) : undefined;
  }
  return { given, question: undefined };
}

/** The question to ask now; undefined when the kind is decided. */
export const nextQuestion = (answers: HelperAnswers): HelperQuestion | undefined => wayOf(answers).question;

/** The questions answered on the way, in order: what the form shows above the next one. */
export function answeredOf(answers: HelperAnswers): { question: QuestionId; answer: HelperAnswer }[] {
  return wayOf(answers).given;
}

/**
 * A later answer goes before an earlier one; one that names another kind begins anew, for who seemed a friend and used
 * an office is not suggested as a friend any more.
 * @returns undefined while there is a question left
 */
export function helperResult(answers: HelperAnswers): HelperResult | undefined {
  const { given, question } = wayOf(answers);
  if (question !== undefined) return undefined;
  let result: HelperResult | undefined;
  for (const { says } of given.map((one) => one.answer)) {
    if (says === undefined) continue;
    const { kind, article, ruleZh, ruleEn } = says;
    if (result !== undefined && (kind === undefined || kind === result.kind)) result = { ...result, ...says };
    else if (kind !== undefined && article !== undefined && ruleZh !== undefined && ruleEn !== undefined)
      result = { ...says, kind, article, ruleZh, ruleEn };
  }
  return result;
}
