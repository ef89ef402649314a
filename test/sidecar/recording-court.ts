/** A court in which a judge records and custodians screen, with what every test of it asks: shared by those tests. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { type OwnEntry, ownEntriesAnswer, ownEntry, type RecordOutcome } from '../../shared/api.ts';
import { NATIONAL_POLICY } from '../../shared/policy.ts';
import type { EntryBody, Evidence } from '../../shared/records/entry.ts';
import type { Sheet, SheetEntry } from '../../shared/sheet.ts';
import { waitingParcels } from '../../sidecar/views/outbox.ts';
import { sheetOf } from '../../sidecar/views/sheet.ts';
import { COURT, STAFF_CSV } from '../world/people.ts';
import { CASE, entry, reading } from './examples.ts';
import { type Client, startTestCourt, type TestCourt } from './test-court.ts';

export interface RecordingCourt {
  court: TestCourt;
  /** The handling judge, and a custodian. */
  limh: Client;
  heqy: Client;
  /** A file the judge has brought. */
  evidence: Evidence;
  /** Moves the court's clock. */
  later(ms: number): void;
  setTo(instant: number): void;
  /** An entry of an hour ago. */
  body(changes?: Partial<EntryBody>): EntryBody;
  /** Files it, the judge unless somebody else is named. @returns its id */
  file(body: EntryBody, by?: Client): Promise<string>;
  sheet(caseNumber?: string): Sheet;
  onSheet(id: string): SheetEntry;
  own(id: string, by?: Client): Promise<OwnEntry>;
  /** Ids of what waits to go upstream on a channel. */
  parcels(channel?: string): string[];
}

export const who = (changes: Partial<EntryBody['person']>) => ({ ...entry().person, ...changes });

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

/**
 * @param now what the court's clock begins with, milliseconds since 1970
 * @param overrides of its configuration
 */
export async function startRecordingCourt(
  now: number,
  overrides: Record<string, unknown> = {},
  staffCsv = STAFF_CSV,
): Promise<RecordingCourt> {
  const started = Date.now();
  let today = now;
  // Scenarios go back and forth in time: no record is held against the clock.
  const court = await startTestCourt(
    { clock: { afterRecord: Number.MAX_SAFE_INTEGER }, ...overrides },
    { clock: () => today + (Date.now() - started), staffCsv },
  );
  const limh = await court.as('limh');
  expect((await limh.file('case-reading', reading())).status).toBe(201);
  const hash = createHash('sha256').update(PDF).digest('hex');
  const sent = await limh.request('PUT', `/v1/evidence/${hash}`, PDF, { 'content-type': 'application/pdf' });
  expect(sent.status).toBe(201);
  const sheet = (caseNumber = CASE) => {
    const sealed = court.sidecar.store.read(sheetOf(COURT, caseNumber, NATIONAL_POLICY));
    if (!sealed) throw new Error('no sheet');
    return sealed.sheet;
  };
  return {
    court,
    limh,
    heqy: await court.as('heqy'),
    evidence: { hash, name: '来函.pdf', mediaType: 'application/pdf', bytes: PDF.length },
    later(ms) {
      today += ms;
      void court.sidecar.clockCheck.look();
    },
    setTo(instant) {
      today = instant;
      void court.sidecar.clockCheck.look();
    },
    body: (changes = {}) =>
      entry({ occurredAt: new Date(court.now().getTime() - 3_600_000).toISOString(), ...changes }),
    async file(body, by = limh) {
      const answer = await by.file('entry', body);
      expect(answer.status, await answer.clone().text()).toBe(201);
      return ((await answer.json()) as RecordOutcome).id;
    },
    sheet,
    onSheet(id) {
      const line = sheet().lines.find((one) => one.id === id);
      if (line?.type !== 'entry') throw new Error('not on the sheet');
      return line;
    },
    async own(id, by = limh) {
      // Read as the extension reads it: an answer with one entry it cannot read is no answer.
      const { entries } = ownEntriesAnswer.parse(await by.get('/v1/entries'));
      const found = entries.find((one) => one.id === id);
      if (!found) throw new Error('not in the own list');
      expect(ownEntry.parse(await by.get(`/v1/entries/${id}`))).toEqual(found);
      return found;
    },
    parcels: (channel = 'report') =>
      court.sidecar.store
        .read(waitingParcels({ court: COURT.code, channel, limit: 1000 }))
        .map((row) => row.id),
  };
}
