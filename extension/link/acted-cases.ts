/**
 * Under which number somebody has dealt with a case of the host, by the id in the page's address. A page that is at one
 * address and says the number of another case would have the gate asked for that one, and the network opened for
 * this one; where a person has acted before under another number at the same address, that shows.
 */
import { slot } from './memory.ts';
import { sameCase } from './same-case.ts';
import type { TabRecord } from './tabs.ts';

const actedAt = (origin: string, caseId: string) => slot<string>('session', `acted:${origin} ${caseId}`);

/** @returns false when this address was of another case before, in this run of the browser */
export async function sameCaseAsBefore({ origin, caseId, page }: TabRecord): Promise<boolean> {
  if (caseId === undefined || page.type !== 'case') return true;
  const before = await actedAt(origin, caseId).get();
  return before === undefined || sameCase(before, page.reading.caseNumber);
}

/** A person has signed something on this page, or asked the gate: from now on its address is of this case. */
export async function noteActed({ origin, caseId, page }: TabRecord): Promise<void> {
  if (caseId === undefined || page.type !== 'case') return;
  const place = actedAt(origin, caseId);
  if ((await place.get()) === undefined) await place.set(page.reading.caseNumber);
}
