/** Chance that can be repeated: the same seed gives the same numbers. */
export interface Chance {
  seed: number;
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from `low` up to and including `high`. */
  between(low: number, high: number): number;
}

/** mulberry32; good enough to choose moments, and short. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { seed, next, between: (low, high) => low + Math.floor(next() * (high - low + 1)) };
}

/** The seed asked for by LIUHEN_SEED, or a fresh one. */
export const seedOfThisRun = (): number =>
  Number(process.env.LIUHEN_SEED ?? Math.floor(Math.random() * 4_294_967_296));
