const EIGHT_HOURS = 8 * 60 * 60 * 1000;
const DAY = 24 * 60 * 60 * 1000;

/** Beijing time, `2025-03-04 15:06:07`. */
export function timestamp(iso: string): string {
  return new Date(Date.parse(iso) + EIGHT_HOURS).toISOString().slice(0, 19).replace('T', ' ');
}

/** Beijing time without seconds. */
export function minute(iso: string): string {
  return timestamp(iso).slice(0, 16);
}

/** The moment `clock` (Beijing, `HH:MM`) on the day that lies `days` after `now`. */
export function dayFrom(now: Date, days: number, clock: string): string {
  const day = new Date(now.getTime() + EIGHT_HOURS + days * DAY).toISOString().slice(0, 10);
  return new Date(`${day}T${clock}:00+08:00`).toISOString();
}

/** `2024-03-05` and a Beijing clock time as ISO 8601. */
export function at(day: string, clock: string): string {
  return new Date(`${day}T${clock}:00+08:00`).toISOString();
}
