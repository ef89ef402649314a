/**
 * What was lost cannot be had back: the logs begin anew under another name. The court says so by this command, its superior
 * by its configuration; neither alone brings a court that was taken back into service.
 */
import { v7 as uuid } from 'uuid';
import type { LogRestartBody } from '../../shared/records/log-restart.ts';
import { LOGS } from '../log/leaf.ts';
import { type Loss, lossAgainst, ownCheckpoint } from '../log/standing.ts';
import { type LocatedConfig, openWorks, type Works } from '../start.ts';

function lossesOf({ log, kept, secrets }: Works, court: string): Loss[] {
  return LOGS.flatMap((one) => {
    const note = kept.read(one);
    const checkpoint =
      note === undefined
        ? undefined
        : ownCheckpoint(log, court, one, secrets.court.publicKey, kept.restarts(), note);
    return (checkpoint && lossAgainst(log, court, one, checkpoint)) ?? [];
  });
}

/** @returns how often the logs were begun anew, and what was lost; undefined when nothing was */
export async function acceptLoss(
  config: LocatedConfig,
): Promise<{ restarts: number; losses: Loss[] } | undefined> {
  const court = config.court.code;
  const before = await openWorks(config);
  const losses = lossesOf(before, court);
  const restarts = before.kept.restarts() + 1;
  if (losses.length > 0) before.kept.setRestarts(restarts);
  await before.close();
  if (losses.length === 0) return undefined;
  const works = await openWorks(config);
  const now = Date.now();
  const body: LogRestartBody = { restarts, losses };
  await works.door.file(
    court,
    { kind: 'system', part: 'operator' },
    { id: uuid({ msecs: now }), type: 'log-restart', court, at: new Date(now).toISOString(), body },
  );
  await works.close();
  return { restarts, losses };
}
