/**
 * Readings of case pages on their way to the sidecar. Once per person, content and browser session; sent at once,
 * not queued: nobody typed them, and the page can be read again. But a statement about a case must not arrive
 * before the reading its author stood on (the gate would take it for older than the panel), so a statement that
 * has to wait takes the unsent reading with it into the queue.
 */
import { v7 } from 'uuid';
import type { CaseReadingBody } from '../../shared/records/case-reading.ts';
import { comparable } from '../../shared/text.ts';
import { CallError } from './call-error.ts';
import { announce } from './changes.ts';
import { exclusively, slot } from './memory.ts';
import { readingToFile } from './page-reading.ts';
import { readingHash } from './reading-hash.ts';
import { type FiledReading, mayFileReading, recentReadings } from './reading-limit.ts';
import { sendRecord } from './send-record.ts';
import { currentSession } from './session.ts';
import { allTabs } from './tabs.ts';

interface Filed {
  hash: string;
  /** Filed a second time, because the sidecar said it knew none: not a third time. */
  twice: boolean;
}

const recent = (owner: string) => slot<FiledReading[]>('session', `reading:${owner} recent`);

/** @throws CallError too-many-readings */
async function countReading(owner: string, caseNumber: string): Promise<void> {
  const [now, key] = [Date.now(), comparable(caseNumber)];
  const before = recentReadings((await recent(owner).get()) ?? [], now);
  if (!mayFileReading(before, key)) throw new CallError({ code: 'too-many-readings' });
  await recent(owner).set([...before, { at: now, key }]);
}

const filedReading = (owner: string, caseNumber: string) =>
  slot<Filed>('session', `reading:${owner}:${comparable(caseNumber)}`);

/**
 * Files the reading unless this person filed the same one before in this session of the browser.
 * @param again also then: the sidecar says it knows no reading
 * @throws CallError too-many-readings, and as the sidecar's client does
 */
export function fileReading(reading: CaseReadingBody, again = false): Promise<void> {
  return exclusively('reading', async () => {
    const session = await currentSession();
    if (!session) throw new CallError({ code: 'signed-out' });
    const filed = filedReading(session.owner, reading.caseNumber);
    const hash = await readingHash(reading);
    const before = await filed.get();
    const known = before?.hash === hash;
    if (known && (!again || before.twice)) return;
    await countReading(session.owner, reading.caseNumber);
    const json = {
      id: v7(),
      type: 'case-reading',
      court: session.court.code,
      at: new Date().toISOString(),
      body: reading,
    };
    const { token } = session;
    await sendRecord(json, token);
    await filed.set({ hash, twice: known });
    announce({ changed: 'case' });
  });
}

/**
 * Marks the reading an open page gave of this case as filed, for the queue to take along.
 * @returns undefined when the sidecar has it, or no open page shows the case
 */
export async function takeUnfiledReading(caseNumber: string): Promise<CaseReadingBody | undefined> {
  const session = await currentSession();
  if (!session) return undefined;
  const wanted = comparable(caseNumber);
  for (const { page } of (await allTabs()).values()) {
    const reading = readingToFile(page);
    if (!reading || comparable(reading.caseNumber) !== wanted) continue;
    const filed = filedReading(session.owner, caseNumber);
    const hash = await readingHash(reading);
    if ((await filed.get())?.hash === hash) return undefined;
    await filed.set({ hash, twice: false });
    return reading;
  }
  return undefined;
}
