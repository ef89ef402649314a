/**
 * Every reading leaves a trace: what is read and the leaf that says who read it are one transaction. If the leaf cannot be
 * written, no content leaves. Who is refused leaves a trace as well (济法发〔2021〕17号 四(五): 其他人员不得查看).
 */
import { Refusal } from '../problems.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { SqliteStore } from '../store/sqlite.ts';
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

export interface WhatIsRead {
  court: string;
  actor: string;
  action: ReadAction;
  /** An id, a case number, the hash of a file, or the reader's own code. */
  subject: string;
}

export interface ReadingsDeps {
  store: SqliteStore;
  log: LogKeeper;
  clock: () => number;
}

/** Statuses that tell somebody that this is not for them. */
const REFUSED = new Set([403, 404, 409]);

export class Readings {
  readonly #deps: ReadingsDeps;
  constructor(deps: ReadingsDeps) {
    this.#deps = deps;
  }

  /**
   * Reads, and writes down who did.
   * @param holdsContent whether what came out holds anything somebody disclosed; if not, it is no reading
   * @throws what the steps throw; a refusal is written down before it is told
   */
  async read<R>(
    what: WhatIsRead,
    steps: () => Steps<R>,
    holdsContent: (result: R) => boolean = () => true,
  ): Promise<R> {
    const { store } = this.#deps;
    const leaf = (outcome: 'given' | 'refused') => this.#leaf(what, outcome);
    try {
      return await store.write(function* (): Steps<{ changes: Change[]; result: R }> {
        const result = yield* steps();
        return { changes: holdsContent(result) ? leaf('given') : [], result };
      });
    } catch (error) {
      if (error instanceof Refusal && REFUSED.has(error.status)) {
        await store.write(function* (): Steps<{ changes: Change[]; result: undefined }> {
          return { changes: leaf('refused'), result: undefined };
        });
      }
      throw error;
    }
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
