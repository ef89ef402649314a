/**
 * A submission was tried: may it go? Fails closed: whatever cannot be made sure of holds it. The order matters:
 * the reading first (the gate asks the people of the newest one), then the decision, then the clearance as a
 * record, and only when that is filed is the network opened.
 */
import type { RecordOutcome } from '../../shared/api.ts';
import type { MeetingKind } from '../../shared/codes.ts';
import type { CaseReadingBody } from '../../shared/records/case-reading.ts';
import { problemOf } from './call-error.ts';
import type { GateAnswer, GateDecision, HoldReason } from './calls.ts';

export interface GateDeps {
  hasSidecar(): Promise<boolean>;
  signedIn(): Promise<boolean>;
  /** What the asking page gave as the case's reading. */
  reading(): Promise<CaseReadingBody | undefined>;
  /** Whether the page's address is that of the case it says, as far as is known. */
  sameCase(): Promise<boolean>;
  /** A person did it, and not the page by itself. */
  byPerson: boolean;
  fileReading(reading: CaseReadingBody): Promise<void>;
  decide(caseNumber: string, meeting: MeetingKind): Promise<GateDecision>;
  fileClearance(body: { caseNumber: string; meeting: MeetingKind }): Promise<RecordOutcome>;
  /** @returns until when this tab may send, milliseconds since 1970 */
  open(): Promise<number>;
  now(): number;
}

type Why = Exclude<HoldReason['why'], 'gate'>;
const hold = (why: Why): GateAnswer => ({ verdict: 'hold', reason: { why } });
const holdBy = (decision: GateDecision): GateAnswer =>
  decision.caseUnknown ? hold('case-unread') : { verdict: 'hold', reason: { why: 'gate', decision } };

function whyOf(error: unknown): Why {
  const { code, problem } = problemOf(error);
  if (code === 'signed-out' || code === 'offline' || code === 'api-mismatch' || code === 'no-sidecar')
    return code;
  if (code === 'unavailable') return 'offline';
  return problem?.code === 'case-unknown' ? 'case-unread' : 'unexpected';
}

async function decideAndOpen(deps: GateDeps, meeting: MeetingKind): Promise<GateAnswer> {
  if (!(await deps.hasSidecar())) return hold('no-sidecar');
  if (!(await deps.signedIn())) return hold('signed-out');
  const reading = await deps.reading();
  if (!reading) return hold('case-unread');
  if (!(await deps.sameCase())) return hold('case-changed');
  const { caseNumber } = reading;
  await deps.fileReading(reading);
  const decision = await deps.decide(caseNumber, meeting);
  if (!decision.open) return holdBy(decision);
  // A clearance bears the person's name: no script gets one, nor what one opened.
  if (!deps.byPerson) return hold('no-person');
  const inForce = decision.clearance && Date.parse(decision.clearance.validUntil) > deps.now();
  if (!inForce) {
    try {
      await deps.fileClearance({ caseNumber, meeting });
    } catch (error) {
      // Somebody was faster: a change of the panel between question and clearance.
      if (problemOf(error).problem?.code !== 'gate-closed') throw error;
      const anew = await deps.decide(caseNumber, meeting);
      return anew.open ? hold('unexpected') : holdBy(anew);
    }
  }
  const until = await deps.open();
  const end = inForce ? Math.min(until, Date.parse(decision.clearance?.validUntil ?? '')) : until;
  return { verdict: 'pass', validUntil: new Date(end).toISOString() };
}

export async function askGate(deps: GateDeps, meeting: MeetingKind): Promise<GateAnswer> {
  try {
    return await decideAndOpen(deps, meeting);
  } catch (error) {
    return hold(whyOf(error));
  }
}
