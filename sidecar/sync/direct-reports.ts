/**
 * The superior's side of 直报: of all that subordinate courts' couriers have sent, what somebody has written. Each envelope is
 * opened once to see whether it is a blank; which are not is remembered by number, in memory only, and what they say is
 * opened anew when it is read.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { DirectReportItem, DirectReportsAnswer } from '../../shared/api.ts';
import { type DirectReport, readDirectReport, referenceCode } from '../../shared/direct-report.ts';
import type { ComplaintBody } from '../../shared/records/complaint.ts';
import type { SealedEnvelopeBody } from '../../shared/records/direct-report.ts';
import type { RecordEnvelope } from '../../shared/records/record.ts';
import type { ReceivedRecordBody } from '../../shared/records/upstream.ts';
import type { DirectKeys } from '../crypto/direct-key.ts';
import { leaf } from '../log/leaf.ts';
import { preparedOpening } from '../store/plan.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { courtNumbered } from './inbox.ts';

const BATCH = 100;
const LIMIT = 200;

interface ReceivedRow {
  log_seq: number;
  origin: string;
  received_at: string;
  bytes: Buffer | null;
  salt: Buffer | null;
}

const received = (direction: 'asc' | 'desc') =>
  preparedOpening<{ court: string; type: string; after: number; limit: number }, ReceivedRow>((db, p) =>
    db
      .selectFrom('received')
      .innerJoin('log', (join) =>
        join.onRef('log.court', '=', 'received.court').onRef('log.seq', '=', 'received.log_seq'),
      )
      .innerJoin('content', (join) =>
        join.onRef('content.court', '=', 'log.court').onRef('content.id', '=', 'log.id'),
      )
      .select([
        'received.log_seq',
        'received.origin',
        'received.received_at',
        'content.court as content_court',
        'content.id as content_id',
        'content.sealed',
        'content.kek',
        'content.wrapped',
      ])
      .where('received.court', '=', p('court'))
      .where('received.type', '=', p('type'))
      .where('received.log_seq', '>', p('after'))
      .orderBy('received.log_seq', direction)
      .limit(p('limit')),
  );
const oldestAfter = received('asc');
const newest = received('desc');

export interface DirectReportsDeps {
  court: { code: string };
  directKeys: DirectKeys;
  subordinates: readonly { court: { code: string; name: string } }[];
  store: SqliteStore;
}

/** `blank`, or `unreadable` for what no key opens or is no direct report. */
type Opened = DirectReport | 'blank' | 'unreadable';

export class DirectReports {
  readonly #deps: DirectReportsDeps;
  /** Number in this court's log of the newest envelope that was looked into. */
  #seen = 0;
  #unopened = 0;
  /** Numbers of those that are not blank, each report once. */
  readonly #real: number[] = [];
  readonly #known = new Set<string>();
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(deps: DirectReportsDeps) {
    this.#deps = deps;
  }

  /** Looks into what has come since the last time; one at a time. */
  catchUp(): Promise<void> {
    const work = this.#running.then(() => this.#catchUp());
    this.#running = work.catch(() => undefined);
    return work;
  }

  /** Resolves when nothing is under way any more; what was not looked into yet is looked into at the next start. */
  stop(): Promise<void> {
    this.#stopped = true;
    return this.#running;
  }

  /** Newest first, with complaints that were filed for this court among them. */
  async read(): Promise<DirectReportsAnswer> {
    await this.catchUp();
    const reports: DirectReportItem[] = [];
    for (const seq of this.#real.slice(-LIMIT)) {
      const [row] = this.#envelopes(seq - 1, 1);
      const opened = row && (await this.#opened(row));
      if (row && typeof opened === 'object') reports.push(await this.#toItem(row, opened));
    }
    const { court, store } = this.#deps;
    const complaints = { court: court.code, type: 'complaint', after: 0, limit: LIMIT };
    for (const row of store.read(newest(complaints))) {
      const told = await this.#complaint(row);
      if (told) reports.push(told);
    }
    reports.sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
    return { reports: reports.slice(0, LIMIT), unopened: this.#unopened };
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const rows = this.#envelopes(this.#seen, BATCH);
      if (rows.length === 0) return;
      for (const row of rows) {
        if (this.#stopped) return;
        this.#note(row, await this.#opened(row));
        this.#seen = row.log_seq;
      }
      await turn();
    }
  }

  #note({ log_seq, origin }: ReceivedRow, opened: Opened): void {
    if (opened === 'unreadable') this.#unopened += 1;
    if (typeof opened !== 'object') return;
    // Sent again it comes again: its own id tells, which nobody on the way could see.
    const name = `${courtNumbered(origin)} ${opened.id}`;
    if (this.#known.has(name)) return;
    this.#known.add(name);
    this.#real.push(log_seq);
  }

  #envelopes(after: number, limit: number): ReceivedRow[] {
    const { court, store } = this.#deps;
    return store.read(oldestAfter({ court: court.code, type: 'sealed-envelope', after, limit }));
  }

  async #opened({ bytes }: ReceivedRow): Promise<Opened> {
    if (!bytes) return 'blank';
    const { parcel } = (JSON.parse(bytes.toString('utf8')) as RecordEnvelope<string, ReceivedRecordBody>)
      .body;
    try {
      const { envelope } = bodyIn<SealedEnvelopeBody>(parcel.content);
      const report = readDirectReport(await this.#deps.directKeys.open(envelope));
      return report === undefined ? 'blank' : (report ?? 'unreadable');
    } catch {
      return 'unreadable';
    }
  }

  #court(origin: string): { code: string; name: string } {
    const code = courtNumbered(origin);
    const known = this.#deps.subordinates.find(({ court }) => court.code === code);
    return { code, name: known?.court.name ?? code };
  }

  async #toItem(row: ReceivedRow, report: DirectReport): Promise<DirectReportItem> {
    const { id, kind, author, about, text, at } = report;
    return {
      id,
      code: await referenceCode(id),
      kind,
      via: 'sealed',
      // Whose court it is says the court that carried it, not the one who wrote it.
      court: this.#court(row.origin),
      ...(author ? { author } : {}),
      about,
      text,
      writtenAt: at,
      receivedAt: row.received_at,
    };
  }

  async #complaint({ bytes, origin, received_at }: ReceivedRow): Promise<DirectReportItem | undefined> {
    if (!bytes) return undefined;
    const { parcel } = (JSON.parse(bytes.toString('utf8')) as RecordEnvelope<string, ReceivedRecordBody>)
      .body;
    if (parcel.content === '') return undefined;
    const { actor } = leaf.parse(JSON.parse(Buffer.from(parcel.leaf, 'base64').toString('utf8')));
    const { at, body } = recordIn<ComplaintBody>(parcel.content);
    return {
      id: parcel.id,
      code: await referenceCode(parcel.id),
      kind: 'complaint',
      via: 'report',
      court: this.#court(origin),
      author: { staffCode: actor, name: body.name ?? actor, department: '' },
      about: body.about?.name ?? '',
      text: body.text,
      writtenAt: at,
      receivedAt: received_at,
    };
  }
}

const recordIn = <B>(content: string): RecordEnvelope<string, B> =>
  JSON.parse(Buffer.from(content, 'base64').toString('utf8')) as RecordEnvelope<string, B>;

const bodyIn = <B>(content: string): B => recordIn<B>(content).body;
