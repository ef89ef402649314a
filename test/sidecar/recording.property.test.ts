/**
 * Whatever people do in whatever order: nothing filed vanishes from the sheet, nothing file-only goes upstream, and no
 * judgement of a custodian stands on the sheet. Through the real door, on real SQLite.
 */
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../shared/api.ts';
import { NATIONAL_POLICY } from '../../shared/policy.ts';
import type { EntryBody, EntryContent } from '../../shared/records/entry.ts';
import { CHANNELS } from '../../shared/records/upstream.ts';
import { Refusal } from '../../sidecar/problems.ts';
import { waitingParcels } from '../../sidecar/views/outbox.ts';
import { digestViews, rebuildViews } from '../../sidecar/views/rebuild.ts';
import { sheetOf } from '../../sidecar/views/sheet.ts';
import { COURT } from '../world/people.ts';
import { entry, nil, reading } from './examples.ts';
import { startTestCourt, type TestCourt } from './test-court.ts';

const RUNS = 40;

type Act =
  | { do: 'entry'; by: number; scope: Scope; linked: boolean }
  | { do: 'supplement'; of: number; scope: Scope; urgent: boolean }
  | { do: 'link'; of: number }
  | { do: 'nil'; by: number }
  | { do: 'open' | 'screen' | 'return'; of: number }
  | { do: 'panel'; without: number }
  | { do: 'stage'; second: boolean };
type Scope = 'report' | 'file-only';

const scope = fc.constantFrom<Scope>('report', 'file-only');
const of = fc.nat(9);
const by = fc.nat(2);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('entry' as const), by, scope, linked: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('supplement' as const), of, scope, urgent: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('link' as const), of }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('nil' as const), by }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('open' as const, 'screen' as const, 'return' as const), of }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('panel' as const), without: by }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stage' as const), second: fc.boolean() }) },
);

interface Known {
  id: string;
  by: Person;
  caseNumber: string | undefined;
  scope: Scope;
}

describe('any sequence of acts', () => {
  let court: TestCourt;
  let people: Person[];
  let custodian: Person;
  beforeAll(async () => {
    court = await startTestCourt();
    const person = async (account: string) => (await court.as(account)).session.person;
    people = [await person('limh'), await person('wangxl'), await person('zhaogq')];
    custodian = await person('heqy');
  }, 60_000);
  afterAll(() => court.close());

  const some = <T>(list: readonly T[], place: number): T => list[place % list.length] as T;

  /** @returns the record's id, or undefined where the rules do not allow it just now */
  async function file(actor: Person, type: string, body: unknown): Promise<string | undefined> {
    const id = uuid();
    const record = { id, type, court: COURT.code, at: new Date().toISOString(), body };
    try {
      await court.sidecar.door.file(COURT.code, { kind: 'person', ...actor }, record);
      return id;
    } catch (error) {
      // Only what the rules say; anything else fails the test.
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  let serial = 0;
  async function walk(acts: readonly Act[]) {
    serial += 1;
    const caseNumber = `（2026）豫1302民初${serial}号`;
    const known: Known[] = [];
    const texts = new Map<string, string[]>();
    const said = {
      fileOnly: [] as string[],
      reported: [] as string[],
      secret: [] as string[],
      reasons: [] as string[],
    };
    let nils = 0;
    const token = (kind: string) => `${kind}记号${uuid()}`;
    const content = (chosen: Scope, text: string, urgent = false): EntryContent => {
      const { caseNumber: _, ...rest } = entry({
        content: text,
        effect: urgent ? 'yes' : 'no',
        ...(chosen === 'report'
          ? {}
          : {
              kind: 'contact',
              conduct: ['CON-9'],
              approval: { number: '1', approver: '王秀兰' },
              fileOnly: { ground: 'approved-contact' },
            }),
      });
      return rest;
    };
    const read = (changes: Parameters<typeof reading>[0]) =>
      file(some(people, 0), 'case-reading', reading({ caseNumber, ...changes }));
    await read({});
    for (const one of acts) {
      const target = 'of' in one && known.length > 0 ? some(known, one.of) : undefined;
      if (one.do === 'entry') {
        const text = token('正文');
        const body: EntryBody = { ...content(one.scope, text), ...(one.linked ? { caseNumber } : {}) };
        const actor = some(people, one.by);
        const id = await file(actor, 'entry', body);
        expect(id).toBeDefined();
        if (id === undefined) continue;
        known.push({ id, by: actor, caseNumber: body.caseNumber, scope: one.scope });
        texts.set(id, [text]);
        (one.scope === 'report' ? said.reported : said.fileOnly).push(id);
      } else if (one.do === 'nil') {
        if ((await file(some(people, one.by), 'nil-declaration', nil({ caseNumber }))) !== undefined)
          nils += 1;
      } else if (one.do === 'panel') {
        await read({ people: reading().people.filter((_, place) => place !== one.without + 1) });
      } else if (one.do === 'stage') {
        await read({ stage: one.second ? '二审' : '一审' });
      } else if (!target) {
      } else if (one.do === 'supplement') {
        const [text, reason] = [token('补充'), token('理由')];
        const id = await file(target.by, 'supplement', {
          entryId: target.id,
          ...(target.caseNumber === undefined ? {} : { caseNumber: target.caseNumber }),
          kind: 'supplement',
          reason,
          entry: content(one.scope, text, one.urgent),
        });
        const narrows = target.scope === 'report' && one.scope === 'file-only';
        expect(id === undefined).toBe(narrows);
        if (id === undefined) continue;
        target.scope = one.scope;
        texts.get(target.id)?.push(text);
        said.reasons.push(...(target.caseNumber === undefined ? [] : [reason]));
        (one.scope === 'report' ? said.reported : said.fileOnly).push(id);
      } else if (one.do === 'link') {
        const id = await file(target.by, 'case-link', { entryId: target.id, caseNumber, stage: 'first' });
        expect(id === undefined).toBe(target.caseNumber !== undefined);
        if (id === undefined) continue;
        target.caseNumber = caseNumber;
        (target.scope === 'report' ? said.reported : said.fileOnly).push(id);
      } else if (one.do === 'open') {
        await file(custodian, 'opening', { entryId: target.id, purpose: 'screening' });
      } else {
        const secret = token('结论');
        const body =
          one.do === 'screen'
            ? { entryId: target.id, result: 'clue-transfer', reason: secret }
            : { entryId: target.id, note: secret };
        if ((await file(custodian, one.do === 'screen' ? 'screening' : 'entry-return', body)) !== undefined)
          said.secret.push(secret);
      }
    }
    return { caseNumber, known, texts, said, nils };
  }

  it('keeps everything on the sheet, file-only at home, and judgements off the sheet', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 24 }), async (acts) => {
        const { caseNumber, known, texts, said, nils } = await walk(acts);
        const { store } = court.sidecar;
        const { sheet } = store.read(sheetOf(COURT, caseNumber, NATIONAL_POLICY)) ?? { sheet: undefined };
        const printed = JSON.stringify(sheet);
        const ofCase = known.filter((one) => one.caseNumber === caseNumber);
        const lines = sheet?.lines ?? [];
        expect(
          lines
            .filter((line) => line.type === 'entry')
            .map((line) => line.id)
            .sort(),
        ).toEqual(ofCase.map((one) => one.id).sort());
        expect(lines.filter((line) => line.type === 'nil-declaration')).toHaveLength(nils);
        for (const one of ofCase) for (const text of texts.get(one.id) ?? []) expect(printed).toContain(text);
        for (const one of lines)
          if (one.type === 'entry') expect(one.body.content).toBe(texts.get(one.id)?.at(-1));
        for (const secret of said.secret) expect(printed).not.toContain(secret);
        expect(printed).not.toContain('clue-transfer');

        const sent = CHANNELS.flatMap((channel) =>
          store.read(waitingParcels({ court: COURT.code, channel, limit: 100_000 })),
        );
        const ids = new Set(sent.map((row) => row.id));
        for (const id of said.fileOnly) expect(ids.has(id)).toBe(false);
        for (const id of said.reported) expect(ids.has(id)).toBe(true);
        const bytes = sent.map((row) => row.bytes?.toString('utf8')).join('\n');
        for (const secret of said.secret) expect(bytes).not.toContain(secret);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('and views that are derived anew come out the same', async () => {
    const { store } = court.sidecar;
    const before = digestViews(store);
    expect(await rebuildViews(store, [COURT.code])).toBeGreaterThan(RUNS);
    expect(digestViews(store)).toBe(before);
  }, 60_000);
});
