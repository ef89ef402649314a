/** Keeps the shell of every recognised page up to date. */
import { comparable } from '../../shared/text.ts';
import { sidecarAddress } from './address.ts';
import type { ShellState } from './calls.ts';
import { linkState } from './connection.ts';
import { queue } from './outbox.ts';
import { pageCall } from './page-calls.ts';
import { readingToFile } from './page-reading.ts';
import { fileReading } from './readings.ts';
import { currentSession } from './session.ts';
import { shellState } from './shell.ts';
import { allTabs, type TabRecord } from './tabs.ts';
import { askCaseView } from './views.ts';

async function refusedOf(caseNumber: string): Promise<number> {
  const items = await queue.list();
  const wanted = comparable(caseNumber);
  return items.filter(
    (item) =>
      item.state === 'refused' && item.caseNumber !== undefined && comparable(item.caseNumber) === wanted,
  ).length;
}

/** The reading first, so that the view already counts with it. */
async function viewOf({ page }: TabRecord) {
  if (page.type !== 'case') return undefined;
  const { caseNumber } = page.reading;
  const reading = readingToFile(page);
  try {
    if (reading) await fileReading(reading);
    const view = await askCaseView(caseNumber);
    if (!reading || view.stale || view.value.known) return view.value;
    await fileReading(reading, true);
    return (await askCaseView(caseNumber)).value;
  } catch {
    // The reading did not go out; what is known of the case may still be shown.
    return (await askCaseView(caseNumber).catch(() => undefined))?.value;
  }
}

export async function shellOf(record: TabRecord): Promise<ShellState> {
  const { page, held } = record;
  const session = await currentSession();
  const view = session ? await viewOf(record) : undefined;
  const refused = session && page.type === 'case' ? await refusedOf(page.reading.caseNumber) : 0;
  return shellState({
    page: page.type,
    hasSidecar: (await sidecarAddress()).url !== undefined,
    link: await linkState(),
    refused,
    ...(session ? { me: session.person.staffCode } : {}),
    ...(view ? { view } : {}),
    ...(held ? { held } : {}),
  });
}

async function refreshAll(): Promise<void> {
  for (const [tabId, record] of await allTabs()) {
    const state = await shellOf(record);
    await pageCall(tabId, 'shell', state).catch(() => undefined);
    if (record.page.type === 'meeting') await pageCall(tabId, 'refreshAgenda').catch(() => undefined);
  }
}

let running = false;
let again = false;

async function rounds(): Promise<void> {
  running = true;
  while (again) {
    again = false;
    await refreshAll().catch(() => undefined);
  }
  running = false;
}

/** Changes come in bunches; one round follows the one that runs, however many came meanwhile. */
export function refreshShells(): void {
  again = true;
  if (!running) void rounds();
}
