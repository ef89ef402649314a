/** What the panel of a case shows at a time, and what its state card is given. */
import type { CaseView } from '../../shared/api.ts';
import type { Me, PanelContext } from '../link/calls.ts';
import type { CaseState } from './case-state.ts';

export type Screen = 'overview' | 'entry' | 'nil' | 'escalate';

export interface StateCardProps {
  state: CaseState;
  nonce: string;
  /** As the page was read. */
  caseNumber: string;
  held: PanelContext['held'];
  me: Me;
  view: CaseView | undefined;
  /** The sidecar cannot be asked just now. */
  away: boolean;
  error: unknown;
  again(): void;
  draftAt: string | undefined;
  go(screen: Screen): void;
}
