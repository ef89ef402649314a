/** A court, a person at a desk, and a trial system that means ill: what the tests of hostile pages stand on. */
import { strict as assert } from 'node:assert';
import type { Frame, Page } from 'playwright-core';
import { entry } from '../sidecar/examples.ts';
import { arrive, CASE_PAGE } from './arrive.ts';
import type { Desk, DeskOptions, Person } from './browser.ts';
import { type HostilePage, type Hostility, startHostilePage } from './hostile-page.ts';
import type { Box } from './pixels.ts';
import { openPanel, pressToSign } from './story.ts';
import { PEOPLE, startWorld, type World } from './world.ts';

export const SIGN = '签名提交';

export const middle = ({ x, y, width, height }: Box): [number, number] => [x + width / 2, y + height / 2];

export interface HostileWorld {
  world: World;
  /** Bound to the court's profile. */
  hostile: HostilePage;
  /** An address no profile is bound to. */
  elsewhere: HostilePage;
  desk: Desk;
  /** How many records there are that somebody has to have wanted, by type. */
  acts(): Record<string, number>;
  /** @param query more of the address, from `&` on */
  visit(hostility?: Hostility, query?: string): Promise<Page>;
  /** Somebody else's newer entry: whoever signed that there was nothing is asked once more. */
  askAnew(): Promise<void>;
  /** The form in which nobody has anything to report, filled in; only the signature is wanting. */
  openNil(page: Page): Promise<{ panel: Frame; button: Box }>;
  /** A person signs, as always: it is there, once, and nothing else is. */
  signsAsAlways(panel: Frame): Promise<void>;
  close(): Promise<void>;
}

export async function startHostileWorld(
  person: Person = PEOPLE.handling,
  options: Partial<DeskOptions> = {},
): Promise<HostileWorld> {
  const hostile = await startHostilePage();
  const elsewhere = await startHostilePage();
  const world = await startWorld({ moreOrigins: [hostile.url] });
  const desk = await world.desk(person, options);
  const { page: first } = await arrive(desk, world);
  const markup = await first.evaluate(() => fetch(location.href).then((answer) => answer.text()));
  hostile.markup = markup.replaceAll('"/static/', `"${world.trial.url}/static/`);
  elsewhere.markup = hostile.markup;
  await first.close();

  const acts = (): Record<string, number> =>
    Object.fromEntries(
      world.court.sidecar.store.db
        .prepare<[], { type: string; n: number }>(
          `select type, count(*) as n from log where type not in
             ('staff-list', 'case-reading', 'received-record', 'upstream-receipt') group by type`,
        )
        .all()
        .map(({ type, n }) => [type, n]),
    );
  return {
    world,
    hostile,
    elsewhere,
    desk,
    acts,
    async visit(hostility = 'clean', query = '') {
      const page = await desk.context.newPage();
      await page.goto(`${hostile.url}${CASE_PAGE}?hostility=${hostility}${query}`);
      return page;
    },
    async askAnew() {
      const other = person.account === PEOPLE.panel.account ? PEOPLE.presiding : PEOPLE.panel;
      const answer = await (await world.court.as(other.account)).file('entry', entry());
      assert.equal(answer.status, 201);
    },
    async openNil(page) {
      const panel = await openPanel(page);
      await panel.getByRole('button', { name: /声明无上述情形/ }).click();
      await panel.getByRole('checkbox', { name: /以上四项均属实/ }).check();
      const button = await panel.getByRole('button', { name: SIGN }).boundingBox();
      assert.ok(button);
      return { panel, button };
    },
    async signsAsAlways(panel) {
      const before = acts();
      await pressToSign(panel, SIGN);
      await panel.getByText(/已声明，第 \d+ 号/).waitFor();
      assert.deepEqual(acts(), { ...before, 'nil-declaration': (before['nil-declaration'] ?? 0) + 1 });
    },
    async close() {
      await world.close();
      await hostile.close();
      await elsewhere.close();
    },
  };
}
