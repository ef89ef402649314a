/**
 * The demo: a trial system, a court's sidecar and the superior's on loopback. With a display it opens Chromium for
 * a person to try; without one (or with --once) it walks the main way headless and keeps a picture of each step.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PASSWORD } from '../world/people.ts';
import { signInToTrialSystem, storySteps, TRIAL_PASSWORD } from '../world/story.ts';
import { PEOPLE, startWorld, type World } from '../world/world.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PICTURES = join(ROOT, 'demo-out');
const DEFAULT_PORTS = '8090,8701,8702';

class Stop extends Error {}

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once('error', () => answer(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)));
  });
}

async function readPorts(): Promise<{ trial: number; court: number; superior: number }> {
  const given = process.env.LIUHEN_DEMO_PORTS ?? DEFAULT_PORTS;
  const [trial, court, superior, ...more] = given.split(',').map(Number);
  const valid = (port: number | undefined): port is number =>
    Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536;
  if (!valid(trial) || !valid(court) || !valid(superior) || more.length > 0) {
    throw new Stop(`LIUHEN_DEMO_PORTS needs three ports, e.g. ${DEFAULT_PORTS}. 需要三个端口号。`);
  }
  for (const port of [trial, court, superior]) {
    if (await isFree(port)) continue;
    throw new Stop(
      `Port ${port} is in use. Stop what uses it, or choose three others: LIUHEN_DEMO_PORTS=9090,9701,9702 npm run demo. 端口 ${port} 被占用，请更换。`,
    );
  }
  return { trial, court, superior };
}

const { custodian, otherCustodian, inspection, president, ...atTheTrialSystem } = PEOPLE;
const listed = (people: readonly { name: string; account: string }[]): string =>
  people.map(({ name, account }) => `${name} ${account}`).join('，');

function tellAddresses(world: World): void {
  console.log(`
  办案系统 trial system    ${world.trial.url}
  本院服务 court sidecar    ${world.court.sidecar.url}
  上级法院 superior sidecar ${world.superior.sidecar.url}
  办案系统密码 trial system password: ${TRIAL_PASSWORD}    留痕密码 Liuhen password: ${PASSWORD}
  账号 accounts: ${listed(Object.values(atTheTrialSystem))}
  只在留痕中 in Liuhen only: ${listed([custodian, otherCustodian, inspection, president])}
  演示关闭了督察、院长登录的第二验证方式（policy.signIn.secondFactorRoles 为空）；正式使用时默认开启。
  The demo asks nobody for a second factor; a court's own sidecar asks custodians, inspection, president and IT for one.
`);
}

/** @returns the name of the failed step, if one failed */
async function walk(world: World): Promise<string | undefined> {
  rmSync(PICTURES, { recursive: true, force: true });
  mkdirSync(PICTURES, { recursive: true });
  let pictures = 0;
  const steps = storySteps({
    world,
    async shot(page, name) {
      pictures += 1;
      const file = join(PICTURES, `${String(pictures).padStart(2, '0')}-${name}.png`);
      await page.screenshot({ path: file });
      console.log(`      ${relative(ROOT, file)}`);
    },
  });
  let failed: string | undefined;
  let passed = 0;
  for (const [index, step] of steps.entries()) {
    try {
      await step.run();
      passed += 1;
      console.log(`  ✓ ${index + 1}/${steps.length} ${step.name}`);
    } catch (error) {
      failed = step.name;
      const [why] = (error instanceof Error ? error.message : String(error)).split('\n');
      console.log(`  ✗ ${index + 1}/${steps.length} ${step.name}\n      ${why ?? ''}`);
      break;
    }
  }
  await world.closeDesks();
  tellAddresses(world);
  console.log(`${passed} passed, ${failed === undefined ? 0 : 1} failed`);
  return failed;
}

/** Opens a browser for a person, on the case page's system, with the extension loaded. */
async function show(world: World): Promise<void> {
  const desk = await world.desk(PEOPLE.handling, { headless: false });
  const page = await desk.context.newPage();
  await signInToTrialSystem(page, world.trial.url, PEOPLE.handling.account);
  tellAddresses(world);
  console.log(
    '  浏览器已打开：进入案件，点右侧“留痕”。Open a case; the panel is at the right edge. Ctrl-C ends the demo.',
  );
  console.log('1 passed, 0 failed');
  desk.context.once('close', () => process.kill(process.pid, 'SIGINT'));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
  const ports = await readPorts();
  console.log('  starting the trial system and two sidecars … 正在启动');
  // Nobody who tries it has the custodians' telephones at hand.
  const world = await startWorld({ ports, policy: { signIn: { secondFactorRoles: [] } } });
  let closing = false;
  const end = async (code: number): Promise<void> => {
    if (closing) return;
    closing = true;
    await world.close();
    process.exit(code);
  };
  process.once('SIGINT', () => void end(0));
  process.once('SIGTERM', () => void end(0));
  const display = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY;
  if (display && !values.once) return show(world);
  const failed = await walk(world);
  if (values.once) await end(failed === undefined ? 0 : 1);
}

main().catch((error: unknown) => {
  const [why] = (error instanceof Error ? error.message : String(error)).split('\n');
  console.error(
    error instanceof Stop ? error.message : `The demo could not go on: ${why ?? ''} 演示未能继续。`,
  );
  console.log('0 passed, 1 failed');
  process.exit(1);
});
