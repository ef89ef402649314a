/** Writers that never give up on a record: after a broken connection they send the same id again, as the queue does. */
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import type { RecordOutcome } from '../../shared/api.ts';
import { entry, nil, reading } from '../sidecar/examples.ts';
import { COURT } from '../world/people.ts';
import type { Ledger } from './ledger.ts';
import type { Chance } from './random.ts';

export interface Figures {
  filed: number;
  /** Filed before the kill, and acknowledged only when sent again. */
  replayed: number;
  /** Requests whose connection broke. */
  broken: number;
  /** Answers that are neither an acknowledgement nor a broken connection. */
  unexpected: string[];
}

export const caseOf = (n: number): string => `（2024）豫1302民初${1000 + n}号`;
export const CASES = 6;

/** One request on the agent's connection. @throws when no whole answer came */
export function post(
  url: string,
  agent: Agent,
  token: string,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      `${url}/v1/records`,
      {
        method: 'POST',
        agent,
        timeout: 15_000,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => {
          if (answer.complete) resolve({ status: answer.statusCode ?? 0, text });
          else reject(new Error('cut off'));
        });
        answer.on('error', reject);
      },
    );
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    asked.on('error', reject);
    asked.end(body);
  });
}

export function record(type: string, body: unknown): { id: string; sent: string } {
  const id = uuid();
  return {
    id,
    sent: JSON.stringify({ id, type, court: COURT.code, at: new Date().toISOString(), body }),
  };
}

function somethingToFile(chance: Chance): { id: string; sent: string } {
  const caseNumber = caseOf(chance.between(0, CASES - 1));
  const kind = chance.next();
  if (kind < 0.1) return record('nil-declaration', nil({ caseNumber }));
  if (kind < 0.15) return record('case-reading', reading({ caseNumber }));
  return record('entry', entry({ caseNumber, content: `第${chance.between(1, 1e9)}次询问开庭时间。` }));
}

/** Files one record after another until told to stop, and every one it began to its acknowledgement. */
export async function write(
  url: string,
  token: string,
  chance: Chance,
  ledger: Ledger,
  figures: Figures,
  stopped: () => boolean,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  while (!stopped()) {
    const { id, sent } = somethingToFile(chance);
    for (let attempts = 1; ; attempts += 1) {
      let answer: { status: number; text: string };
      try {
        answer = await post(url, agent, token, sent);
      } catch {
        figures.broken += 1;
        await wait(chance.between(50, 250));
        continue;
      }
      const outcome = JSON.parse(answer.text) as Partial<RecordOutcome>;
      const { seq, leafHash } = outcome;
      if (outcome.outcome === undefined || seq === undefined || leafHash === undefined) {
        figures.unexpected.push(`${answer.status} ${answer.text}`);
        break;
      }
      figures[outcome.outcome] += 1;
      ledger.set(id, { seq, leafHash, sent, token, attempts });
      break;
    }
  }
  agent.destroy();
}
