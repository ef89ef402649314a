/**
 * How the court's logs stand, and proofs out of them. Hashes only: whoever is shown them learns nothing of any record, and
 * can check them without believing this sidecar.
 */
import { z } from 'zod';
import { mayI, type Scope } from '../../shared/access-matrix.ts';
import { type LogStatus, logAnswer, logProof, logQuestion, logStatus } from '../../shared/api.ts';
import { recordId } from '../../shared/records/record.ts';
import type { LogKeeper } from '../log/keeper.ts';
import { LOGS, type LogKind } from '../log/leaf.ts';
import { verifyReceipt, writeReceipt } from '../log/receipt.ts';
import type { Standing } from '../log/standing.ts';
import type { Trust } from '../log/trust.ts';
import { Refusal } from '../problems.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { rolesInCase } from '../views/case-view.ts';
import { cosignedOf, cosignedWith } from '../views/cosigned.ts';
import { filingWithHash, newestAt, type ReceiptParts, receiptPartsOf } from '../views/receipts.ts';
import type { OwnCourt } from '../views/view.ts';
import { allWitnessed, witnessRefusals } from '../views/witnessed.ts';
import { type App, type Ctx, json, parse, readJson, route } from './route.ts';

export interface LogDeps {
  court: OwnCourt;
  store: SqliteStore;
  log: LogKeeper;
  standing: Standing;
  superior: string | undefined;
  trust: Trust;
}

const REFUSALS_SHOWN = 20;

const kind = z.enum(LOGS);
const count = z.coerce.number().pipe(z.int().min(0));
const inclusionQuery = z.object({ log: kind, index: count, size: count });
const consistencyQuery = z.object({ log: kind, from: count, to: count });
const proofFile = { 'text/plain': { schema: z.string() } };

/** @throws Refusal proof-size for a tree that never was */
function proven(prove: () => Buffer[]): string[] {
  try {
    return prove().map((hash) => hash.toString('hex'));
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal('proof-size');
    throw error;
  }
}

export function logRoutes(app: App, deps: LogDeps): void {
  const { court, store, log, standing, superior = '', trust } = deps;

  const statusOf = (one: LogKind): LogStatus['logs'][number] => {
    const { size, root } = log.head(court.code, one);
    const origin = log.origin(court.code, one);
    const cosigned = store.read(cosignedOf(court.code, one, origin));
    const loss = standing.losses.find((each) => each.log === one);
    return {
      log: one,
      origin,
      size,
      root: root.toString('hex'),
      checkpoint: log.checkpoint(court.code, one),
      ...(cosigned
        ? {
            cosigned: {
              size: cosigned.size,
              at: cosigned.cosigned_at,
              by: superior,
              checkpoint: cosigned.note,
            },
          }
        : {}),
      ...(loss
        ? {
            lost: {
              witnessed: loss.witnessed,
              missing: Math.max(0, loss.witnessed - size),
              since: store.read(newestAt(court.code, one)),
            },
          }
        : {}),
    };
  };

  route(
    app,
    {
      method: 'get',
      path: '/v1/log',
      summary:
        'How both logs stand, how far the superior court has witnessed them, and what was lost if anything was',
      answers: { 200: json('The logs', logStatus) },
    },
    (c) => {
      const witnessed = store.read(allWitnessed({ court: court.code }));
      const refused = store.read(witnessRefusals({ court: court.code, limit: REFUSALS_SHOWN }));
      const status: LogStatus = {
        state: standing.state,
        logs: LOGS.map(statusOf),
        witnessed: witnessed.map(({ of_court, origin, size, cosigned_at }) => ({
          court: of_court,
          origin,
          size,
          at: cosigned_at,
        })),
        refused: refused.map(({ of_court, origin, kind: what, known, brought, refused_at }) => ({
          court: of_court,
          origin,
          kind: what as 'rolled-back' | 'forked',
          known,
          brought,
          at: refused_at,
        })),
      };
      return c.json(status);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/log/inclusion',
      summary: 'The hashes from a leaf to the root of a tree of this size (RFC 6962 §2.1.1); index from 0',
      request: { query: inclusionQuery },
      answers: { 200: json('The proof', logProof) },
    },
    (c) => {
      const { log: one, index, size } = parse(inclusionQuery, c.req.query());
      const hashes = proven(() => log.inclusion(court.code, one, index, size));
      return c.json({ log: one, size, hashes });
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/log/consistency',
      summary: 'The hashes that show a tree to be an earlier one with leaves appended (RFC 6962 §2.1.2)',
      request: { query: consistencyQuery },
      answers: { 200: json('The proof', logProof) },
    },
    (c) => {
      const { log: one, from, to } = parse(consistencyQuery, c.req.query());
      const hashes = proven(() => log.consistency(court.code, one, from, to));
      return c.json({ log: one, size: to, hashes });
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/records/{id}/receipt',
      summary:
        'A proof file of a record for who filed it, or of a sheet filing for the people of its case (c2sp.org/tlog-proof)',
      request: { params: z.object({ id: recordId }) },
      answers: { 200: { description: 'The proof file', content: proofFile } },
    },
    (c) => {
      const id = parse(recordId, c.req.param('id'));
      const parts = store.read(receiptPartsOf(court.code, id, log.origin(court.code)));
      if (!mayHave(c, parts) || !parts) throw new Refusal('not-found');
      const size = parts.cosigned?.size ?? log.head(court.code).size;
      const index = parts.seq - 1;
      const file = writeReceipt(
        {
          index,
          proof: log.inclusion(court.code, 'disclosures', index, size),
          // Until the superior court has cosigned one that covers it, the court's own signature is all there is.
          checkpoint: parts.cosigned?.note ?? log.checkpoint(court.code, 'disclosures', size),
        },
        parts.leaf,
        parts.actor === c.get('person').staffCode ? parts.salt : undefined,
      );
      return c.body(file, 200, {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': 'attachment',
      });
    },
  );

  /** Takes the same steps for what is not there. */
  function mayHave(c: Ctx, parts: Pick<ReceiptParts, 'actor' | 'type' | 'caseNumber'> | undefined) {
    const person = c.get('person');
    const roles = store.read(rolesInCase(court.code, parts?.caseNumber ?? '', person));
    const ofCase = parts?.type === 'sheet-filing' && roles.length > 0;
    const relations: Scope[] = [
      ...(parts?.actor === person.staffCode ? (['own'] as const) : []),
      ...(ofCase ? (['case'] as const) : []),
    ];
    return mayI(person, 'receipt', 'read', relations);
  }

  route(
    app,
    {
      method: 'post',
      path: '/v1/log/check',
      summary: 'Whether a print that was filed, or a receipt, stands in the log, and who has witnessed it',
      request: { body: { content: { 'application/json': { schema: logQuestion } } } },
      answers: { 200: json('What was found', logAnswer) },
    },
    async (c) => {
      const question = parse(logQuestion, await readJson(c));
      if ('receipt' in question) {
        const verified = verifyReceipt(question.receipt, trust, 0);
        if (!verified.ok) return c.json({ found: false, why: verified.why });
        const { leaf, proof } = verified;
        const [cosigned] = proof.cosigned;
        return c.json({
          found: true,
          seq: leaf.seq,
          type: leaf.type,
          receivedAt: leaf.receivedAt,
          ...(cosigned
            ? {
                cosigned: {
                  size: proof.checkpoint.size,
                  at: new Date(cosigned.time * 1000).toISOString(),
                  by: superior,
                },
              }
            : {}),
        });
      }
      const filing = store.read(filingWithHash(court.code, question.hash));
      if (!filing) return c.json({ found: false });
      const origin = log.origin(court.code);
      const cosigned = store.read(cosignedWith(court.code, 'disclosures', origin, filing.seq));
      return c.json({
        found: true,
        seq: filing.seq,
        type: 'sheet-filing',
        receivedAt: filing.receivedAt,
        ...(cosigned ? { cosigned: { size: cosigned.size, at: cosigned.cosigned_at, by: superior } } : {}),
      });
    },
  );
}
