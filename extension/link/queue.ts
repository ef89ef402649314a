/**
 * The queue: what a person files is on this computer's disk, sealed, before the first attempt to send it, and
 * stays there until the sidecar has it or has refused it.
 *
 *     add ─► waiting ──201/200──► removed
 *              │ ▲
 *              │ └── offline, 5xx, 429, 507: tried again later
 *              └────4xx──► refused ──takeBack──► a draft again
 *
 * It belongs to its author: rows carry a hash of court and staff code, are sealed under a key the sidecar gives
 * only to that person, and go out with the token of that person's own session. The id a record is stored with is
 * the id it is sent with each time, so that an answer lost on the way does no harm.
 */
import { z } from 'zod';
import type { Problem, RecordOutcome } from '../../shared/api.ts';
import { filledJson } from '../../shared/direct-report.ts';
import { EVIDENCE_MAX_BYTES, type Evidence, evidence } from '../../shared/records/entry.ts';
import type { RecordEnvelope } from '../../shared/records/record.ts';
import { comparable } from '../../shared/text.ts';
import { CallError, problemOf } from './call-error.ts';
import type { CallProblem, FileOutcome, QueueItem } from './calls.ts';
import { fromBase64, type Sealed, seal, sha256Hex, unseal } from './seal.ts';
import type { Author } from './session.ts';

export interface QueueRow {
  /** Given by the store, counts up: the order of filing. */
  order: number;
  id: string;
  owner: string;
  at: string;
  state: QueueItem['state'];
  attempts: number;
  /** Not tried again before, milliseconds since 1970. */
  notBefore: number;
  /** A `Waiting`, as JSON. */
  sealed: Sealed;
}

/** Evidence and drafts: sealed bytes under a name that tells nothing. */
export interface KeptBytes {
  owner: string;
  kind: 'evidence' | 'draft';
  name: string;
  keptAt: number;
  /** Evidence: the sidecar has it already. */
  sent: boolean;
  sealed: Sealed;
}

/** Each call is one durable transaction. */
export interface QueueStore {
  add(row: Omit<QueueRow, 'order'>): Promise<void>;
  /** In order of filing. */
  rows(owner: string): Promise<QueueRow[]>;
  row(id: string): Promise<QueueRow | undefined>;
  /** Replaces the row with this order, if it is still there. */
  replace(row: QueueRow): Promise<void>;
  remove(id: string): Promise<void>;
  keep(bytes: KeptBytes): Promise<void>;
  kept(owner: string, kind: KeptBytes['kind'], name: string): Promise<KeptBytes | undefined>;
  allKept(owner: string): Promise<KeptBytes[]>;
  drop(owner: string, kind: KeptBytes['kind'], name: string): Promise<void>;
}

export interface QueueDeps {
  store: QueueStore;
  author(): Promise<Author | undefined>;
  draftAuthor(): Promise<Pick<Author, 'owner' | 'key'> | undefined>;
  /** @throws CallError as the sidecar's client does */
  sendRecord(envelope: RecordEnvelope, token: string): Promise<RecordOutcome>;
  /** Goes on where an earlier attempt was cut off. */
  sendEvidence(evidence: Evidence, bytes: Uint8Array<ArrayBuffer>, token: string): Promise<void>;
  /** Runs one flush at a time. */
  alone(work: () => Promise<void>): Promise<void>;
  now(): number;
  newId(): string;
  changed(what: { filed?: RecordEnvelope }): void;
}

export interface Draft {
  type: string;
  body: unknown;
}

interface Waiting {
  envelope: RecordEnvelope;
  problem?: Problem;
}

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** Evidence no row and no draft names any more goes after this long. */
const ORPHAN_AFTER = 30 * DAY;
/** Filing answers `queued` after this long; sending goes on. */
const PATIENCE = 20 * SECOND;

const withEvidence = z.object({ evidence: z.array(evidence) });
/** A supplement brings the whole entry, and its files with it. */
const withEntry = z.object({ entry: withEvidence });
const withCase = z.object({ caseNumber: z.string() });

const caseOf = (body: unknown): string | undefined => withCase.safeParse(body).data?.caseNumber;
const delayAfter = (attempts: number): number => Math.min(30 * SECOND * 2 ** attempts, 600 * SECOND);
const refusalOf = ({ code, problem }: CallProblem): Problem =>
  problem ?? { type: 'about:blank', title: '', status: 0, code, detail: '' };

/** What a failed attempt means for the rest of the queue. */
function afterFailure({ code, problem }: CallProblem): 'refused' | 'later' | 'stop' | 'stop-and-wait' {
  if (code === 'refused' || code === 'not-found' || code === 'too-large') return 'refused';
  if (code === 'unavailable') {
    // About the server as a whole, not about this record.
    if (problem?.code === 'direct-full') return 'later';
    return problem && [429, 503, 507].includes(problem.status) ? 'stop-and-wait' : 'later';
  }
  return code === 'unexpected' ? 'later' : 'stop';
}

export class Queue {
  readonly #deps: QueueDeps;
  /** Filings of this run that wait for their outcome. */
  readonly #awaited = new Map<string, (outcome: FileOutcome) => void>();

  constructor(deps: QueueDeps) {
    this.#deps = deps;
  }

  /**
   * @param before records that must arrive earlier than this one, e.g. the reading of its case
   * @throws CallError signed-out; the store's own error when nothing could be kept
   */
  async file(draft: Draft, before: Draft[] = []): Promise<FileOutcome> {
    const author = await this.#author();
    for (const earlier of before) await this.#add(author, earlier);
    const id = await this.#add(author, draft);
    this.#deps.changed({});
    const queued: FileOutcome = { outcome: 'queued', id };
    const settled = new Promise<FileOutcome>((resolve) => this.#awaited.set(id, resolve));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const impatient = new Promise<FileOutcome>((resolve) => {
      timer = setTimeout(() => resolve(queued), PATIENCE);
    });
    try {
      return await Promise.race([settled, this.flush(true).then(() => queued), impatient]);
    } finally {
      clearTimeout(timer);
      this.#awaited.delete(id);
    }
  }

  /** Sends what waits, in order. @param now also what would rest a while longer after a failure */
  async flush(now = false): Promise<void> {
    await this.#deps.alone(() => this.#flush(now));
  }

  /** @throws CallError signed-out */
  async list(): Promise<QueueItem[]> {
    const author = await this.#author();
    const rows = await this.#deps.store.rows(author.owner);
    return Promise.all(rows.map((row) => this.#describe(row, author.key)));
  }

  /** How many wait for the person at work; 0 when nobody is signed in. */
  async count(): Promise<number> {
    const author = await this.#deps.author();
    return author ? (await this.#deps.store.rows(author.owner)).length : 0;
  }

  /** @throws CallError signed-out, not-found */
  async takeBack(id: string): Promise<Draft> {
    const author = await this.#author();
    const row = await this.#deps.store.row(id);
    if (!row || row.owner !== author.owner || row.state !== 'refused')
      throw new CallError({ code: 'not-found' });
    const waiting = await this.#open(row, author.key);
    if (!waiting) throw new CallError({ code: 'unreadable' });
    await this.#deps.store.remove(id);
    this.#deps.changed({});
    return { type: waiting.envelope.type, body: waiting.envelope.body };
  }

  /** @throws CallError signed-out, too-large, evidence-empty */
  async keepEvidence(file: { name: string; mediaType: string; base64: string }): Promise<Evidence> {
    const author = await this.#author();
    const bytes = fromBase64(file.base64);
    if (bytes.length === 0) throw new CallError({ code: 'evidence-empty' });
    if (bytes.length > EVIDENCE_MAX_BYTES) throw new CallError({ code: 'too-large' });
    const hash = await sha256Hex(bytes);
    await this.#keep(author, 'evidence', hash, bytes);
    return { hash, name: file.name, mediaType: file.mediaType, bytes: bytes.length };
  }

  /** @throws CallError signed-out */
  async saveDraft(key: string, body: unknown): Promise<void> {
    const author = await this.#deps.draftAuthor();
    if (!author) throw new CallError({ code: 'signed-out' });
    const savedAt = new Date(this.#deps.now()).toISOString();
    await this.#keep(author, 'draft', key, jsonBytes({ body, savedAt }));
  }

  /** @throws CallError signed-out */
  async loadDraft(key: string): Promise<{ body: unknown; savedAt: string } | null> {
    const author = await this.#author();
    const bytes = await this.#keptBytes(author, 'draft', key);
    return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as { body: unknown; savedAt: string }) : null;
  }

  /** @throws CallError signed-out */
  async dropDraft(key: string): Promise<void> {
    const author = await this.#author();
    await this.#deps.store.drop(author.owner, 'draft', await nameOf(author.owner, key));
  }

  async #author(): Promise<Author> {
    const author = await this.#deps.author();
    if (!author) throw new CallError({ code: 'signed-out' });
    return author;
  }

  async #add(author: Author, { type, body }: Draft): Promise<string> {
    const id = this.#deps.newId();
    const at = new Date(this.#deps.now()).toISOString();
    const waiting: Waiting = { envelope: { id, type, court: author.court, at, body } };
    const sealed = await seal(author.key, filledJson(waiting), bound(id, author.owner));
    await this.#deps.store.add({
      id,
      owner: author.owner,
      at,
      state: 'waiting',
      attempts: 0,
      notBefore: 0,
      sealed,
    });
    return id;
  }

  async #flush(now: boolean): Promise<void> {
    const author = await this.#deps.author();
    if (!author) return;
    /** Cases with a record that has to wait: what came later for the same case waits behind it. */
    const stuck = new Set<string>();
    let last = -1;
    for (;;) {
      // Asked anew each time: rows may come while we send.
      const rows = await this.#deps.store.rows(author.owner);
      const row = rows.find((each) => each.order > last && each.state === 'waiting');
      if (!row) break;
      last = row.order;
      // Somebody else at the keyboard: their turn comes with their own flush.
      if ((await this.#deps.author())?.owner !== author.owner) return;
      const waiting = await this.#open(row, author.key);
      if (!waiting) continue;
      const caseKey = comparable(caseOf(waiting.envelope.body) ?? '');
      if (caseKey !== '' && stuck.has(caseKey)) continue;
      if (!now && row.notBefore > this.#deps.now()) {
        stuck.add(caseKey);
        continue;
      }
      const next = await this.#send(row, waiting, author);
      if (next === 'stop') return;
      if (next === 'later') stuck.add(caseKey);
    }
    await this.#dropOrphans(author);
  }

  async #send(row: QueueRow, waiting: Waiting, author: Author): Promise<'sent' | 'later' | 'stop'> {
    const { envelope } = waiting;
    try {
      await this.#sendEvidenceOf(envelope.body, author);
      const { seq = 0 } = await this.#deps.sendRecord(envelope, author.token);
      await this.#deps.store.remove(row.id);
      for (const { hash } of evidenceOf(envelope.body)) {
        await this.#deps.store.drop(author.owner, 'evidence', await nameOf(author.owner, hash));
      }
      this.#awaited.get(row.id)?.({ outcome: 'filed', id: row.id, seq });
      this.#deps.changed({ filed: envelope });
      return 'sent';
    } catch (error) {
      const problem = problemOf(error);
      const next = afterFailure(problem);
      if (next === 'stop') return 'stop';
      if (next === 'refused') {
        await this.#refuse(row, waiting, refusalOf(problem), author);
        return 'sent';
      }
      const attempts = row.attempts + 1;
      await this.#deps.store.replace({
        ...row,
        attempts,
        notBefore: this.#deps.now() + delayAfter(attempts),
      });
      return next === 'later' ? 'later' : 'stop';
    }
  }

  async #refuse(row: QueueRow, { envelope }: Waiting, problem: Problem, author: Author): Promise<void> {
    const sealed = await seal(author.key, filledJson({ envelope, problem }), bound(row.id, author.owner));
    await this.#deps.store.replace({ ...row, state: 'refused', sealed });
    // Filed anew, its evidence goes along once more: the sidecar may have refused for want of it.
    for (const { hash } of evidenceOf(envelope.body)) await this.#markSent(author.owner, hash, false);
    this.#awaited.get(row.id)?.({ outcome: 'refused', id: row.id, problem });
    this.#deps.changed({});
  }

  async #sendEvidenceOf(body: unknown, author: Author): Promise<void> {
    for (const item of evidenceOf(body)) {
      const name = await nameOf(author.owner, item.hash);
      const kept = await this.#deps.store.kept(author.owner, 'evidence', name);
      if (!kept || kept.sent) continue;
      const bytes = await unseal(author.key, kept.sealed, bound(name, author.owner));
      await this.#deps.sendEvidence(item, bytes, author.token);
      await this.#markSent(author.owner, item.hash, true);
    }
  }

  async #markSent(owner: string, hash: string, sent: boolean): Promise<void> {
    const kept = await this.#deps.store.kept(owner, 'evidence', await nameOf(owner, hash));
    if (kept && kept.sent !== sent) await this.#deps.store.keep({ ...kept, sent });
  }

  /** @returns undefined when the row cannot be opened: sealed on a device with another name, or damaged */
  async #open(row: QueueRow, key: CryptoKey): Promise<Waiting | undefined> {
    try {
      const bytes = await unseal(key, row.sealed, bound(row.id, row.owner));
      return JSON.parse(new TextDecoder().decode(bytes)) as Waiting;
    } catch {
      return undefined;
    }
  }

  async #describe(row: QueueRow, key: CryptoKey): Promise<QueueItem> {
    const { id, at, state } = row;
    const waiting = await this.#open(row, key);
    if (!waiting)
      return { id, at, type: 'unknown', state: 'refused', problem: refusalOf({ code: 'unreadable' }) };
    const { envelope, problem } = waiting;
    const caseNumber = caseOf(envelope.body);
    return {
      id,
      at,
      type: envelope.type,
      state,
      ...(caseNumber === undefined ? {} : { caseNumber }),
      ...(problem ? { problem } : {}),
    };
  }

  async #keep(
    author: Pick<Author, 'owner' | 'key'>,
    kind: KeptBytes['kind'],
    called: string,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const { owner, key } = author;
    const name = await nameOf(owner, called);
    const sealed = await seal(key, bytes, bound(name, owner));
    await this.#deps.store.keep({ owner, kind, name, keptAt: this.#deps.now(), sent: false, sealed });
  }

  async #keptBytes(author: Author, kind: KeptBytes['kind'], called: string) {
    const name = await nameOf(author.owner, called);
    const kept = await this.#deps.store.kept(author.owner, kind, name);
    if (!kept) return undefined;
    try {
      return await unseal(author.key, kept.sealed, bound(name, author.owner));
    } catch {
      return undefined;
    }
  }

  async #dropOrphans(author: Author): Promise<void> {
    const { store, now } = this.#deps;
    const kept = await store.allKept(author.owner);
    const old = kept.filter((each) => each.kind === 'evidence' && each.keptAt < now() - ORPHAN_AFTER);
    if (old.length === 0) return;
    const texts: string[] = [];
    for (const row of await store.rows(author.owner)) {
      texts.push(JSON.stringify((await this.#open(row, author.key)) ?? null));
    }
    for (const { kind, name, sealed } of kept) {
      if (kind !== 'draft') continue;
      const bytes = await unseal(author.key, sealed, bound(name, author.owner)).catch(() => undefined);
      if (bytes) texts.push(new TextDecoder().decode(bytes));
    }
    const named = new Set<string>();
    for (const [hash] of texts.join('\n').matchAll(/\b[0-9a-f]{64}\b/g)) {
      named.add(await nameOf(author.owner, hash));
    }
    for (const { kind, name } of old) if (!named.has(name)) await store.drop(author.owner, kind, name);
  }
}

const jsonBytes = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(value));

/** What sealed bytes belong to: moved to another row or another person they no longer open. */
const bound = (id: string, owner: string): string => `${id}\n${owner}`;

/** Names on disk tell neither the case of a draft nor which file was kept. */
const nameOf = (owner: string, called: string): Promise<string> => sha256Hex(`${owner}\n${called}`);

function evidenceOf(body: unknown): Evidence[] {
  const own = withEvidence.safeParse(body).data;
  return (own ?? withEntry.safeParse(body).data?.entry)?.evidence ?? [];
}
