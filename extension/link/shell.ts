/** What the collapsed tab at the page's edge shows. Pure: what is known in, mood out. */
import type { CaseView } from '../../shared/api.ts';
import type { HoldReason, Me, PanelContext, ShellState } from './calls.ts';

export interface ShellFacts {
  page: 'case' | 'meeting';
  /** A sidecar is named. */
  hasSidecar: boolean;
  /** Staff code of who is signed in. */
  me?: string;
  link: Me['link'];
  view?: CaseView;
  held?: PanelContext['held'];
  /** Records of this case the sidecar refused. */
  refused: number;
}

/** Whether the reason for which a submission was held still stands. */
function stillHeld({ meeting, reason }: NonNullable<PanelContext['held']>, facts: ShellFacts): boolean {
  const lifted: Record<HoldReason['why'], boolean> = {
    gate: facts.view?.gates.find((gate) => gate.meeting === meeting)?.open === true,
    'signed-out': facts.me !== undefined,
    offline: facts.link === 'online',
    'api-mismatch': facts.link === 'online',
    'no-sidecar': facts.hasSidecar,
    'case-unread': facts.view?.known === true,
    // Until somebody asks the gate anew.
    'case-changed': false,
    'no-person': false,
    unexpected: false,
  };
  return !lifted[reason.why];
}

/** Some gate asks me, and what I stated does not hold. */
function statementDue({ view, me }: ShellFacts): boolean {
  if (!view || me === undefined || view.myStanding === undefined || view.myStanding === 'stated')
    return false;
  return view.gates.some(({ people }) => people.some((person) => person.staffCode === me));
}

/** Everybody has stated, and the handling judge has not yet put the sheet as it is into the case file. */
function sheetDue({ view }: ShellFacts): boolean {
  if (!view?.mayFileSheet || !view.myRoles.includes('handling-judge')) return false;
  const open = view.gates.length > 0 && view.gates.every((gate) => gate.open);
  return open && !view.filings.some((filing) => filing.current);
}

export function shellState(facts: ShellFacts): ShellState {
  const count = (statementDue(facts) ? 1 : 0) + (sheetDue(facts) ? 1 : 0) + facts.refused;
  if (facts.held && stillHeld(facts.held, facts)) return { mood: 'held', count: Math.max(count, 1) };
  if (!facts.hasSidecar) return { mood: 'offline', count: 0 };
  if (facts.me === undefined) return { mood: facts.link === 'offline' ? 'offline' : 'signed-out', count: 0 };
  if (count > 0) return { mood: 'due', count };
  if (facts.link === 'offline' || facts.link === 'api-mismatch') return { mood: 'offline', count: 0 };
  if (facts.page === 'case' && facts.view?.myStanding === 'stated') return { mood: 'clear', count: 0 };
  return { mood: 'quiet', count: 0 };
}
