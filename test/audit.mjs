/**
 * `npm run audit`: asks the npm registry whether something is known against what the sidecar runs with. Not part of
 * `npm test`, for a registry need not answer, and what is known changes without a line of ours.
 */
import { run, say } from './setup.mjs';

const { code, output } = await run('npm', ['audit', '--omit=dev', '--json'], { label: 'npm audit' });

/** @typedef {{ name: string, severity: string, range: string, fixAvailable: unknown }} Finding */

/**
 * @param {string} text what npm printed: a report, or what stood against one, among warnings
 * @returns {Finding[] | undefined} undefined when it is no report
 */
function findingsIn(text) {
  try {
    const report = JSON.parse(text.slice(text.search(/^\{/m), text.lastIndexOf('}') + 1));
    return report.auditReportVersion === undefined ? undefined : Object.values(report.vulnerabilities);
  } catch {
    return undefined;
  }
}

const findings = findingsIn(output);
if (code === 127) {
  say('npm was not found; install Node.js 20 or newer with npm. 未找到 npm，请安装 Node.js 20 或更高版本。');
  process.exitCode = 2;
} else if (findings === undefined) {
  say(
    'The registry set for npm does not answer audits, so nothing was found out; ask again where it does. ' +
      '当前 npm 软件源不提供安全审计，本次没有结论，请在可用的软件源上重试。',
  );
  process.exitCode = 2;
} else if (findings.length === 0) {
  say('Nothing is known against any package the sidecar runs with. 未发现已知漏洞。');
} else {
  for (const { name, severity, range, fixAvailable } of findings)
    say(`${severity}: ${name} ${range}${fixAvailable ? ', mended in a later release' : ''}`);
  say(`${findings.length} packages have known faults. 有 ${findings.length} 个依赖包存在已知漏洞。`);
  process.exitCode = 1;
}
