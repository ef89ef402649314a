/**
 * Code lists of an entry, national defaults. A list is data: code → words in Chinese and English.
 * Conduct codes follow the three instruments (外部规定 第8条, 内部规定 第9条, 接触交往规定 第5条); the other lists
 * are those of the record form.
 */
export type CodeList = Readonly<Record<string, { zh: string; en: string }>>;

export const ENTRY_KINDS = {
  external: { zh: '外部过问', en: 'External' },
  internal: { zh: '内部过问', en: 'Internal' },
  contact: { zh: '接触交往', en: 'Contact' },
} as const satisfies CodeList;
export type EntryKind = keyof typeof ENTRY_KINDS;

/** Conduct by kind of entry; several may apply to one entry. */
export const CONDUCT: Readonly<Record<EntryKind, CodeList>> = {
  external: {
    'EXT-1': { zh: '为当事人请托说情', en: 'Pleading for a party' },
    'EXT-2': { zh: '要求私下会见当事人、代理人、近亲属等', en: 'Asking for a private meeting' },
    'EXT-3': { zh: '授意、纵容身边工作人员或亲属说情', en: 'Using staff or relatives to plead' },
    'EXT-4': {
      zh: '以听汇报、开协调会、发文等超越职权提出倾向性意见',
      en: 'Leaning demands beyond authority',
    },
    'EXT-9': { zh: '其他过问、干预情形', en: 'Other' },
  },
  internal: {
    'INT-1': { zh: '为当事人请托说情', en: 'Pleading for a party' },
    'INT-2': { zh: '邀请办案人员私下会见', en: 'Inviting to a private meeting' },
    'INT-3': { zh: '批转、转递涉案材料', en: 'Passing on case material' },
    'INT-4': { zh: '打探案情、通风报信', en: 'Asking about or leaking the case' },
    'INT-5': { zh: '非因履职过问他人正在办理的案件', en: "Asking about others' cases without duty" },
    'INT-9': { zh: '其他过问、干预情形', en: 'Other' },
  },
  contact: {
    'CON-1': { zh: '泄露办案秘密', en: 'Leaking work secrets' },
    'CON-2': { zh: '推荐、介绍代理人或案源', en: 'Recommending agents or cases' },
    'CON-3': { zh: '接受请客送礼或其他利益', en: 'Accepting gifts or benefits' },
    'CON-4': { zh: '借款、借物、借用交通通讯工具等', en: 'Borrowing money or things' },
    'CON-5': { zh: '委托评估、拍卖等活动中的不当往来', en: 'Improper dealings in appraisal or auction' },
    'CON-6': {
      zh: '亲友、熟人打听或请托（未利用公职身份）',
      en: 'Relatives or friends asking, no office used',
    },
    'CON-7': { zh: '非工作时间、非工作场所接触', en: 'Contact outside working time or place' },
    'CON-9': { zh: '其他接触交往情形', en: 'Other' },
  },
};

/** What the asker wanted (提出的要求); the natures the published figures are told by. */
export const REQUESTS = {
  progress: { zh: '了解进展', en: 'To know the progress' },
  circumstances: { zh: '反映情况', en: 'To tell of circumstances' },
  urging: { zh: '督促加快', en: 'To hurry the case' },
  fairness: { zh: '要求依法公正', en: 'To decide by law and fairly' },
  leaning: { zh: '倾向性处理意见', en: 'A leaning outcome' },
  'private-meeting': { zh: '私下会见', en: 'A private meeting' },
  'pass-on': { zh: '转交材料', en: 'To pass on material' },
  'change-judge': { zh: '更换承办人', en: 'Another handling judge' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies CodeList;

/** 履职依据: by what an internal leader's question or instruction was duty (001 第5、8条). */
export const DUTY_BASES = {
  'superior-guidance': { zh: '上级法院监督指导', en: 'Guidance of the superior court' },
  'authority-list': { zh: '院庭长权责清单内', en: 'Within the list of powers' },
  none: { zh: '无履职依据', en: 'No duty' },
} as const satisfies CodeList;

/** Why an entry stays in the case and is not reported on the platform; each with its article. */
export const FILE_ONLY_GROUNDS = {
  'commissioned-opinion': {
    zh: '受法院委托或许可、依程序提出的参考意见',
    en: 'Reference opinion the court commissioned or permitted',
  },
  'superior-guidance': { zh: '上级法院履行监督指导职责', en: 'Guidance of the superior court' },
  'authority-list': {
    zh: '院庭长在权责清单内监督管理（批示、指示附卷）',
    en: 'Supervision within the list of powers, instruction filed',
  },
  'approved-contact': { zh: '因工作需要并经批准的接触', en: 'Contact approved beforehand for work' },
  'workplace-contact': {
    zh: '在工作场所、工作时间接待',
    en: 'Reception at the workplace in working time',
  },
} as const satisfies CodeList;
export type FileOnlyGround = keyof typeof FILE_ONLY_GROUNDS;

/** 甄别结论: 督察's judgement of an entry, never the recorder's (001 第5、22条). */
export const SCREENING_RESULTS = {
  'normal-duty': { zh: '正常履职', en: 'Normal duty' },
  inquiry: { zh: '一般过问', en: 'Ordinary inquiry' },
  violation: { zh: '违规', en: 'Violation' },
  'to-verify': { zh: '需核实', en: 'To be verified' },
  'clue-transfer': { zh: '线索移送', en: 'Passed on as a clue' },
} as const satisfies CodeList;
export type ScreeningResult = keyof typeof SCREENING_RESULTS;

/** To whom a recorder under pressure turns (逐级上报; 淮北 004). */
export const ESCALATION_TARGETS = {
  'department-head': { zh: '部门负责人', en: 'Department head' },
  president: { zh: '院长', en: 'President' },
  inspection: { zh: '督察专员', en: 'Custodians of the inspection office' },
  committee: { zh: '申请提交审判委员会讨论', en: 'Apply to put the case to the committee' },
} as const satisfies CodeList;
export type EscalationTarget = keyof typeof ESCALATION_TARGETS;

/**
 * What rests on a word of these lists. A list is data; these sets say which of its codes ask for something more
 * (domain: 存储介质 if electronic, 在场人员 if oral).
 */
export const ELECTRONIC_MANNERS: readonly string[] = ['sms', 'wechat', 'weibo', 'email'];
export const ORAL_MANNERS: readonly string[] = ['in-person', 'meeting', 'banquet'];
/** Acts and words of a leader's staff and relatives are linked to the leader (001 第7条). */
export const LINKED_IDENTITIES: readonly string[] = ['leader-staff', 'leader-relative'];

export const STAGES = {
  filing: { zh: '立案', en: 'Filing' },
  first: { zh: '一审', en: 'First instance' },
  second: { zh: '二审', en: 'Second instance' },
  retrial: { zh: '再审·审判监督', en: 'Retrial' },
  execution: { zh: '执行', en: 'Execution' },
  compensation: { zh: '国家赔偿', en: 'State compensation' },
  petition: { zh: '信访', en: 'Petition' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies CodeList;

export type Stage = keyof typeof STAGES;

/** The longer words first: 再审 pages also name the instance they came from. */
const STAGE_WORDS: readonly (readonly [RegExp, Stage])[] = [
  [/再审|审判监督/, 'retrial'],
  [/二审/, 'second'],
  [/一审/, 'first'],
  [/执行/, 'execution'],
  [/赔偿/, 'compensation'],
  [/信访/, 'petition'],
  [/立案/, 'filing'],
];

/** The stage as the host's page words it; undefined when no word is known. */
export const stageOf = (words: string): Stage | undefined =>
  STAGE_WORDS.find(([pattern]) => pattern.test(words))?.[1];

export const UNIT_CLASSES = {
  party: { zh: '党委', en: 'Party committee' },
  congress: { zh: '人大', en: "People's congress" },
  government: { zh: '政府', en: 'Government' },
  cppcc: { zh: '政协', en: 'CPPCC' },
  supervision: { zh: '监委', en: 'Supervisory commission' },
  procuratorate: { zh: '检察', en: 'Procuratorate' },
  police: { zh: '公安', en: 'Police' },
  justice: { zh: '司法行政', en: 'Justice administration' },
  'court-own': { zh: '本院', en: 'This court' },
  'court-superior': { zh: '上级法院', en: 'Superior court' },
  'court-lower': { zh: '下级法院', en: 'Lower court' },
  'court-elsewhere': { zh: '外地法院', en: 'Court elsewhere' },
  enterprise: { zh: '企业', en: 'Enterprise' },
  institution: { zh: '事业单位', en: 'Public institution' },
  social: { zh: '社会团体', en: 'Social body' },
  'law-firm': { zh: '律师事务所', en: 'Law firm' },
  intermediary: { zh: '中介组织', en: 'Intermediary' },
  none: { zh: '无单位', en: 'None' },
  unknown: { zh: '不明', en: 'Unknown' },
} as const satisfies CodeList;

export const IDENTITIES = {
  leader: { zh: '领导干部', en: 'Leading cadre' },
  'leader-staff': { zh: '领导干部身边工作人员', en: "Leader's staff" },
  'leader-relative': { zh: '领导干部亲属', en: "Leader's relative" },
  organisation: { zh: '组织发文发函', en: 'Letter of an organisation' },
  'superior-court': { zh: '上级法院人员', en: 'Superior court staff' },
  'own-court': { zh: '本院人员', en: 'Own court staff' },
  retired: { zh: '离退休人员', en: 'Retired staff' },
  party: { zh: '当事人', en: 'Party' },
  lawyer: { zh: '律师', en: 'Lawyer' },
  related: { zh: '特殊关系人', en: 'Related person' },
  intermediary: { zh: '中介组织', en: 'Intermediary' },
  acquaintance: { zh: '亲友熟人（未利用公职）', en: 'Relative or friend (no office used)' },
  delegate: { zh: '人大代表', en: "People's delegate" },
  'cppcc-member': { zh: '政协委员', en: 'CPPCC member' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies CodeList;

export const RELATIONS = {
  self: { zh: '本人', en: 'Self' },
  'near-relative': { zh: '近亲属', en: 'Near relative' },
  agent: { zh: '代理人·辩护人', en: 'Agent or defender' },
  colleague: { zh: '同事', en: 'Colleague' },
  classmate: { zh: '同学', en: 'Classmate' },
  townsman: { zh: '老乡', en: 'Fellow townsman' },
  comrade: { zh: '战友', en: 'Comrade' },
  friend: { zh: '朋友', en: 'Friend' },
  hierarchy: { zh: '上下级', en: 'Superior or subordinate' },
  unit: { zh: '单位关系', en: 'Unit relation' },
  unknown: { zh: '不明', en: 'Unknown' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies CodeList;

export const MANNERS = {
  'in-person': { zh: '当面', en: 'In person' },
  phone: { zh: '电话', en: 'Telephone' },
  sms: { zh: '短信', en: 'SMS' },
  wechat: { zh: '微信', en: 'WeChat' },
  weibo: { zh: '微博', en: 'Weibo' },
  email: { zh: '电子邮件', en: 'E-mail' },
  letter: { zh: '书面来函来文', en: 'Letter' },
  instruction: { zh: '批示', en: 'Written instruction' },
  meeting: { zh: '会议·协调会', en: 'Meeting' },
  material: { zh: '转递材料', en: 'Passing on material' },
  banquet: { zh: '宴请', en: 'Banquet' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies CodeList;

export const HANDLINGS = {
  refused: { zh: '拒绝', en: 'Refused' },
  'proper-channel': { zh: '告知正当渠道', en: 'Told the proper channel' },
  returned: { zh: '退回材料', en: 'Returned material' },
  explained: { zh: '解释政策', en: 'Explained the rules' },
  reported: { zh: '报告领导', en: 'Reported to a superior' },
  filed: { zh: '接收并附卷', en: 'Accepted and filed' },
  'applied-recusal': { zh: '申请回避', en: 'Applied for recusal' },
  'to-meeting': { zh: '提交会议讨论', en: 'Put to a meeting' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies CodeList;

export const EFFECTS = {
  no: { zh: '否', en: 'No' },
  possibly: { zh: '可能', en: 'Possibly' },
  yes: { zh: '已影响', en: 'Yes' },
} as const satisfies CodeList;

export const MEETING_KINDS = {
  'judges-conference': { zh: '专业法官会议', en: "Judges' conference" },
  'adjudication-committee': { zh: '审判委员会', en: 'Adjudication committee' },
} as const satisfies CodeList;
export type MeetingKind = keyof typeof MEETING_KINDS;

/** How the codes of each kind begin. */
export const CONDUCT_PREFIX: Readonly<Record<EntryKind, string>> = {
  external: 'EXT-',
  internal: 'INT-',
  contact: 'CON-',
};

/** The national parent of a conduct code: a court's own code is its parent's, a dot and a number (EXT-1.2 → EXT-1). */
export const parentConduct = (code: string): string => code.split('.')[0] ?? code;

/** A conduct code: national, or a court's own below a national one. */
export const CONDUCT_CODE = /^[A-Z]{3}-\d(?:\.\d{1,2})?$/;

export const CASE_ROLES = {
  'handling-judge': { zh: '承办人', en: 'Handling judge' },
  'presiding-judge': { zh: '审判长', en: 'Presiding judge' },
  'panel-member': { zh: '合议庭成员', en: 'Panel member' },
  approver: { zh: '审批人', en: 'Approver' },
  clerk: { zh: '书记员', en: 'Clerk' },
} as const satisfies CodeList;
export type CaseRole = keyof typeof CASE_ROLES;

/** 申诉控告: what was done to somebody who recorded or wanted to (001 第14条; 济法发〔2021〕17号 五(二)). */
export const COMPLAINT_KINDS = {
  retaliation: { zh: '打击报复', en: 'Retaliation' },
  obstruction: { zh: '阻挠记录', en: 'Obstruction of recording' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies CodeList;
export type ComplaintKind = keyof typeof COMPLAINT_KINDS;

/** Who reads a complaint that is filed as a record; one that is sealed is a direct report and no record. */
export const COMPLAINT_ADDRESSEES = {
  inspection: { zh: '本院督察专员', en: 'Our custodians' },
  superior: { zh: '上级法院', en: 'The superior court' },
} as const satisfies CodeList;
export type ComplaintAddressee = keyof typeof COMPLAINT_ADDRESSEES;

/** Longest text of a complaint, and of what is answered, characters. */
export const COMPLAINT_MAX = 2000;

/** 直报: what is written to the superior court past one's own (001 第12条). */
export const DIRECT_KINDS = ['direct-report', 'complaint'] as const;
export type DirectKind = (typeof DIRECT_KINDS)[number];
/** Longest text, and longest naming of whom it is about, characters. */
export const DIRECT_TEXT_MAX = 2000;
export const DIRECT_ABOUT_MAX = 200;
