/** What every benchmark shares: its form, medians and percentiles, and lines that align. */

/** Prints lines while it runs; the figures it returns are what `--json` prints. */
export type Benchmark = (print: (line: string) => void) => Promise<Record<string, unknown>>;

/** The value below which the given share of values lies; 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Two decimals are all that a shared machine can support. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

export const perSecond = (value: number): string => `${Math.round(value)}/s`.padStart(9);
export const milliseconds = (value: number): string => `${value.toFixed(2)} ms`.padStart(10);
