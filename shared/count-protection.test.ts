/**
 * Nobody can reckon a figure that was held back: an attacker who has every answer any reader gets, and knows how they are made.
 * Two attackers try: one narrows each figure down by all that is told of it and of its neighbours; the other goes through every
 * court there could be. Both are first let loose on figures that are told carelessly, and find what is hidden there.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CourtLine,
  countLines,
  courtLine,
  type Figure,
  type Filed,
  KINDS,
  type Kind,
  type Line,
  lineOfDepartment,
  MEASURES,
  type Measure,
} from './count-protection.ts';

/** How often each person of a department filed what. */
type Person = Readonly<Record<Kind, number>>;
type Court = readonly (readonly Person[])[];

const nameAt = (place: number): string => `${place + 1}庭`;
const staffOf = (departments: Court): Map<string, number> =>
  new Map(departments.map((people, place) => [nameAt(place), people.length]));
const filedIn = (departments: Court): Filed[] =>
  departments.flatMap((people, place) =>
    people.flatMap((person, index) =>
      KINDS.filter((kind) => person[kind] > 0).map((kind) => ({
        department: nameAt(place),
        who: `${place}-${index}`,
        kind,
        n: person[kind],
      })),
    ),
  );
const real = (departments: Court, measure: Measure): number =>
  departments.flat().reduce((sum, person) => {
    if (measure !== 'people') return sum + person[measure];
    return sum + (KINDS.some((kind) => person[kind] > 0) ? 1 : 0);
  }, 0);

interface Told {
  lines: Line[];
  court: CourtLine;
}
type Publish = (departments: Court, smallest: number) => Told;

const publish: Publish = (departments, smallest) => {
  const lines = countLines(filedIn(departments), staffOf(departments), smallest);
  return { lines, court: courtLine(lines) };
};

/** As it must not be: the small figures held back, and the total told all the same. */
const careless: Publish = (departments, smallest) => {
  const { lines } = publish(departments, smallest);
  const court = Object.fromEntries(
    MEASURES.map((measure) => [measure, { atLeast: real(departments, measure), exact: true }]),
  ) as CourtLine;
  return { lines, court };
};

interface Range {
  low: number;
  high: number;
}

/** What a figure can be by its mark alone. */
function byMark(figure: Figure, measure: Measure, smallest: number): Range {
  if (typeof figure === 'number') return { low: figure, high: figure };
  if (figure === 'untold')
    return { low: 0, high: measure === 'people' ? smallest - 1 : Number.POSITIVE_INFINITY };
  return { low: 1, high: measure === 'people' ? smallest - 1 : Number.POSITIVE_INFINITY };
}

/**
 * Narrows down every figure until nothing moves: by its mark, by the court's line, and by what holds between the figures of one
 * department: who filed something is among the people who filed, and each of them filed something.
 */
function reckon({ lines, court }: Told, smallest: number): Record<Measure, Range>[] {
  const ranges = lines.map(
    (line) =>
      Object.fromEntries(
        MEASURES.map((measure) => [measure, byMark(line[measure], measure, smallest)]),
      ) as Record<Measure, Range>,
  );
  let moved = true;
  const narrow = (range: Range, low: number, high: number) => {
    if (low > range.low) {
      range.low = low;
      moved = true;
    }
    if (high < range.high) {
      range.high = high;
      moved = true;
    }
  };
  /** How many people can be behind a kind's figure. */
  const behind = (line: Line, range: Range, kind: Measure): Range => {
    if (range.high === 0) return { low: 0, high: 0 };
    const figure = line[kind];
    if (figure === 'few') return { low: 1, high: Math.min(smallest - 1, range.high) };
    if (figure === 'untold') return { low: range.low > 0 ? 1 : 0, high: Math.min(smallest - 1, range.high) };
    return { low: figure === 0 ? 0 : smallest, high: figure };
  };
  while (moved) {
    moved = false;
    for (const measure of MEASURES) {
      const { atLeast, exact } = court[measure];
      const all = ranges.map((range) => range[measure]);
      for (const [place, range] of all.entries()) {
        const others = all.filter((_, index) => index !== place);
        const least = others.reduce((sum, one) => sum + one.low, 0);
        const most = others.reduce((sum, one) => sum + one.high, 0);
        narrow(range, atLeast - most, exact ? atLeast - least : Number.POSITIVE_INFINITY);
      }
    }
    for (const [place, line] of lines.entries()) {
      const of = ranges[place];
      if (!of) continue;
      const each = KINDS.map((kind) => behind(line, of[kind], kind));
      narrow(
        of.people,
        Math.max(...each.map((one) => one.low)),
        each.reduce((sum, one) => sum + one.high, 0),
      );
      for (const [index, kind] of KINDS.entries()) {
        const others = each.reduce((sum, one, at) => (at === index ? sum : sum + one.high), 0);
        // Whoever filed nothing else filed this.
        narrow(of[kind], of.people.low - others, Number.POSITIVE_INFINITY);
      }
    }
  }
  return ranges;
}

/** The held back figures an attacker comes to know exactly. */
const found = (told: Told, smallest: number): string[] =>
  reckon(told, smallest).flatMap((range, place) =>
    MEASURES.filter(
      (measure) =>
        typeof told.lines[place]?.[measure] === 'string' && range[measure].low === range[measure].high,
    ).map((measure) => `${told.lines[place]?.departments} ${measure}`),
  );

const seldom = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 4, max: 40 }) },
);
const person = fc.record({ external: seldom, internal: seldom, contact: seldom, nil: seldom });
const court: fc.Arbitrary<Court> = fc.array(fc.array(person, { minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 7,
});
const smallest = fc.integer({ min: 3, max: 6 });

describe('figures', () => {
  const none = { external: 0, internal: 0, contact: 0, nil: 0 };
  const one = { ...none, external: 1 };
  /** A department of this many, of whom these filed. */
  const of = (staff: number, ...filed: Person[]): Person[] => [
    ...filed,
    ...Array<Person>(staff - filed.length).fill(none),
  ];

  it('are told as they are where enough people stand behind them, and zero always', () => {
    const { lines, court } = publish([of(6, one, one, { ...one, external: 5 })], 3);
    expect(lines).toEqual([
      { departments: ['1庭'], external: 7, internal: 0, contact: 0, nil: 0, people: 3 },
    ]);
    expect(court.external).toEqual({ atLeast: 7, exact: true });
    expect(court.nil).toEqual({ atLeast: 0, exact: true });
  });

  it('are held back by the people behind them, not by how large they are', () => {
    const { lines, court } = publish([of(6, { ...one, external: 40 }, one)], 3);
    expect(lines[0]).toMatchObject({ external: 'few', people: 'few', internal: 0 });
    expect(court.external).toEqual({ atLeast: 1, exact: false });
  });

  it('of departments in which few would be a name are told together, and of none of them alone', () => {
    const { lines, court } = publish([of(6), of(1, one), of(2, one, one)], 3);
    expect(lines.map((line) => [line.departments, line.external])).toEqual([
      [['1庭'], 0],
      [['2庭', '3庭'], 3],
    ]);
    expect(court.external).toEqual({ atLeast: 3, exact: true });
    expect(lineOfDepartment(lines, '1庭')).toBe(lines[0]);
    expect(lineOfDepartment(lines, '2庭')).toMatchObject({
      departments: ['2庭'],
      external: 'untold',
      nil: 'untold',
    });
    expect(lineOfDepartment(lines, '9庭')).toBeUndefined();
  });

  it('of fewer people together than that are not told at all, not even that there are none', () => {
    for (const filed of [[one], []]) {
      const { lines, court } = publish([of(6), of(2, ...filed)], 3);
      expect(lines[1]).toMatchObject({
        departments: ['2庭'],
        external: 'untold',
        nil: 'untold',
        people: 'untold',
      });
      expect(court.external).toEqual({ atLeast: 0, exact: false });
    }
  });

  it('count a person once who filed in two of the small departments', () => {
    const moved: Filed[] = ['甲', '乙', '甲'].map((who, place) => ({
      department: nameAt(place),
      who,
      kind: 'external',
      n: 1,
    }));
    const staff = new Map([0, 1, 2].map((place) => [nameAt(place), 2]));
    expect(countLines(moved, staff, 3)[0]).toMatchObject({ external: 'few', people: 'few' });
  });

  it('of a department that is on no list any more are told with the small ones', () => {
    const filed: Filed[] = [{ department: '旧庭', who: '甲', kind: 'nil', n: 1 }];
    expect(countLines(filed, new Map([['1庭', 6]]), 3).map((line) => line.departments)).toEqual([
      ['1庭'],
      ['旧庭'],
    ]);
  });

  it('of the court say no more than the lines do', () => {
    fc.assert(
      fc.property(court, smallest, (departments, k) => {
        const { lines, court: line } = publish(departments, k);
        expect(courtLine(JSON.parse(JSON.stringify(lines)))).toEqual(line);
        for (const measure of MEASURES) {
          expect(line[measure].atLeast).toBeLessThanOrEqual(real(departments, measure));
          if (line[measure].exact) expect(line[measure].atLeast).toBe(real(departments, measure));
        }
      }),
    );
  });

  it('that are held back cannot be reckoned from all the others', () => {
    fc.assert(
      fc.property(court, smallest, (departments, k) => {
        expect(found(publish(departments, k), k)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('are found by the same reckoning where they are told carelessly', () => {
    const departments = [of(6, one, one, one), of(6, { ...one, external: 2 })];
    expect(found(careless(departments, 3), 3)).toContain('2庭 external');
    const caught = fc
      .sample(fc.tuple(court, smallest), { numRuns: 300, seed: 7 })
      .filter(([each, k]) => found(careless(each, k), k).length > 0);
    expect(caught.length).toBeGreaterThan(50);
  });

  it('leave more than one court possible, for whoever goes through them all and knows the rule', () => {
    // Of three departments of five, one kind: how many people filed it, and how often; the most often is the edge of the search.
    const MOST = 7;
    const states = [0, 1, 2, 3].flatMap((people) =>
      people === 0
        ? [{ n: 0, people }]
        : Array.from({ length: MOST - people + 1 }, (_, more) => ({ n: people + more, people })),
    );
    const department = ({ n, people }: { n: number; people: number }): Person[] =>
      of(
        5,
        ...Array.from({ length: people }, (_, place) => ({
          ...none,
          external: place === 0 ? n - people + 1 : 1,
        })),
      );
    const worlds = states.flatMap((a) => states.flatMap((b) => states.map((c) => [a, b, c] as const)));
    const search = (tell: Publish): number => {
      const alike = new Map<string, { values: Set<number>[]; told: Told; inside: boolean }>();
      for (const world of worlds) {
        const told = tell(world.map(department), 3);
        const key = JSON.stringify(told);
        const known = alike.get(key) ?? { values: [new Set(), new Set(), new Set()], told, inside: false };
        for (const [place, { n }] of world.entries()) known.values[place]?.add(n);
        // Beyond the edge there are more courts than were gone through.
        known.inside ||= world.every(({ n }) => n <= MOST - 3);
        alike.set(key, known);
      }
      return [...alike.values()].filter(
        ({ values, told, inside }) =>
          inside &&
          told.lines.some(
            (line, place) => typeof line.external === 'string' && (values[place]?.size ?? 0) < 2,
          ),
      ).length;
    };
    expect(worlds.length).toBeGreaterThan(5000);
    expect(search(publish)).toBe(0);
    expect(search(careless)).toBeGreaterThan(0);
  });
});
