/**
 * Every reading leaves a trace: what is read and the leaf that says who read it are one transaction. If the leaf cannot be
 * written, no content leaves. Who is refused leaves a trace as well (济法发〔2021〕17号 四(五): 其他人员不得查看).
 */
import type { Thing } from '../../shared/access-matrix.ts';
import { Refusal } from '../problems.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import { type SqliteStore, StoreBroken, StoreFull } from '../store/sqlite.ts';
import type { LogKeeper } from './keeper.ts';

/** What can be read that holds what somebody disclosed. */
export const READ_ACTIONS = [
  'read-own-entries',
  'read-own-entry',
  'print-own-entry',
  'read-case',
  'print-sheet',
  'read-screening-list',
  'read-entry',
  'read-evidence',
  'read-escalations',
  'read-counts',
  'read-direct-reports',
  'read-own-complaints',
  'read-complaints',
  'read-complaint',
] as const;
export type ReadAction = (typeof READ_ACTIONS)[number];

/** As which reading it is written down when somebody asks for a thing they may never have, or files what would open one. */
export const READING_OF: { readonly [T in Thing]?: ReadAction } = {
  opening: 'read-entry',
  'screening-list': 'read-screening-list',
  'entry-content': 'read-entry',
  evidence: 'read-evidence',
  escalations: 'read-escalations',
  counts: 'read-counts',
  'granted-content': 'read-entry',
  'complaint-list': 'read-complaints',
  'complaint-content': 'read-complaint',
  'direct-reports': 'read-direct-reports',
};

export interface WhatIsRead {
  court: string;
  actor: string;
  action: ReadAction;
  /** An id, a case number, the hash of a file, or the reader's own code. */
  subject: string;
}

export interface ReadingsDeps {
  store: SqliteStore;
  log: Pick<LogKeeper, 'appendReading'>;
  clock: () => number;
}

/**
 * Whether it tells somebody that this is not for them. A custodian who has not opened an entry yet was kept from nothing, and
 * the question whether one has is asked by every page that shows it; what was destroyed by law is kept from everybody.
 */
const keptOut = ({ status, code }: Refusal): boolean =>
  [403, 404, 409].includes(status) && code !== 'opening-required' && code !== 'entry-destroyed';

/** A full disk and a failed one are told as such; whatever else kept the leaf from being written, as that. */
const unwritten = (error: unknown): unknown =>
  error instanceof StoreFull || error instanceof StoreBroken ? error : new Refusal('trace-unwritten');

export class Readings {
  readonly #deps: ReadingsDeps;
  constructor(deps: ReadingsDeps) {
    this.#deps = deps;
  }

  /**
   * Reads, and writes down who did.
   * @param holdsContent whether what came out holds anything somebody disclosed; if not, it is no reading
   * @throws what the steps throw; a refusal is written down before it is told. Refusal trace-unwritten, StoreFull, StoreBroken
   */
  async read<R>(
    what: WhatIsRead,
    steps: () => Steps<R>,
    holdsContent: (result: R) => boolean = () => true,
  ): Promise<R> {
    const leaf = () => this.#leaf(what, 'given');
    let read = false;
    try {
      return await this.#deps.store.write(function* (): Steps<{ changes: Change[]; result: R }> {
        const result = yield* steps();
        read = true;
        return { changes: holdsContent(result) ? leaf() : [], result };
      });
    } catch (error) {
      if (read) throw unwritten(error);
      if (error instanceof Refusal) await this.refused(what, error);
      throw error;
    }
  }

  /** Writes down that somebody tried to read, and was refused; the refusal is told only after that. */
  async refused(what: WhatIsRead, refusal?: Refusal): Promise<void> {
    if (refusal && !keptOut(refusal)) return;
    const leaf = () => this.#leaf(what, 'refused');
    const trace = this.#deps.store.write(function* (): Steps<{ changes: Change[]; result: undefined }> {
      return { changes: leaf(), result: undefined };
    });
    await trace.catch((reason: unknown) => {
      throw unwritten(reason);
    });
  }

  #leaf({ court, actor, action, subject }: WhatIsRead, outcome: 'given' | 'refused'): Change[] {
    const at = new Date(this.#deps.clock()).toISOString();
    return this.#deps.log.appendReading(court, { at, actor, action, subject, outcome }).changes;
  }
}

export interface ReadingRow {
  seq: number;
  at: string;
  actor: string;
  action: ReadAction;
  outcome: 'given' | 'refused';
}

/** Who has read this, newest first. */
export const readingsOfSubject = prepared<{ court: string; subject: string; limit: number }, ReadingRow>(
  (db, p) =>
    db
      .selectFrom('access_log')
      .select(['seq', 'at', 'actor', 'action', 'outcome'])
      .where('court', '=', p('court'))
      .where('subject', '=', p('subject'))
      .orderBy('seq', 'desc')
      .limit(p('limit'))
      .$castTo<ReadingRow>(),
);

/** When this person was last given this to read. */
export const lastReadingOf = prepared<
  { court: string; actor: string; action: ReadAction; subject: string },
  { at: string }
>((db, p) =>
  db
    .selectFrom('access_log')
    .select('at')
    .where('court', '=', p('court'))
    .where('subject', '=', p('subject'))
    .where('actor', '=', p('actor'))
    .where('action', '=', p('action'))
    .where('outcome', '=', 'given')
    .orderBy('seq', 'desc')
    .limit(1),
);
