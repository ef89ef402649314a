/**
 * Sends a file of evidence: a small one whole, a larger one in parts. Nothing of how far it has come is kept here: the
 * sidecar is asked, so that it goes on after a cut line, a worker the browser stopped, or a sidecar that was restarted.
 */
import {
  FILE_NAME_HEADER,
  LENGTH_HEADER,
  OFFSET_HEADER,
  type UploadState,
  uploadState,
} from '../../shared/evidence-upload.ts';
import type { Evidence } from '../../shared/records/entry.ts';
import { problemOf } from './call-error.ts';
import type { Question, Sidecar } from './sidecar.ts';

/** Small enough for a slow line: each part has its own patience. */
export const PART_BYTES = 512 * 1024;
/** The browser stops a worker whose answer takes more than 30 seconds. */
const PATIENCE_MS = 28_000;

/** What the sidecar says when what lies there is not what we thought; it is then asked anew. */
const BEGIN_ANEW: ReadonlySet<string> = new Set(['upload-offset', 'evidence-hash-differs']);
const MISTAKES = 3;

/**
 * @param told how many bytes the sidecar has, each time there are more
 * @throws CallError as the sidecar's client does
 */
export async function uploadEvidence(
  sidecar: Pick<Sidecar, 'ask' | 'askJson'>,
  { hash, name }: Evidence,
  bytes: Uint8Array<ArrayBuffer>,
  token: string,
  told: (received: number) => void,
): Promise<void> {
  const path = `/v1/evidence/${hash}`;
  const session = { token };
  const sending = (data: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Question => ({
    bytes: { data, mediaType: 'application/octet-stream' },
    headers: { [FILE_NAME_HEADER]: encodeURIComponent(name), ...headers },
    session,
    timeoutMs: PATIENCE_MS,
  });
  if (bytes.length <= PART_BYTES) {
    await sidecar.ask(path, { method: 'PUT', ...sending(bytes) });
    told(bytes.length);
    return;
  }
  const ask = () => sidecar.askJson(`${path}/upload`, uploadState, { session });
  const send = (start: number): Promise<UploadState> =>
    sidecar.askJson(`${path}/upload`, uploadState, {
      method: 'PATCH',
      ...sending(bytes.subarray(start, start + PART_BYTES), {
        [OFFSET_HEADER]: String(start),
        [LENGTH_HEADER]: String(bytes.length),
      }),
    });
  let mistakes = 0;
  for (let state = await ask(); ; ) {
    told(state.received);
    if (state.complete) return;
    try {
      state = await send(state.received);
    } catch (error) {
      mistakes += 1;
      if (mistakes > MISTAKES || !BEGIN_ANEW.has(problemOf(error).problem?.code ?? '')) throw error;
      state = await ask();
    }
  }
}
