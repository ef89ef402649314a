export type MeetingKind = 'judges-conference' | 'adjudication-committee';
export type Volume = 'main' | 'confidential';
export type PanelRole = '审判长' | '审判员';

export interface Person {
  login: string;
  name: string;
  title: string;
  department: string;
}

export interface Party {
  role: string;
  name: string;
}

export interface Agent {
  name: string;
  firm: string;
  actsFor: string;
}

export interface PanelMember {
  login: string;
  role: PanelRole;
}

export interface Submission {
  kind: MeetingKind;
  time: string;
  by: string;
  reason: string;
}

export interface CaseLogEntry {
  time: string;
  /** Name shown in the log; empty for what the system did by itself. */
  by: string;
  action: string;
  detail: string;
}

export interface CourtCase {
  /** Internal identifier used in addresses, never the case number. */
  ajid: string;
  number: string;
  cause: string;
  parties: Party[];
  agents: Agent[];
  handler: string;
  panel: PanelMember[];
  clerk: string;
  stage: string;
  /** yyyy-mm-dd */
  filedOn: string;
  /** yyyy-mm-dd */
  dueOn: string;
  submissions: Submission[];
  log: CaseLogEntry[];
}

export interface AgendaItem {
  ajid: string;
  time: string;
  status: string;
}

export interface Meeting {
  id: string;
  kind: MeetingKind;
  title: string;
  time: string;
  place: string;
  open: boolean;
  members: { login: string; duty: string }[];
  agenda: AgendaItem[];
}

export interface DossierFile {
  id: string;
  ajid: string;
  volume: Volume;
  name: string;
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
  by: string;
  time: string;
}

export interface Seed {
  password: string;
  people: Person[];
  cases: CourtCase[];
  meetings: Meeting[];
  files: DossierFile[];
}

export interface RequestLogEntry {
  /** ISO 8601, when the request arrived. */
  time: string;
  method: string;
  /** Path without the query string. */
  path: string;
  /** Query string with its question mark, or empty. */
  query: string;
  /** Login name of the session, or null when nobody is signed in. */
  user: string | null;
  /** null until answered, and for good when the client went away first. */
  status: number | null;
  /** Bytes of the request body that have come in. */
  bodyBytes: number;
}

export const KIND_NAMES: Record<MeetingKind, string> = {
  'judges-conference': '专业法官会议',
  'adjudication-committee': '审判委员会',
};

export const VOLUME_NAMES: Record<Volume, string> = { main: '正卷', confidential: '副卷' };

export function isKind(value: unknown): value is MeetingKind {
  return value === 'judges-conference' || value === 'adjudication-committee';
}

export function isVolume(value: unknown): value is Volume {
  return value === 'main' || value === 'confidential';
}
