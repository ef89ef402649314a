/** Files what somebody has signed: at once, or after it was confirmed in a window of our own. */
import type { FileOutcome, SignedAct } from '../link/calls.ts';
import { CallError, call, onChanged } from '../link/client.ts';

/** `window`: the panel was not in plain sight when it was signed. */
export type SignedWhere = 'here' | 'window';

async function fileNow(act: SignedAct): Promise<FileOutcome> {
  if (act.act === 'record') return call('fileRecord', act.draft);
  const { nonce, caseNumber } = act;
  return call('fileSheet', { nonce, caseNumber });
}

/** @throws CallError not-confirmed when the window was closed */
async function fileConfirmed(act: SignedAct): Promise<FileOutcome> {
  const id = await call('askConfirmation', act);
  return new Promise((resolve, reject) => {
    const stop = onChanged(({ changed }) => {
      if (changed === 'confirmation') void look();
    });
    async function look() {
      try {
        const now = await call('confirmationState', id);
        if (now.state === 'waiting') return;
        if (now.state === 'dropped') throw new CallError({ code: 'not-confirmed' });
        resolve(now.outcome);
      } catch (error) {
        reject(error);
      }
      stop();
    }
    void look();
  });
}

/** @throws CallError not-confirmed, and as filing does */
export const fileSigned = (where: SignedWhere, act: SignedAct): Promise<FileOutcome> =>
  where === 'here' ? fileNow(act) : fileConfirmed(act);
