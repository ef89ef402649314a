/**
 * A record type: its schema, who may file it, and what it must satisfy. Adding a capability means adding one of
 * these and, where something new is asked, a view. Nothing here knows of routes or tables of its own.
 */
import type { z } from 'zod';
import type { Person } from '../../shared/api.ts';
import type { Policy } from '../../shared/policy.ts';
import type { FiledRecord, RecordEnvelope } from '../../shared/records/record.ts';
import type { Channel } from '../../shared/records/upstream.ts';
import type { ProblemCode } from '../problems.ts';
import type { Steps } from '../store/plan.ts';

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
  /** It is put where nobody sees that it came in, and is not filed: neither log nor view nor count knows of it. */
  aside?: true;
  /** Hashes of files it stands for, which its leaf names: whoever has such a file can prove it by the log. */
  standsFor?(record: RecordEnvelope<T, B>): Steps<string[]>;
  /**
   * May this actor file it, and do the rules allow it?
   * @returns the code of what stands against it
   * @throws Refusal where a field can be named
   */
  refuses(record: RecordEnvelope<T, B>, circumstances: Circumstances): Steps<ProblemCode | undefined>;
}

/** Binds a type's schema and rules together; the body's type is inferred from the schema. */
export function recordType<T extends string, B>(definition: RecordType<T, B>): RecordType {
  return definition as unknown as RecordType;
}

/** For types that only a part of the sidecar itself files. */
export function onlySystem(part: string) {
  return function* (_: unknown, { actor }: Circumstances): Steps<ProblemCode | undefined> {
    return actor.kind === 'system' && actor.part === part ? undefined : 'not-allowed';
  };
}
