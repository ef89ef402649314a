import { smallPdf, textFile } from './sample-files.ts';
import { seedCases } from './seed-cases.ts';
import { at, dayFrom } from './time.ts';
import type { CourtCase, DossierFile, Meeting, MeetingKind, Person, Seed, Volume } from './types.ts';
import { KIND_NAMES } from './types.ts';

export const COURT = '南阳市宛城区人民法院';
export const PASSWORD = 'court-demo';

export const PEOPLE: Person[] = [
  { login: 'limh', name: '李明华', title: '员额法官', department: '民一庭' },
  { login: 'wangxl', name: '王秀兰', title: '审判长·员额法官', department: '民一庭' },
  { login: 'zhaogq', name: '赵国强', title: '员额法官', department: '民一庭' },
  { login: 'chensy', name: '陈思远', title: '审委会委员·副院长', department: '院领导' },
  { login: 'sunlq', name: '孙立群', title: '审委会委员·审管办主任', department: '审管办' },
  { login: 'zhouyt', name: '周雨桐', title: '书记员', department: '民一庭' },
  { login: 'wuhong', name: '吴𬭎', title: '员额法官', department: '民二庭' },
  { login: 'liujie', name: '刘㛃', title: '员额法官', department: '民二庭' },
  { login: 'zhengyan', name: '郑䶮', title: '员额法官', department: '行政庭' },
  { login: 'qianla', name: '钱立案', title: '立案庭法官', department: '立案庭' },
];

/** Cases that are already before a meeting when the system starts: days ago, clock, who asked. */
const ALREADY: {
  ajid: string;
  kind: MeetingKind;
  days: number;
  clock: string;
  by: string;
  reason: string;
}[] = [
  {
    ajid: '2025130200000003',
    kind: 'judges-conference',
    days: 9,
    clock: '09:47',
    by: 'wuhong',
    reason: '再审改判，拟统一裁判尺度',
  },
  {
    ajid: '2025130200000007',
    kind: 'judges-conference',
    days: 6,
    clock: '15:20',
    by: 'zhengyan',
    reason: '处罚裁量幅度存在分歧',
  },
  {
    ajid: '2025130200000915',
    kind: 'judges-conference',
    days: 3,
    clock: '10:08',
    by: 'zhaogq',
    reason: '发回重审案件，合议庭意见不一致',
  },
  {
    ajid: '2024130200000088',
    kind: 'adjudication-committee',
    days: 8,
    clock: '16:31',
    by: 'zhaogq',
    reason: '涉案人数众多，社会影响较大',
  },
  {
    ajid: '2025130200000003',
    kind: 'adjudication-committee',
    days: 4,
    clock: '11:15',
    by: 'wuhong',
    reason: '专业法官会议建议提交',
  },
];

function meetings(now: Date): Meeting[] {
  return [
    {
      id: '1',
      kind: 'judges-conference',
      title: '民商事、行政专业法官会议（第18次）',
      time: dayFrom(now, 5, '14:30'),
      place: '审判综合楼四楼第二会议室',
      open: true,
      members: [
        { login: 'sunlq', duty: '主持人' },
        { login: 'chensy', duty: '成员' },
        { login: 'wangxl', duty: '成员' },
        { login: 'limh', duty: '成员' },
        { login: 'zhaogq', duty: '成员' },
        { login: 'wuhong', duty: '成员' },
        { login: 'zhouyt', duty: '记录人' },
      ],
      agenda: [],
    },
    {
      id: '2',
      kind: 'adjudication-committee',
      title: '审判委员会会议（第11次）',
      time: dayFrom(now, 8, '09:00'),
      place: '审判综合楼六楼审委会会议室',
      open: true,
      members: [
        { login: 'chensy', duty: '主持人' },
        { login: 'sunlq', duty: '委员' },
        { login: 'wangxl', duty: '委员' },
        { login: 'liujie', duty: '委员' },
        { login: 'zhengyan', duty: '委员' },
        { login: 'zhouyt', duty: '记录人' },
      ],
      agenda: [],
    },
  ];
}

function seedFiles(cases: CourtCase[]): DossierFile[] {
  const files: DossierFile[] = [];
  const add = (item: CourtCase, volume: Volume, name: string, by: string, clock: string) => {
    const title = name.slice(0, name.lastIndexOf('.'));
    const pdf = name.endsWith('.pdf');
    files.push({
      id: String(10001 + files.length),
      ajid: item.ajid,
      volume,
      name,
      type: pdf ? 'application/pdf' : 'text/plain; charset=utf-8',
      bytes: pdf
        ? smallPdf([title, item.number, COURT])
        : textFile(`${title}\r\n${item.number}\r\n${COURT}\r\n`),
      by,
      time: at(item.filedOn, clock),
    });
  };
  for (const item of cases) {
    add(item, 'main', '立案审批表.pdf', 'qianla', '09:15');
    add(item, 'main', '起诉状及证据目录.pdf', 'qianla', '09:18');
    if (item.panel.length > 1) add(item, 'confidential', '合议庭组成人员通知书.pdf', 'zhouyt', '16:30');
  }
  const first = cases[0];
  if (first) {
    add(first, 'main', '借条及银行转账凭证.pdf', 'zhouyt', '17:02');
    add(first, 'main', '送达地址确认书.txt', 'zhouyt', '17:06');
    add(first, 'confidential', '阅卷笔录.txt', 'limh', '17:40');
  }
  return files;
}

export function defaultSeed(now: Date = new Date()): Seed {
  const nameOf = (login: string) => PEOPLE.find((person) => person.login === login)?.name ?? login;
  const cases = seedCases(nameOf);
  const held = meetings(now);
  for (const { ajid, kind, days, clock, by, reason } of ALREADY) {
    const item = cases.find((candidate) => candidate.ajid === ajid);
    const meeting = held.find((candidate) => candidate.kind === kind);
    if (!item || !meeting) continue;
    const time = dayFrom(now, -days, clock);
    item.submissions.push({ kind, time, by, reason });
    item.log.push({ time, by: nameOf(by), action: `提请${KIND_NAMES[kind]}`, detail: `事由：${reason}` });
    meeting.agenda.push({ ajid, time, status: '已列入议程' });
  }
  for (const item of cases) item.log.sort((a, b) => a.time.localeCompare(b.time));
  for (const meeting of held) meeting.agenda.sort((a, b) => a.time.localeCompare(b.time));
  return { password: PASSWORD, people: PEOPLE, cases, meetings: held, files: seedFiles(cases) };
}
