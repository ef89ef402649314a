/** What GET /v1/counts answers: months that are over, by department; no content, and no figure that names a person. */
import { z } from 'zod';

const figure = z.union([z.int(), z.enum(['few', 'untold'])]);
const atLeast = z.object({ atLeast: z.int(), exact: z.boolean() });

const measures = <T extends z.ZodType>(shape: T) => ({
  external: shape,
  internal: shape,
  contact: shape,
  /** Nil declarations. */
  nil: shape,
  /** People who filed an entry or a nil declaration. */
  people: shape,
});

export const monthCounts = z.object({
  /** `2026-10`, Beijing time, by when the sidecar received what was filed; an entry counts as the kind it was filed as. */
  month: z.string().regex(/^\d{4}-\d\d$/),
  /** Of one department each; small ones are told together in one. */
  lines: z.array(z.object({ departments: z.array(z.string()), ...measures(figure) })),
  /** Absent for whoever sees the figures of one department. */
  court: z.object(measures(atLeast)).optional(),
});
export type MonthCounts = z.infer<typeof monthCounts>;

export const countsAnswer = z.object({
  /** Fewer people than this are told as few. */
  smallest: z.int(),
  /** Newest first. */
  months: z.array(monthCounts),
});
export type CountsAnswer = z.infer<typeof countsAnswer>;
