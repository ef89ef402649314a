import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../problems.ts';
import type { Change, Steps } from '../store/plan.ts';
import { EnvelopeSlots, SLOTS, type SlotRow } from './envelope-slots.ts';

const KID = 'k'.repeat(43);
const BYTES = 30;
let count = 0;

/** Looks as if it were sealed; each is another one. */
function fake(): string {
  count += 1;
  const point = String(count).padStart(43, 'x');
  const header = `{"alg":"ECDH-ES+A256KW","enc":"A256GCM","kid":"${KID}","epk":{"x":"${point}","crv":"P-256","kty":"EC","y":"${point}"}}`;
  const part = (length: number) => 'a'.repeat(length);
  return [Buffer.from(header).toString('base64url'), part(54), part(16), part(40), part(22)].join('.');
}

/** The table, as far as it is asked; what is planned is written at once or taken back. */
class Table {
  rows: SlotRow[] = Array.from({ length: SLOTS }, (_, slot) => ({ slot, envelope: fake() }));
  now = 0;
  readonly slots: EnvelopeSlots;

  constructor(random: () => number) {
    this.slots = new EnvelopeSlots({ kid: KID, bytes: BYTES, clock: () => this.now, random });
  }

  run<R extends { changes: Change[] }>(steps: Steps<R>, fails = false): R | undefined {
    const mark = this.slots.mark();
    const before = this.rows;
    let step = steps.next();
    while (!step.done) step = steps.next(this.rows);
    for (const change of step.value.changes) {
      if (change.do !== 'put' || change.table !== 'envelope_slot') throw new Error('another table');
      const { row } = change;
      this.rows = this.rows.map((one) => (one.slot === row.slot ? row : one));
    }
    if (fails) {
      this.slots.restore(mark);
      this.rows = before;
      return undefined;
    }
    this.slots.committed();
    return step.value;
  }

  /** @returns whether it was taken */
  take(envelope: string, cover: boolean, fails = false): boolean {
    try {
      return this.run(this.slots.take('c', envelope, cover), fails) !== undefined;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'direct-full') return false;
      throw error;
    }
  }

  /** One goes, as the courier takes it; `meanwhile` happens while it is on its way. */
  send(fails: boolean, meanwhile: () => void): string | undefined {
    const row = this.slots.next(this.rows);
    if (!row) return undefined;
    const done = this.slots.leave(row.slot);
    meanwhile();
    const { slots } = this;
    const { slot } = row;
    this.run(
      (function* () {
        return { changes: slots.refill('c', slot, fake()) };
      })(),
      fails,
    );
    done();
    return fails ? undefined : row.envelope;
  }
}

const act = fc.record({
  do: fc.constantFrom('report', 'cover', 'send', 'again', 'draw'),
  fails: fc.boolean(),
  meanwhile: fc.constantFrom('nothing', 'report', 'cover'),
});

describe('envelope slots', () => {
  it('lose no report, double none, and send in order, whatever fails in between', () => {
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 60 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999 })),
        (acts, draws) => {
          const table = new Table(() => draws.next().value ?? 0);
          table.slots.open();
          const reports: string[] = [];
          const sent: string[] = [];
          const come = (cover: boolean, fails = false) => {
            const envelope = fake();
            const waiting = reports.length - sent.filter((one) => reports.includes(one)).length;
            if (table.take(envelope, cover, fails) && !cover) reports.push(envelope);
            // Room there is for reports while fewer wait than slots are kept free of blanks.
            else if (!cover && !fails) expect(waiting).toBeGreaterThan(2);
          };
          for (const { do: what, fails, meanwhile } of acts) {
            table.now += 10;
            if (what === 'report' || what === 'cover') come(what === 'cover', fails);
            else if (what === 'draw') table.slots.drawCovers(table.now + 100);
            else if (what === 'again') {
              const known = reports.find((one) => !sent.includes(one));
              if (known) expect(table.take(known, false)).toBe(true);
            } else {
              const gone = table.send(fails, () => {
                if (meanwhile !== 'nothing') come(meanwhile === 'cover');
              });
              if (gone !== undefined) sent.push(gone);
            }
            expect(table.rows).toHaveLength(SLOTS);
            const there = [...table.rows.map((row) => row.envelope), ...sent];
            for (const one of reports) expect(there.filter((other) => other === one)).toHaveLength(1);
          }
          for (let n = 0; n < SLOTS; n += 1) sent.push(table.send(false, () => {}) ?? '');
          expect(sent.filter((one) => reports.includes(one))).toEqual(reports);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('take nothing before it is known what they hold', () => {
    const table = new Table(() => 0);
    const before = table.rows;
    expect(table.take(fake(), false)).toBe(false);
    expect(table.take(fake(), true)).toBe(true);
    expect(table.rows).toEqual(before);
    table.slots.open();
    expect(table.take(fake(), false)).toBe(true);
    expect(table.rows).not.toEqual(before);
  });

  it('are changed alike by a report and by a blank: one slot', () => {
    for (const cover of [true, false]) {
      const table = new Table(Math.random);
      table.slots.open();
      const before = table.rows;
      table.take(fake(), cover);
      expect(table.rows.filter((row, place) => row !== before[place])).toHaveLength(1);
    }
  });

  it('hold as many blanks as were drawn, from their moments on, and leave half of the slots to reports', () => {
    // Draws: three blanks (each below a half, then its moment), then no more.
    const draws = [0.1, 0.2, 0.1, 0.6, 0.1, 0.9, 0.7];
    const table = new Table(() => draws.shift() ?? 0);
    table.slots.open();
    table.slots.drawCovers(100);
    const held: string[] = [];
    for (table.now = 0; table.now <= 200; table.now += 5) {
      const envelope = fake();
      table.take(envelope, true);
      if ([20, 60, 90].includes(table.now)) held.push(envelope);
    }
    const there = table.rows.map((row) => row.envelope);
    expect(held.filter((one) => there.includes(one))).toEqual(held);
    for (const one of held) expect(table.send(false, () => {})).toBe(one);

    // Far more drawn than there are slots.
    let left = 4 * SLOTS;
    const eager = new Table(() => (left-- > 0 ? 0 : 0.99));
    eager.slots.open();
    eager.slots.drawCovers(0);
    for (let n = 0; n < 3 * SLOTS; n += 1) eager.take(fake(), true);
    const free = [];
    for (let n = 0; n < SLOTS; n += 1) free.push(eager.take(fake(), false));
    expect(free.filter((taken) => taken)).toHaveLength(SLOTS / 2);
  });
});
