/** Must-show: while the gate is closed nothing of ten ways to send arrives, and what is opened is opened narrowly. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nil } from '../sidecar/examples.ts';
import { arrive, CASE_PAGE, until } from '../world/arrive.ts';
import { chromiumPath, type Desk, panelOf } from '../world/browser.ts';
import { openPanel, panelSays, signInToTrialSystem, submissionsArrived } from '../world/story.ts';
import { WAYS, type Way } from '../world/ways-to-send.ts';
import { PEOPLE, startWorld, type World } from '../world/world.ts';

const BLOCKED = 'net::ERR_BLOCKED_BY_CLIENT';

describe('the gate in a real browser', () => {
  let world: World;
  let plain: Browser | undefined;
  let desk: Desk | undefined;

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(async () => {
    await plain?.close();
    await world?.close();
  });

  /** The trial system forgets earlier submissions, so that each way finds the page's buttons as new. */
  function forgetSubmissions(): void {
    for (const item of world.trial.state.cases.values()) item.submissions.length = 0;
  }

  function caseOf(number: string) {
    const found = [...world.trial.state.cases.values()].find((item) => item.number === number);
    if (!found) throw new Error(`no case ${number}`);
    return found;
  }

  type Outcome = 'arrived' | 'held by the page' | 'held by the browser';

  /** What became of one attempt, in a tab of its own that stays open: what leaks late is counted at the end. */
  async function attempt(context: BrowserContext, way: Way): Promise<Outcome> {
    forgetSubmissions();
    const on = await context.newPage();
    await on.goto(world.trial.url + CASE_PAGE);
    const guarded = context === desk?.context;
    if (guarded) await (await panelOf(on)).getByText('需要您声明一次').first().waitFor();
    const before = submissionsArrived(world);
    let blocked = false;
    const hear = (request: { method(): string; failure(): { errorText: string } | null }) => {
      if (request.method() === 'POST' && request.failure()?.errorText === BLOCKED) blocked = true;
    };
    on.on('requestfailed', hear);
    await way.send(on);
    const heldByPage = async () => {
      const panel = guarded && on.frames().find((frame) => frame.url().includes('/panel.html'));
      return panel ? panel.getByText('提请审判委员会已停住').first().isVisible() : false;
    };
    const outcome = await until(
      async () => {
        if (submissionsArrived(world) > before) return 'arrived';
        if (blocked) return 'held by the browser';
        return (await heldByPage().catch(() => false)) ? 'held by the page' : undefined;
      },
      (answer) => answer !== undefined,
      way.name,
    );
    return outcome as Outcome;
  }

  it('without the extension, all ten ways arrive', async () => {
    plain = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
    const unguarded = await plain.newContext();
    await signInToTrialSystem(await unguarded.newPage(), world.trial.url, PEOPLE.handling.account);
    const outcomes = new Map<string, string>();
    for (const way of WAYS) outcomes.set(way.name, await attempt(unguarded, way));
    expect([...outcomes.values()].filter((outcome) => outcome === 'arrived')).toHaveLength(10);
  });

  it('with the extension and a closed gate, none of the ten arrives', async () => {
    desk = await world.desk(PEOPLE.handling);
    await arrive(desk, world);
    const before = submissionsArrived(world);
    const outcomes = new Map<string, string>();
    for (const way of WAYS) outcomes.set(way.name, await attempt(desk.context, way));
    expect([...outcomes.keys()]).toHaveLength(10);
    expect([...outcomes].filter(([, outcome]) => outcome === 'arrived')).toEqual([]);
    // The first five use a control the profile names: the person is told why. The others meet the browser's rule.
    expect([...outcomes.values()]).toEqual([
      ...Array(5).fill('held by the page'),
      ...Array(5).fill('held by the browser'),
    ]);
    expect(submissionsArrived(world)).toBe(before);
  });

  /** A request by the page's own script. The trial system refuses a second submission, but it has then arrived. */
  const post = (on: Page, ajid: string): Promise<'arrived' | 'stopped'> =>
    on.evaluate(
      (id) =>
        fetch(`/api/cases/${id}/submissions`, { method: 'POST', body: '{}' }).then(
          () => 'arrived' as const,
          () => 'stopped' as const,
        ),
      ajid,
    );

  it('after a clearance only this tab may send, only this case, and only until it leaves it', async () => {
    forgetSubmissions();
    for (const account of ['limh', 'wangxl', 'zhaogq']) {
      const answer = await (await world.court.as(account)).file('nil-declaration', nil());
      expect(answer.status).toBe(201);
    }
    const [ajid] = CASE_PAGE.split('/').slice(-1) as [string];
    const { ajid: otherId } = caseOf('（2025）豫1302民初77号');
    const before = submissionsArrived(world);
    const context = (desk as Desk).context;
    const here = await context.newPage();
    await here.goto(world.trial.url + CASE_PAGE);
    await panelSays(here, '都已声明，请把一案一表入卷');
    const elsewhere = await context.newPage();
    await elsewhere.goto(`${world.trial.url}/cases/${otherId}`);
    await panelSays(elsewhere, '需要您声明一次');

    // By the dialog, which sends without leaving the page.
    await here.getByRole('button', { name: /快速提请/ }).click();
    await here.locator('input[name=ks_kind][value=adjudication-committee]').check();
    await here.locator('#ks_ok').click();
    await here.locator('#tqzt', { hasText: '已提请审判委员会' }).waitFor();
    expect(submissionsArrived(world)).toBe(before + 1);
    expect(await post(here, ajid)).toBe('arrived');
    expect(await post(here, otherId)).toBe('stopped');
    expect(await post(elsewhere, otherId)).toBe('stopped');
    expect(await post(elsewhere, ajid)).toBe('stopped');

    await here.goto(`${world.trial.url}/cases`);
    await until(
      () => post(here, ajid),
      (answer) => answer === 'stopped',
      'the list may still send',
    );
    await here.goto(world.trial.url + CASE_PAGE);
    await panelSays(here, '都已声明，请把一案一表入卷');
    expect(await post(here, ajid)).toBe('stopped');
  });

  it('files no reading of a page whose people cannot be read, and holds its submission', async () => {
    const other = caseOf('（2025）豫1302民初2301号');
    const { context, worker } = desk as Desk;
    const address = `${world.trial.url}/cases/${other.ajid}`;
    const client = await world.court.as(PEOPLE.handling.account);
    const known = async () =>
      (await client.get<{ known: boolean }>(`/v1/cases/${encodeURIComponent(other.number)}`)).known;
    expect(await known()).toBe(false);

    const redesigned = await context.newPage();
    await redesigned.route(address, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace('承办法官', '承办人员') });
    });
    await redesigned.goto(address);
    const reported = async () => {
      const { drift = [] } = (await (await worker()).evaluate(`chrome.storage.local.get('drift')`)) as {
        drift?: { fields: string[] }[];
      };
      return drift.flatMap(({ fields }) => fields);
    };
    await until(reported, (fields) => fields.includes('people.handling-judge'), 'drift');
    await openPanel(redesigned);
    await panelSays(redesigned, '还没有读到本案的承办人和合议庭');
    const before = submissionsArrived(world);
    await redesigned.getByRole('button', { name: '提请审判委员会' }).click();
    expect(await post(redesigned, other.ajid)).toBe('stopped');
    expect(submissionsArrived(world)).toBe(before);
    expect(await known()).toBe(false);

    // The same page as it was: now it is read in full, and filed.
    await redesigned.unroute(address);
    await redesigned.goto(address);
    await until(known, (answer) => answer, 'the reading of the whole page');
  });
});
