/** What the two kinds of page have in common: what each can be asked, and what each is given. */
import type { MeetingKind } from '../../shared/codes.ts';
import type { GatedControl } from '../../shared/host-profile.ts';
import type { AttachOutcome, PageSeen } from '../link/calls.ts';
import type { FileToAttach } from './attach.ts';
import type { Shell } from './shell.ts';
import type { Words } from './words.ts';

/** What a page of either kind can be asked. */
export interface Visit {
  /** Reads the page and tells what is new. @returns whether the page was there to be read */
  look(): boolean;
  /** Once what was found at the last look has been told. */
  told(): Promise<void>;
  caseNumber(): string | undefined;
  /** The page has come together and is no longer watched. */
  watched(): void;
  gateControls(): readonly GatedControl[];
  meetingMissing(): void;
  /** Never rejects. */
  askGate(meeting: MeetingKind, byPerson: boolean): Promise<'pass' | 'hold'>;
  attach(file: FileToAttach): Promise<AttachOutcome>;
  refresh(): void;
}

export interface VisitHelp {
  words: Words;
  signal: AbortSignal;
  /** Case number of the page before, when this address is another case's: its text may still stand there. */
  stale: string | undefined;
  shell(): Shell;
  /** @returns whether the background heard it */
  arrive(page: PageSeen): Promise<boolean>;
  drifted(fields: string[]): void;
  /** There is nobody left to call. */
  gone(): void;
}
