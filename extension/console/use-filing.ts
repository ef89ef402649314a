import { useState } from 'preact/hooks';
import type { FileOutcome } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { errorWords, refusalWords } from '../look/words.ts';

export type Filed = Exclude<FileOutcome, { outcome: 'refused' }>;

/** Files one record from a form that keeps what was typed until the record is filed or safely queued. */
export function useFiling(): {
  busy: boolean;
  /** Why it was not filed. */
  said: string | undefined;
  say(words: string | undefined): void;
  file(type: string, body: unknown): Promise<Filed | undefined>;
} {
  const [busy, setBusy] = useState(false);
  const [said, say] = useState<string>();
  return {
    busy,
    said,
    say,
    async file(type, body) {
      setBusy(true);
      say(undefined);
      try {
        const outcome = await call('fileRecord', { type, body });
        if (outcome.outcome !== 'refused') return outcome;
        // The form still holds everything; a second copy in the queue would be one too many.
        call('takeBack', outcome.id).catch(() => undefined);
        say(refusalWords(outcome.problem));
      } catch (error) {
        say(errorWords(error));
      } finally {
        setBusy(false);
      }
      return undefined;
    },
  };
}
