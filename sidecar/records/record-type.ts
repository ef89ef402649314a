/**
 * A record type: its schema, of whom it may come, and what it must satisfy. Adding a capability means adding one of
 * these and, where something new is asked, a view. Nothing here knows of routes or tables of its own.
 */
import type { z } from 'zod';
import type { Scope } from '../../shared/access-matrix.ts';
import type { Person } from '../../shared/api.ts';
import type { Policy } from '../../shared/policy.ts';
import type { FiledRecord, RecordEnvelope } from '../../shared/records/record.ts';
import type { Channel } from '../../shared/records/upstream.ts';
import type { ProblemCode } from '../problems.ts';
import type { Change, Steps } from '../store/plan.ts';

export type Actor =
  | ({ kind: 'person' } & Person)
  | { kind: 'court'; code: string }
  | { kind: 'system'; part: string };

/** How the log names an actor. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'person') return actor.staffCode;
  return actor.kind === 'court' ? `court:${actor.code}` : `system:${actor.part}`;
}

export interface Circumstances {
  court: string;
  actor: Actor;
  /** ISO UTC, the sidecar's clock. */
  now: string;
  policy: Policy;
}

export interface RecordType<T extends string = string, B = unknown> {
  type: T;
  schema: z.ZodType<RecordEnvelope<T, B>>;
  /** On which channel it is told to the superior court, if at all; where that hangs on the record, the record says it. */
  upstream: false | Channel | ((record: FiledRecord<T, B>) => Steps<Channel | undefined>);
  /**
   * What only the sidecar can say of it, put into the body under this key before it is filed. A record that comes again is
   * compared without it.
   */
  adds?: { key: string; make(record: RecordEnvelope<T, B>): Steps<unknown> };
  /** It is put where nobody sees that it came in, and is not filed: neither log nor view nor count knows of it. */
  aside?: true;
  /** Hashes of files it stands for, which its leaf names: whoever has such a file can prove it by the log. */
  standsFor?(record: RecordEnvelope<T, B>): Steps<string[]>;
  /** Keys that are gone with it; nothing of them may stay on the disk. */
  destroys?(record: RecordEnvelope<T, B>): Steps<Change[]>;
  /** The entry whose content it opens: an attempt that is refused is written down as a refused reading of it. */
  opens?(record: RecordEnvelope<T, B>): string;
  /**
   * May this actor file this very one, by how the actor stands to what it is about (shared/access-matrix.ts), and do the
   * rules allow it? Who may never file the type does not come here.
   * @returns the code of what stands against it
   * @throws Refusal where a field can be named
   */
  refuses(record: RecordEnvelope<T, B>, circumstances: Circumstances): Steps<ProblemCode | undefined>;
}

/** Binds a type's schema and rules together; the body's type is inferred from the schema. */
export function recordType<T extends string, B>(definition: RecordType<T, B>): RecordType {
  return definition as unknown as RecordType;
}

/** As the matrix asks it: whether what an entry says is this actor's own. */
export const isBy = (row: { staff_code: string } | undefined, actor: Actor): readonly Scope[] =>
  actor.kind === 'person' && row?.staff_code === actor.staffCode ? ['own'] : [];

/** For types of which nothing more is asked than who files them. */
export function* nothingMore(): Steps<ProblemCode | undefined> {
  return undefined;
}
