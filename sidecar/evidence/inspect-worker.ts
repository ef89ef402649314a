/** Looks into evidence in a thread of its own: unpacking an office file takes seconds at worst, and the door must not wait. */
import { parentPort } from 'node:worker_threads';
import { type EvidenceFinding, inspectEvidence } from '../../shared/evidence-check.ts';
import type { EvidencePolicy } from '../../shared/policy.ts';

export interface InspectOrder {
  bytes: Uint8Array;
  name: string;
  policy: EvidencePolicy;
}

parentPort?.on('message', async ({ bytes, name, policy }: InspectOrder) => {
  parentPort?.postMessage((await inspectEvidence(bytes, name, policy)) satisfies EvidenceFinding);
});
