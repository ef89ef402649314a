/**
 * `npm test`: set-up, then everything there is to check, to the end even where something fails. The last line says
 * how many passed and how many failed. `--quick` leaves out the tests in a real browser, `--long` (`npm run test:long`)
 * runs the longer ones alone.
 *
 * Format and lint count as one test, types as another; the rest is what vitest counts.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedEnv, ROOT, run, say, secondsSince, setUp, stop } from './setup.mjs';

const known = new Set(['--quick', '--long']);
const asked = process.argv.slice(2);
const unknown = asked.find((argument) => !known.has(argument));
if (unknown !== undefined)
  stop(`Unknown argument ${unknown}; there are --quick and --long. 未知参数，只有 --quick 和 --long。`);
const long = asked.includes('--long');
const quick = asked.includes('--quick') && !long;

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const started = Date.now();
say(`Set-up 准备环境`);
const { node } = await setUp({ browser: !quick });
const folder = mkdtempSync(join(tmpdir(), 'liuhen-test-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** @type {Counts} */
const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const failures = [];

/**
 * @param {string} title
 * @param {() => Promise<Counts>} work
 */
async function step(title, work) {
  say(`\n${title}`);
  const begun = Date.now();
  const counts = await work();
  for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += counts[key];
  if (counts.failed > 0) failures.push(title);
  say(`${counts.failed > 0 ? '✗' : '✓'} ${title}, ${secondsSince(begun)} s`);
}

/**
 * One command that passes or fails as a whole, or several of which the first failure counts.
 * @param {...[tool: string, ...args: string[]]} commands
 * @returns {() => Promise<Counts>}
 */
const oneTest =
  (...commands) =>
  async () => {
    for (const [tool, ...args] of commands) {
      const { code, output } = await run(node, [join(ROOT, 'node_modules', tool), ...args], {
        env: pinnedEnv(),
        label: tool,
      });
      if (code === 0) continue;
      say(output.trimEnd());
      return { passed: 0, failed: 1, skipped: 0 };
    }
    return { passed: 1, failed: 0, skipped: 0 };
  };

/**
 * @param {string} project of vitest.config.ts
 * @param {string[]} [flags]
 * @returns {() => Promise<Counts>}
 */
const vitest =
  (project, flags = []) =>
  async () => {
    const report = join(folder, `${project}.json`);
    const { code } = await run(
      node,
      [
        join(ROOT, 'node_modules/vitest/vitest.mjs'),
        'run',
        ...['--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
        ...flags,
      ],
      { env: pinnedEnv(), show: true, label: `${project} tests` },
    );
    return countsOf(report, code);
  };

/**
 * @param {string} report vitest's JSON
 * @param {number} code how vitest ended
 * @returns {Counts}
 */
function countsOf(report, code) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    for (const { status, assertionResults } of testResults) {
      const failedBefore = counts.failed;
      for (const result of assertionResults) {
        if (result.status === 'passed') counts.passed += 1;
        else if (result.status === 'failed') counts.failed += 1;
        else counts.skipped += 1;
      }
      // A file that could not even be loaded, or whose preparation failed.
      if (status === 'failed' && counts.failed === failedBefore) counts.failed += 1;
    }
  } catch {
    // No report: the exit code is all we have.
  }
  // An error outside any test, or no tests at all.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

if (long) await step('Longer tests in Chromium 较长的浏览器测试', vitest('long'));
else {
  const colors = pinnedEnv().NO_COLOR ? 'off' : 'force';
  await step(
    'Format and lint 格式与静态检查',
    oneTest(['@biomejs/biome/bin/biome', 'ci', '--diagnostic-level=error', `--colors=${colors}`, '.']),
  );
  await step(
    'Types 类型检查',
    oneTest(['wxt/bin/wxt.mjs', 'prepare'], ['typescript/bin/tsc', '--noEmit', '-p', '.']),
  );
  // Two at a time also on two cores, where vitest would take one: many files wait for a disk or a child process.
  await step('Unit, integration and fault tests 单元、集成与故障测试', vitest('unit', ['--maxWorkers=2']));
  if (!quick) await step('Tests in Chromium 浏览器测试', vitest('browser'));
}

say(`\n${secondsSince(started)} s`);
for (const title of failures) say(`✗ ${title}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
say(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;
