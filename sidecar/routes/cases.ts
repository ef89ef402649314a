/** What is known of one case: for its people, for a gate, for the case file, for a meeting's members. */
import { z } from 'zod';
import { mayI } from '../../shared/access-matrix.ts';
import {
  agendaAnswer,
  agendaQuestion,
  brief,
  caseView,
  dutiesAnswer,
  gateDecision,
} from '../../shared/api.ts';
import type { Policy } from '../../shared/policy.ts';
import { meetingKind } from '../../shared/records/record.ts';
import { sha256 } from '../log/leaf.ts';
import type { Readings } from '../log/readings.ts';
import { Refusal } from '../problems.ts';
import { oneCase } from '../records/door.ts';
import type { SheetPrinter } from '../sheet/printer.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { badgeOf, briefOf } from '../views/agenda.ts';
import { caseRelations, caseViewOf, rolesInCase } from '../views/case-view.ts';
import { dutiesOf } from '../views/duties.ts';
import { gateOf } from '../views/gate.ts';
import { sheetOf } from '../views/sheet.ts';
import type { OwnCourt } from '../views/view.ts';
import { type App, type Ctx, json, parse, readJson, route } from './route.ts';

export interface CasesDeps {
  court: OwnCourt;
  store: SqliteStore;
  readings: Readings;
  printer: SheetPrinter;
  policy: Policy;
  clock: () => number;
}

const numberParam = z.object({ number: z.string().meta({ description: '案号, in any usual spelling' }) });
/** `filed`: the copy for the case file. `view`: the same to look at, with who looks at it and when on every page. */
const copyParam = z.enum(['filed', 'view']).optional();
const linesParam = z.enum(['newest', 'all']).optional();
const hostMeetingId = z.string().max(120).optional();

export function caseRoutes(app: App, { court, store, readings, printer, policy, clock }: CasesDeps): void {
  const caseOf = (c: Ctx): string => oneCase(c.req.param('number') ?? '', clock());
  const now = () => new Date(clock()).toISOString();

  route(
    app,
    {
      method: 'get',
      path: '/v1/cases/{number}',
      summary: 'A case as the signed-in person may see it',
      request: { params: numberParam, query: z.object({ lines: linesParam }) },
      answers: { 200: json('The case', caseView) },
    },
    async (c) => {
      const lines = parse(linesParam, c.req.query('lines')) ?? 'newest';
      const caseNumber = caseOf(c);
      const viewer = c.get('person');
      const what = {
        court: court.code,
        actor: viewer.staffCode,
        action: 'read-case',
        subject: caseNumber,
      } as const;
      const view = await readings.read(
        what,
        () => caseViewOf(court, caseNumber, viewer, now(), policy, lines),
        // What one wrote oneself stands in it; without that it holds states and counts only.
        ({ counts }) => counts.ownEntries > 0,
      );
      return c.json(view);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/cases/{number}/gate',
      summary: 'Whether the case may go to a meeting, and who has not stated',
      request: { params: numberParam, query: z.object({ meeting: meetingKind }) },
      answers: { 200: json('The decision', gateDecision) },
    },
    (c) => {
      const meeting = parse(meetingKind, c.req.query('meeting'));
      return c.json(store.read(gateOf(court.code, caseOf(c), meeting, now(), policy)));
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/cases/{number}/sheet.pdf',
      summary:
        'The printed sheet, for the case file or to look at; the same filed copy always gives the same bytes',
      request: { params: numberParam, query: z.object({ copy: copyParam }) },
      answers: {
        200: {
          description: 'PDF. Liuhen-Sheet-Hash names its content, Liuhen-File-Hash its bytes.',
          content: { 'application/pdf': { schema: z.string().meta({ format: 'binary' }) } },
        },
      },
    },
    async (c) => {
      const caseKey = caseOf(c);
      const viewer = c.get('person');
      const copy = parse(copyParam, c.req.query('copy')) ?? 'filed';
      const what = {
        court: court.code,
        actor: viewer.staffCode,
        action: 'print-sheet',
        subject: caseKey,
      } as const;
      const { sealed, whole } = await readings.read(what, function* () {
        const relations = caseRelations(yield* rolesInCase(court.code, caseKey, viewer), policy);
        const whole = mayI(viewer, 'sheet', 'view-whole', relations);
        const sheet =
          whole || mayI(viewer, 'sheet', 'view', relations)
            ? yield* sheetOf(court, caseKey, policy)
            : undefined;
        if (!sheet) throw new Refusal('not-found');
        if (copy === 'filed' && !mayI(viewer, 'sheet', 'print', relations)) throw new Refusal('not-allowed');
        return { sealed: sheet, whole };
      });
      const { filedCopy } = policy.sheet;
      const level = whole || filedCopy === 'reference' ? filedCopy : 'summary';
      // Only the copy that goes into the case file is without the name of who made it (R53).
      const watermark = { viewer: `${viewer.name} ${viewer.staffCode}`, at: now() };
      const bytes = await printer.print(
        sealed,
        copy === 'filed' ? { level } : { level, watermark },
        policy.conduct.map(({ code, zh }) => ({ code, zh })),
      );
      return c.body(new Uint8Array(bytes), 200, {
        'content-type': 'application/pdf',
        'content-disposition': 'attachment',
        'Liuhen-Sheet-Hash': sealed.hash,
        'Liuhen-File-Hash': sha256(bytes),
      });
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/cases/{number}/brief',
      summary: "A case before it is deliberated, for a meeting's member: counts and states, no content",
      request: { params: numberParam, query: z.object({ meeting: meetingKind, hostMeetingId }) },
      answers: { 200: json('The brief', brief) },
    },
    (c) => {
      const viewer = c.get('person');
      const meeting = parse(meetingKind, c.req.query('meeting'));
      if (!mayI(viewer, 'brief', 'read', ['meeting'])) throw new Refusal('not-allowed');
      const asked = { court, caseKey: caseOf(c), meeting, viewer, now: now(), policy };
      return c.json(
        store.read(briefOf({ ...asked, hostMeetingId: parse(hostMeetingId, c.req.query('hostMeetingId')) })),
      );
    },
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/agenda',
      summary:
        'Marks for all rows of an agenda in one request; a number that cannot be read is marked unknown',
      request: { body: { content: { 'application/json': { schema: agendaQuestion } } } },
      answers: { 200: json('The marks, in the order asked', agendaAnswer) },
    },
    async (c) => {
      const question = parse(agendaQuestion, await readJson(c));
      const viewer = c.get('person');
      if (!mayI(viewer, 'agenda', 'read', ['meeting'])) throw new Refusal('not-allowed');
      const badges = question.cases.map((text) => {
        let caseKey: string;
        try {
          caseKey = oneCase(text, clock());
        } catch {
          return { caseNumber: text, state: 'unknown', entries: 0, nils: 0, mine: 'none' } as const;
        }
        const { meeting, hostMeetingId: host } = question;
        const badge = store.read(
          badgeOf({ court, caseKey, meeting, hostMeetingId: host, viewer, now: now(), policy }),
        );
        return { ...badge, caseNumber: text };
      });
      return c.json({ badges });
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/duties',
      summary: 'What is due of the signed-in person',
      answers: { 200: json('Duties', dutiesAnswer) },
    },
    (c) => c.json({ duties: store.read(dutiesOf(court, c.get('person'), now(), policy)) }),
  );
}
