/** A record on its way to the sidecar: each fills a request of the same size, so that none tells by its length what it is. */
import { type RecordOutcome, recordOutcome } from '../../shared/api.ts';
import { filledJson } from '../../shared/direct-report.ts';
import type { RecordEnvelope } from '../../shared/records/record.ts';
import { sidecar } from './connection.ts';

/** @throws CallError as the sidecar's client does */
export const sendRecord = (record: RecordEnvelope, token: string): Promise<RecordOutcome> =>
  sidecar.askJson('/v1/records', recordOutcome, {
    method: 'POST',
    bytes: { data: filledJson(record), mediaType: 'application/json' },
    session: { token },
  });
