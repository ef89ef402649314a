/** What of a page may be filed as the reading of its case. */
import type { CaseReadingBody } from '../../shared/records/case-reading.ts';
import type { PageSeen } from './calls.ts';

/**
 * @returns undefined also for a case of which not all people could be read: the gate asks the people of the
 * newest reading, so one that lacks some would open it without them
 */
export const readingToFile = (page: PageSeen): CaseReadingBody | undefined =>
  page.type === 'case' && !page.peopleUnread ? page.reading : undefined;
