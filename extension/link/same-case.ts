/**
 * Whether the case a person saw in our frame is the one the page speaks of now. A page can say what it likes, and
 * say something else a moment later; what was signed for one case must not go out while the page is of another.
 */
import { caseKey } from '../../shared/case-number.ts';
import { comparable } from '../../shared/text.ts';
import { CallError } from './call-error.ts';
import type { PageSeen } from './calls.ts';

const keyOf = (caseNumber: string): string =>
  caseKey(caseNumber, { currentYear: new Date().getFullYear() }) ?? comparable(caseNumber);

export const sameCase = (one: string, other: string): boolean => keyOf(one) === keyOf(other);

/**
 * @param page what the page of the asking panel said last; undefined when the panel is not of a page any more
 * @param seen the case number in what is filed, as the person saw it; absent where nothing of a case is filed
 * @throws CallError case-changed
 */
export function mustBeSeenCase(page: PageSeen | undefined, seen: unknown): void {
  // On a meeting's page the case is one of a list that may be turned or sorted meanwhile: what the person saw counts.
  const now = page?.type === 'case' ? page.reading.caseNumber : undefined;
  const changed = now !== undefined && typeof seen === 'string' && !sameCase(now, seen);
  if (!page || changed) throw new CallError({ code: 'case-changed' });
}
