import { timestamp } from './time.ts';
import type {
  CourtCase,
  DossierFile,
  Meeting,
  MeetingKind,
  PanelMember,
  Person,
  Seed,
  Submission,
  Volume,
} from './types.ts';
import { KIND_NAMES, VOLUME_NAMES } from './types.ts';

/** What the system will not do, with the sentence shown to the user. */
export class Refusal extends Error {
  readonly status: 400 | 403 | 404 | 409 | 413;

  constructor(status: 400 | 403 | 404 | 409 | 413, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

export interface PanelChange {
  members: string[];
  presiding: string;
  handler: string;
}

export const MAX_REASON = 500;

export class Store {
  readonly password: string;
  readonly people: Map<string, Person>;
  readonly cases: Map<string, CourtCase>;
  readonly meetings: Map<string, Meeting>;
  readonly files: DossierFile[];

  constructor(seed: Seed) {
    const own = structuredClone(seed);
    this.password = own.password;
    this.people = new Map(own.people.map((person) => [person.login, person]));
    this.cases = new Map(own.cases.map((item) => [item.ajid, item]));
    this.meetings = new Map(own.meetings.map((meeting) => [meeting.id, meeting]));
    this.files = own.files;
  }

  nameOf(login: string): string {
    return this.people.get(login)?.name ?? login;
  }

  case(ajid: string): CourtCase {
    const found = this.cases.get(ajid);
    if (!found) throw new Refusal(404, '没有找到该案件。');
    return found;
  }

  meeting(id: string): Meeting {
    const found = this.meetings.get(id);
    if (!found) throw new Refusal(404, '没有找到该会议。');
    return found;
  }

  isOnCase(item: CourtCase, person: Person): boolean {
    return (
      item.handler === person.login ||
      item.clerk === person.login ||
      item.panel.some((member) => member.login === person.login)
    );
  }

  mayChangePanel(item: CourtCase, person: Person): boolean {
    return (
      person.department === '立案庭' ||
      item.panel.some((member) => member.login === person.login && member.role === '审判长')
    );
  }

  submissionOf(item: CourtCase, kind: MeetingKind): Submission | undefined {
    return item.submissions.find((submission) => submission.kind === kind);
  }

  submissionState(item: CourtCase): string {
    if (item.submissions.length === 0) return '未提请';
    return item.submissions
      .map(({ kind, time }) => `已提请${KIND_NAMES[kind]} ${timestamp(time)}`)
      .join('；');
  }

  submit(ajid: string, kind: MeetingKind, reason: string, person: Person): Submission & { meeting: Meeting } {
    const item = this.case(ajid);
    if (!this.isOnCase(item, person)) {
      throw new Refusal(403, '您不是本案合议庭成员或书记员，不能提请。');
    }
    const earlier = this.submissionOf(item, kind);
    if (earlier) {
      const when = timestamp(earlier.time);
      throw new Refusal(409, `本案已于 ${when} 提请${KIND_NAMES[kind]}，不能重复提请。`);
    }
    if (reason.length > MAX_REASON) throw new Refusal(400, `提请事由不得超过${MAX_REASON}字。`);
    const meeting = [...this.meetings.values()].find(
      (candidate) => candidate.open && candidate.kind === kind,
    );
    if (!meeting) throw new Refusal(409, `目前没有可接收议题的${KIND_NAMES[kind]}，请联系审管办。`);
    const time = new Date().toISOString();
    const submission: Submission = { kind, time, by: person.login, reason };
    item.submissions.push(submission);
    meeting.agenda.push({ ajid, time, status: '待审议' });
    const detail = `${reason ? `事由：${reason}；` : ''}列入：${meeting.title}`;
    this.note(item, person, `提请${KIND_NAMES[kind]}`, detail);
    return { ...submission, meeting };
  }

  changePanel(ajid: string, change: PanelChange, person: Person): void {
    const item = this.case(ajid);
    if (!this.mayChangePanel(item, person)) {
      throw new Refusal(403, '只有立案庭或本案审判长可以变更合议庭。');
    }
    const logins = [...new Set(change.members)];
    if (logins.some((login) => !this.judges().some((judge) => judge.login === login))) {
      throw new Refusal(400, '所选人员不在本院法官名册中。');
    }
    if (logins.length % 2 === 0) throw new Refusal(400, '合议庭组成人员应当为单数。');
    if (!logins.includes(change.handler)) throw new Refusal(400, '承办法官应当是合议庭成员。');
    const collegial = logins.length > 1;
    if (collegial && !logins.includes(change.presiding)) throw new Refusal(400, '审判长应当是合议庭成员。');
    if (collegial) logins.sort((a, b) => Number(b === change.presiding) - Number(a === change.presiding));
    const before = this.panelText(item);
    item.panel = logins.map(
      (login): PanelMember => ({
        login,
        role: collegial && login === change.presiding ? '审判长' : '审判员',
      }),
    );
    item.handler = change.handler;
    this.note(item, person, '变更合议庭', `原：${before}；现：${this.panelText(item)}`);
  }

  judges(): Person[] {
    return [...this.people.values()].filter(({ title }) => title.includes('员额法官'));
  }

  filesOf(ajid: string, volume: Volume): DossierFile[] {
    return this.files.filter((file) => file.ajid === ajid && file.volume === volume);
  }

  file(ajid: string, id: string): DossierFile {
    const found = this.files.find((file) => file.ajid === ajid && file.id === id);
    if (!found) throw new Refusal(404, '没有找到该文件。');
    return found;
  }

  addFile(
    ajid: string,
    upload: Pick<DossierFile, 'volume' | 'name' | 'type' | 'bytes'>,
    person: Person,
  ): DossierFile {
    const item = this.case(ajid);
    const file: DossierFile = {
      ...upload,
      id: String(10001 + this.files.length),
      ajid,
      by: person.login,
      time: new Date().toISOString(),
    };
    this.files.push(file);
    this.note(
      item,
      person,
      '上传材料',
      `${VOLUME_NAMES[file.volume]}：${file.name}（${file.bytes.length}字节）`,
    );
    return file;
  }

  note(item: CourtCase, person: Person, action: string, detail: string): void {
    item.log.push({ time: new Date().toISOString(), by: person.name, action, detail });
  }

  private panelText(item: CourtCase): string {
    const names = item.panel.map(
      ({ login, role }) => this.nameOf(login) + (role === '审判长' ? '（审判长）' : ''),
    );
    return `${names.join('、')}，承办 ${this.nameOf(item.handler)}`;
  }
}
