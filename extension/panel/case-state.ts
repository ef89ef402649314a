/** The answer to "what does this case still need from me?". Pure: what is known in, one state out. */
import type { CaseView } from '../../shared/api.ts';
import type { GateDecision, HoldReason, Me, PanelContext } from '../link/calls.ts';

export type CaseState =
  | { is: 'no-sidecar' }
  | { is: 'signed-out'; wasHeld: boolean }
  | { is: 'reading' }
  | { is: 'unavailable' }
  | { is: 'unread' }
  | { is: 'held'; held: NonNullable<PanelContext['held']>; gate?: GateDecision; mineDue: boolean }
  | { is: 'due'; standing: NonNullable<CaseView['myStanding']> }
  | { is: 'waiting'; gate: GateDecision; missing: number }
  | { is: 'sheet-due'; outdated: boolean }
  | { is: 'sheet-others' }
  | { is: 'ready' }
  | { is: 'nothing' };

export interface Known {
  me: Pick<Me, 'person' | 'sidecarUrl'>;
  held: PanelContext['held'];
  /** Absent while it is asked, or when nobody could answer. */
  view: CaseView | undefined;
  failed: boolean;
}

const isGate = (reason: HoldReason) => reason.why === 'gate';

export const missingOf = (gate: GateDecision): GateDecision['people'] =>
  gate.people.filter((person) => person.standing !== 'stated');

/** A reading that names nobody is as good as none. */
const unread = (view: CaseView) =>
  !view.known || (view.gates.length > 0 && view.gates.every((gate) => gate.people.length === 0));

function heldState(
  view: CaseView,
  held: NonNullable<PanelContext['held']>,
  mineDue: boolean,
): CaseState | undefined {
  const { reason } = held;
  if (reason.why === 'gate') {
    // The view is newer than the hold: people may have stated since.
    const gate = view.gates.find(({ meeting }) => meeting === held.meeting) ?? reason.decision;
    return gate.open ? undefined : { is: 'held', held, gate, mineDue };
  }
  // Both have passed once the person is signed in and the case has been read.
  if (reason.why === 'signed-out' || reason.why === 'case-unread') return undefined;
  return { is: 'held', held, mineDue };
}

export function caseState({ me, held, view, failed }: Known): CaseState {
  if (me.sidecarUrl === undefined) return { is: 'no-sidecar' };
  if (!me.person) return { is: 'signed-out', wasHeld: held !== undefined && !isGate(held.reason) };
  if (!view) {
    if (held && failed) return { is: 'held', held, mineDue: false };
    return { is: failed ? 'unavailable' : 'reading' };
  }
  if (unread(view)) return { is: 'unread' };

  const involved = view.myRoles.length > 0;
  const standing = view.myStanding;
  const mineDue = involved && standing !== undefined && standing !== 'stated';
  const stopped = held && heldState(view, held, mineDue);
  if (stopped) return stopped;
  if (mineDue) return { is: 'due', standing };
  if (!involved) return { is: 'nothing' };

  const closed = view.gates.find((gate) => !gate.open);
  if (closed) return { is: 'waiting', gate: closed, missing: missingOf(closed).length };
  if (view.filings.some((filing) => filing.current)) return { is: 'ready' };
  return view.mayFileSheet ? { is: 'sheet-due', outdated: view.filings.length > 0 } : { is: 'sheet-others' };
}
