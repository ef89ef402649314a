import { afterEach, describe, expect, it } from 'vitest';
import { NATIONAL_POLICY } from '../../shared/policy.ts';
import { pdf, program } from '../../test/evidence-files.ts';
import { EvidenceInspector } from './inspector.ts';

const { evidence: policy } = NATIONAL_POLICY;
const script = (source: string) => new URL(`data:text/javascript,${encodeURIComponent(source)}`);
const HEAR = "import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ name }) => {";

describe('the inspecting thread', () => {
  let inspector: EvidenceInspector;
  afterEach(() => inspector.close());

  it('answers each file with its own finding, however many come at once', async () => {
    inspector = new EvidenceInspector();
    const files = Array.from({ length: 12 }, (_, place) => (place % 2 === 0 ? pdf() : program()));
    const findings = await Promise.all(files.map((bytes) => inspector.inspect(bytes, '', policy)));
    expect(findings.map((finding) => (finding.ok ? finding.format : finding.code))).toEqual(
      files.map((_, place) => (place % 2 === 0 ? 'pdf' : 'executable')),
    );
  });

  it.each([
    ['never ends', `${HEAR} while (name === 'bad') {} parentPort.postMessage({ ok: true }); });`],
    ['throws', `${HEAR} if (name === 'bad') throw new Error(); parentPort.postMessage({ ok: true }); });`],
    ['ends', `${HEAR} if (name === 'bad') process.exit(1); parentPort.postMessage({ ok: true }); });`],
  ])('calls a file over which it %s unreadable, and goes on with the next', async (_, source) => {
    inspector = new EvidenceInspector({ script: script(source), patienceMs: 1500 });
    const found = await Promise.all(
      ['good', 'bad', 'good'].map((name) => inspector.inspect(pdf(), name, policy)),
    );
    expect(found).toEqual([{ ok: true }, { ok: false, code: 'unreadable' }, { ok: true }]);
  });

  it('rejects what is under way or comes later when it is closed', async () => {
    inspector = new EvidenceInspector({ script: script(`${HEAR} });`), patienceMs: 60_000 });
    const asked = [inspector.inspect(pdf(), '', policy), inspector.inspect(pdf(), '', policy)];
    const settled = Promise.allSettled(asked);
    await inspector.close();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(inspector.inspect(pdf(), '', policy)).rejects.toThrow();
  });
});
