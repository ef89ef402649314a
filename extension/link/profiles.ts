/**
 * Host profiles: fetched from the sidecar when they changed, kept on disk, used as they were when the sidecar is
 * away. A set that is not valid changes nothing: for a gate an old profile is better than none.
 */
import { type BoundProfile, type ProfileSet, profileSet } from '../../shared/host-profile.ts';
import { CallError } from './call-error.ts';
import { sidecar } from './connection.ts';
import { exclusively, slot } from './memory.ts';
import { readJson } from './sidecar.ts';

const kept = slot<{ set: ProfileSet; etag?: string }>('local', 'profiles');

export async function knownProfiles(): Promise<ProfileSet | undefined> {
  return (await kept.get())?.set;
}

/**
 * Asks whether there are newer profiles; also the cheapest question to learn whether the sidecar is there.
 * @throws CallError as the sidecar's client does; `unexpected` for a set that is not valid
 */
export function refreshProfiles(): Promise<void> {
  return exclusively('profiles', async () => {
    const before = await kept.get();
    const headers: Record<string, string> =
      before?.etag === undefined ? {} : { 'If-None-Match': before.etag };
    const reply = await sidecar.ask('/v1/profiles', { session: 'none', headers });
    if (reply.status === 304) return;
    const set = readJson(reply, profileSet);
    const etag = reply.headers.get('ETag');
    await kept.set(etag === null ? { set } : { set, etag });
  });
}

/** The profile bound to exactly this origin. */
export function boundTo(origin: string, set: ProfileSet | undefined): BoundProfile | undefined {
  return set?.profiles.find(({ origins }) => origins.includes(origin));
}

/** @throws CallError not-bound */
export async function profileOf(origin: string): Promise<BoundProfile> {
  const bound = boundTo(origin, await knownProfiles());
  if (!bound) throw new CallError({ code: 'not-bound' });
  return bound;
}
