/**
 * 直报: sealed here, before it is kept or sent anywhere (001 第12条). What waits in the queue can be opened by nobody at this
 * court, not even by its author; what was typed stays in the page that asked, and goes with it.
 */
import { v7 } from 'uuid';
import type { DirectKey } from '../../shared/direct-key.ts';
import { type DirectReport, directBytes, filledUp, referenceCode } from '../../shared/direct-report.ts';
import { fingerprint, sealTo } from '../../shared/sealed-envelope.ts';
import { CallError } from './call-error.ts';
import type { DirectOffer, DirectWritten, FileOutcome } from './calls.ts';
import { slot } from './memory.ts';
import { queue } from './outbox.ts';
import { currentSession } from './session.ts';
import { askPolicy } from './views.ts';

/** Fingerprint of the key this browser knows. Every browser keeps it, whether or not anybody here has ever reported. */
const knownKey = (court: string) => slot<string>('local', `direct-key:${court}`);

async function sealing() {
  const session = await currentSession();
  if (!session) throw new CallError({ code: 'signed-out' });
  const { direct, policy } = (await askPolicy()).value;
  return { session, direct, ...policy.directReport };
}

/** @returns whether it is another key than before */
async function rememberKey(court: string, key: DirectKey): Promise<boolean> {
  const known = knownKey(court);
  const before = await known.get();
  const now = await fingerprint(key);
  if (before === undefined) await known.set(now);
  return before !== undefined && before !== now;
}

/** @throws CallError signed-out, and what asking for the policy throws */
export async function directOffer(): Promise<DirectOffer | null> {
  const { session, direct, everyMinutes } = await sealing();
  if (!direct) return null;
  return {
    superior: direct.superior,
    fingerprint: await fingerprint(direct.key),
    changed: await rememberKey(session.court.code, direct.key),
    everyMinutes,
  };
}

/** A blank one, as long as any; undefined where none can be made. */
export async function sealedBlank(): Promise<{ envelope: string; court: string; token: string } | undefined> {
  const { session, direct, bytes } = await sealing();
  if (!direct) return undefined;
  await rememberKey(session.court.code, direct.key);
  const envelope = await sealTo(direct.key, filledUp(undefined, bytes));
  return { envelope, court: session.court.code, token: session.token };
}

/** @throws CallError signed-out, not-found, direct-too-long, and as the queue does */
export async function fileDirectReport(written: DirectWritten): Promise<FileOutcome & { code: string }> {
  const id = v7();
  const first = await sealAndFile(id, written);
  if (first.outcome !== 'refused') return first;
  // Nobody could make anything of it any more: it is in the form that asked.
  await queue.takeBack(first.id).catch(() => undefined);
  // The key or the length was another one since this browser last asked.
  return first.problem.code === 'direct-outdated' ? sealAndFile(id, written) : first;
}

async function sealAndFile(id: string, written: DirectWritten): Promise<FileOutcome & { code: string }> {
  const { session, direct, bytes } = await sealing();
  if (!direct) throw new CallError({ code: 'not-found' });
  const { name, staffCode, department } = session.person;
  const report: DirectReport = {
    v: 1,
    id,
    kind: written.kind,
    court: session.court.code,
    text: written.text,
    about: written.about,
    author: written.named ? { name, staffCode, department } : null,
    at: new Date().toISOString(),
  };
  if (directBytes(report) > bytes) throw new CallError({ code: 'direct-too-long' });
  const envelope = await sealTo(direct.key, filledUp(report, bytes));
  // Who sends with this key has seen its fingerprint.
  await knownKey(session.court.code).set(await fingerprint(direct.key));
  const outcome = await queue.file({ type: 'direct-report', body: { envelope } });
  return { ...outcome, code: await referenceCode(id) };
}
