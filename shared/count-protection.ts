/**
 * Figures that name nobody: how many have filed what in a month, by department, so that whoever may see figures only cannot
 * tell from them what one person has done (济法发〔2021〕17号 四(五)). A figure behind which stand fewer people than the court
 * sets is told as "few". Departments of fewer people than that, in which "few" would be a name, are told together.
 *
 * The court's line is reckoned from the lines that are told and from nothing else. Figures minus the other figures therefore give
 * nothing away, whoever puts them together and whatever the reader knows beside them: a total that were exact where a department
 * is not would be that department's figure.
 */

export const KINDS = ['external', 'internal', 'contact', 'nil'] as const;
export type Kind = (typeof KINDS)[number];
export const MEASURES = [...KINDS, 'people'] as const;
export type Measure = (typeof MEASURES)[number];

/** How often somebody filed something of a kind, in the department they were in then. */
export interface Filed {
  department: string;
  who: string;
  kind: Kind;
  n: number;
}

/** `few`: some, of fewer people than the court sets. `untold`: there are too few people to tell anything of. */
export type Figure = number | 'few' | 'untold';
/** Of one department, or of several that are told together. */
export type Line = { departments: string[] } & Record<Measure, Figure>;
/** At least this many; exactly, where no figure is held back. */
export type CourtLine = Record<Measure, { atLeast: number; exact: boolean }>;

const each = <T>(of: (measure: Measure) => T): Record<Measure, T> =>
  Object.fromEntries(MEASURES.map((measure) => [measure, of(measure)])) as Record<Measure, T>;

function lineOf(departments: string[], filed: readonly Filed[], staff: number, smallest: number): Line {
  const figure = (measure: Measure): Figure => {
    if (staff < smallest) return 'untold';
    const counted = filed.filter((one) => measure === 'people' || one.kind === measure);
    const people = new Set(counted.map((one) => one.who)).size;
    // That nobody has is no secret (除零报告外): it is what the month's report says of them.
    if (people > 0 && people < smallest) return 'few';
    return measure === 'people' ? people : counted.reduce((sum, one) => sum + one.n, 0);
  };
  return { departments, ...each(figure) };
}

/**
 * @param staff how many were on the staff list at the month's end, by department; one that is not there has nobody
 * @param smallest fewer people than this are told as few; at least 3, for of two the one knows the other
 * @returns in the order of the staff list; what is told together comes last
 */
export function countLines(
  filed: readonly Filed[],
  staff: ReadonlyMap<string, number>,
  smallest: number,
): Line[] {
  const by = new Map<string, Filed[]>([...staff.keys()].map((department) => [department, []]));
  for (const one of filed) by.set(one.department, [...(by.get(one.department) ?? []), one]);
  const size = (department: string): number => staff.get(department) ?? 0;
  const small = [...by.keys()].filter((department) => size(department) < smallest);
  const lines = [...by]
    .filter(([department]) => !small.includes(department))
    .map(([department, its]) => lineOf([department], its, size(department), smallest));
  if (small.length === 0) return lines;
  const together = small.reduce((sum, department) => sum + size(department), 0);
  return [
    ...lines,
    lineOf(
      small,
      small.flatMap((one) => by.get(one) ?? []),
      together,
      smallest,
    ),
  ];
}

/** What may be told of one department: its line, or that it is told together with others only. */
export function lineOfDepartment(lines: readonly Line[], department: string): Line | undefined {
  const line = lines.find((one) => one.departments.includes(department));
  if (!line || line.departments.length === 1) return line;
  return { departments: [department], ...each((): Figure => 'untold') };
}

/** A "few" is at least one, and what is untold may be nothing. */
export function courtLine(lines: readonly Record<Measure, Figure>[]): CourtLine {
  return each((measure) => {
    const figures = lines.map((line) => line[measure]);
    const atLeast = figures.reduce<number>(
      (sum, figure) => sum + (figure === 'few' ? 1 : figure === 'untold' ? 0 : figure),
      0,
    );
    return { atLeast, exact: figures.every((figure) => typeof figure === 'number') };
  });
}
