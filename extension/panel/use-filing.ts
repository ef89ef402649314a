import { useRef, useState } from 'preact/hooks';
import type { FileOutcome } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { errorWords, refusalWords } from '../look/words.ts';
import { fileSigned, type SignedWhere } from './file-signed.ts';

export type Filed = Exclude<FileOutcome, { outcome: 'refused' }>;

export interface Filing {
  busy: boolean;
  /** Somebody has tried to sign: what is missing is said from now on. */
  tried: boolean;
  attempt(where: SignedWhere): void;
  /** Why it was not filed. */
  said: string | undefined;
  file(type: string, body: unknown): Promise<Filed | undefined>;
  /** The same for what is filed in another way. */
  run<T extends FileOutcome>(send: () => Promise<T>): Promise<Exclude<T, { outcome: 'refused' }> | undefined>;
}

/** Files one record from a form that keeps what was typed until the record is filed or safely queued. */
export function useFiling(): Filing {
  const where = useRef<SignedWhere>('here');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [said, say] = useState<string>();
  async function run<T extends FileOutcome>(
    send: () => Promise<T>,
  ): Promise<Exclude<T, { outcome: 'refused' }> | undefined> {
    setBusy(true);
    try {
      const outcome = await send();
      if (outcome.outcome !== 'refused') return outcome as Exclude<T, { outcome: 'refused' }>;
      // The form still holds everything; a second copy in the queue would be one too many.
      call('takeBack', outcome.id).catch(() => undefined);
      say(refusalWords(outcome.problem));
    } catch (error) {
      say(errorWords(error));
    } finally {
      setBusy(false);
    }
    return undefined;
  }
  return {
    busy,
    tried,
    attempt(signed) {
      where.current = signed;
      setTried(true);
      say(undefined);
    },
    said,
    file: (type, body) => run(() => fileSigned(where.current, { act: 'record', draft: { type, body } })),
    run,
  };
}
