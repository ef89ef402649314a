/**
 * Drift: a profile claims a page, but found nothing of what it names there. Kept so that the person who meets such a
 * page is told what to do meanwhile. No content of a page is in it.
 */
import type { ProfileSet } from '../../shared/host-profile.ts';
import type { Drift } from './calls.ts';
import { exclusively, slot } from './memory.ts';
import { knownProfiles } from './profiles.ts';

export interface DriftReport {
  at: string;
  profile: string;
  version: number;
  fields: string[];
  /** A page of this profile has been recognised since. */
  over?: true;
}

const KEPT = 50;
/** An older one is no news: the page has most likely not been opened since. */
const SPOKEN_OF_MS = 24 * 60 * 60_000;

/** Without one of these a case is not known; other fields are shown as missing and stop nobody. */
const NEEDED = /^(?:case\.probe|caseNumber|people(?:\.(?:handling-judge|presiding-judge|panel-member))?)$/;

const kept = slot<DriftReport[]>('local', 'drift');
const alone = <T>(work: () => Promise<T>): Promise<T> => exclusively('drift', work);

export function noteDrift(report: Omit<DriftReport, 'at' | 'over'>): Promise<void> {
  const at = new Date().toISOString();
  return alone(async () => kept.set([{ at, ...report }, ...((await kept.get()) ?? [])].slice(0, KEPT)));
}

/** A page of this profile was recognised and read. */
export async function driftOver(profile: string): Promise<void> {
  const stands = (report: DriftReport) => report.profile === profile && !report.over;
  if (!((await kept.get()) ?? []).some(stands)) return;
  await alone(async () => {
    const reports = (await kept.get()) ?? [];
    await kept.set(reports.map((report) => (stands(report) ? { ...report, over: true } : report)));
  });
}

/** The newest of each profile that is still in use in this version, unless it is over or long ago. */
export function standingDrift(
  reports: readonly DriftReport[],
  set: ProfileSet | undefined,
  now: number,
): Drift[] {
  const found = new Map<string, Drift>();
  for (const { at, profile, version, fields, over } of reports) {
    const bound = set?.profiles.find((one) => one.profile.id === profile);
    const current = bound?.profile.version === version;
    if (over || !bound || !current || now - Date.parse(at) > SPOKEN_OF_MS) continue;
    if (!fields.some((field) => NEEDED.test(field))) continue;
    const known = found.get(profile);
    if (!known || known.at < at) found.set(profile, { profile, product: bound.profile.product, at, fields });
  }
  return [...found.values()];
}

export async function drifts(): Promise<Drift[]> {
  return standingDrift((await kept.get()) ?? [], await knownProfiles(), Date.now());
}
