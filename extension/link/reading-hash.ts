/** When two readings say the same of a case. */
import type { CaseReadingBody } from '../../shared/records/case-reading.ts';
import { sha256Hex } from './seal.ts';

/** Field by field: a reading that went through the browser's storage comes back with its keys in another order. */
export const readingHash = ({ cause, stage, parties, agents, people }: CaseReadingBody): Promise<string> =>
  sha256Hex(
    JSON.stringify([
      cause,
      stage,
      parties,
      agents,
      people.map(({ role, name, staffCode }) => [role, name, staffCode ?? null]),
    ]),
  );
