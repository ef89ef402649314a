/**
 * Now and then every browser sends a blank direct report, so that one that is not blank is nothing out of the way: neither in
 * the number of requests nor in what the sidecar writes for them.
 */
import { v7 } from 'uuid';
import { announce } from './changes.ts';
import { sealedBlank } from './direct-report.ts';
import { sendRecord } from './send-record.ts';
import { currentSession } from './session.ts';

/** Of the ticks, one every ten minutes: about once in a working day. */
const ONE_IN = 48;
/** Not with the tick itself, which comes on the minute. */
const WITHIN_MS = 20_000;

export interface CoverDeps {
  random(): number;
  wait(ms: number): Promise<void>;
}

const DEPS: CoverDeps = {
  random: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
  wait: (ms) => new Promise((done) => setTimeout(done, ms)),
};

/** Sends one, or not. What fails is not tried again: a blank is worth nothing. */
export async function sendCover({ random, wait }: CoverDeps = DEPS): Promise<void> {
  if (random() >= 1 / ONE_IN || !(await currentSession())) return;
  await wait(random() * WITHIN_MS);
  const blank = await sealedBlank();
  if (!blank) return;
  const { envelope, court, token } = blank;
  const at = new Date().toISOString();
  // As the queue says it of what is put into it and goes out.
  announce({ changed: 'queue' });
  await sendRecord({ id: v7(), type: 'direct-report', court, at, body: { envelope, cover: true } }, token);
  announce({ changed: 'queue' });
}
