/** What a meeting's members see of its cases: marks for the rows, and a brief of one case. Counts, no content. */
import type { AgendaBadge, Brief, Person } from '../../shared/api.ts';
import type { MeetingKind } from '../../shared/codes.ts';
import type { Policy } from '../../shared/policy.ts';
import type { Steps } from '../store/plan.ts';
import { caseFile, caseHeader } from './case-file.ts';
import { gateOf } from './gate.ts';
import { upstreamState } from './outbox.ts';
import { recusalsOf } from './recusals.ts';
import { filingsOfCase, linesOfCase, sheetOf } from './sheet.ts';
import { staffByCode } from './staff.ts';
import type { OwnCourt } from './view.ts';

interface Asked {
  court: OwnCourt;
  caseKey: string;
  meeting: MeetingKind;
  hostMeetingId: string | undefined;
  viewer: Person;
  now: string;
  policy: Policy;
}

export function* badgeOf(asked: Asked): Steps<AgendaBadge> {
  const { court, caseKey, meeting, viewer } = asked;
  const gate = yield* gateOf(court.code, caseKey, meeting, asked.now, asked.policy);
  const lines = yield* linesOfCase({ court: court.code, case_key: caseKey });
  const recusals = yield* recusalsOf(court.code, caseKey, meeting, asked.hostMeetingId);
  return {
    caseNumber: caseKey,
    state: gate.caseUnknown ? 'unknown' : gate.open ? 'complete' : 'incomplete',
    entries: lines.filter((line) => line.type === 'entry').length,
    nils: lines.filter((line) => line.type === 'nil-declaration').length,
    mine: recusals.findLast((row) => row.staff_code === viewer.staffCode)?.statement ?? 'none',
  };
}

export function* briefOf(asked: Asked): Steps<Brief> {
  const { court, caseKey, meeting, viewer } = asked;
  const key = { court: court.code, case_key: caseKey };
  const file = yield* caseFile(court.code, caseKey);
  const { cause, parties, agents } = yield* caseHeader(court.code, file);
  const lines = yield* linesOfCase(key);
  const recusals = yield* recusalsOf(court.code, caseKey, meeting, asked.hostMeetingId);
  const recused: string[] = [];
  for (const row of recusals.filter((one) => one.statement === 'recuse')) {
    recused.push((yield* staffByCode(court.code, row.staff_code))?.name ?? row.staff_code);
  }
  let received = 0;
  let sent = 0;
  for (const line of lines) {
    const state = yield* upstreamState(court, line.id, line.scope);
    if (state === 'waiting' || state === 'received') sent += 1;
    if (state === 'received') received += 1;
  }
  const sheet = yield* sheetOf(court, caseKey, asked.policy);
  const filings = yield* filingsOfCase(key);
  const mine = recusals.findLast((row) => row.staff_code === viewer.staffCode);
  const count = (kind: string) => lines.filter((line) => line.kind === kind).length;
  return {
    caseNumber: caseKey,
    known: file !== undefined,
    cause,
    parties,
    agents,
    counts: {
      external: count('external'),
      internal: count('internal'),
      contact: count('contact'),
      nil: lines.filter((line) => line.type === 'nil-declaration').length,
    },
    gate: yield* gateOf(court.code, caseKey, meeting, asked.now, asked.policy),
    sheetFiled: filings.some((filing) => filing.sheet_hash === sheet?.hash)
      ? 'yes'
      : filings.length > 0
        ? 'outdated'
        : 'no',
    upstream: { sent, received },
    recusals: { noRecusal: recusals.filter((row) => row.statement === 'no-recusal').length, recused },
    mine: mine ? { statement: mine.statement, at: mine.filed_at } : { statement: 'none' },
  };
}
