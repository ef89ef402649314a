/** Under which names drafts are kept; apart from the forms, so that a page may ask for a draft without loading its form. */
import type { EscalationBody } from '../../shared/records/escalation.ts';

/** One draft a case, and one for all entries without a case. */
export const draftKey = (caseNumber: string | undefined): string => `entry:${caseNumber ?? ''}`;
export const supplementKey = (entryId: string): string => `supplement:${entryId}`;

export type EscalationAbout = Pick<EscalationBody, 'entryId' | 'caseNumber'>;

/** Under which what was written about it is kept. */
export const escalationKey = ({ entryId, caseNumber }: EscalationAbout): string =>
  `escalation:${entryId ?? caseNumber ?? ''}`;
