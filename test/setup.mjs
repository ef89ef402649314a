/**
 * Brings a computer to where tests and demo can run: npm packages with the pinned Node, a Chromium, the tools that
 * read PDF, openssl, a Chinese font, the built extension. Every step looks first and does only what is missing. It runs
 * on the Node of the system, with nothing installed yet, and therefore uses nothing but Node itself.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const NODE_MAJOR = 24;
const HEARTBEAT_MS = 10_000;
const BIN = join(ROOT, 'node_modules/.bin');
const PINNED_NODE = join(BIN, 'node');
const OUTPUT = join(ROOT, '.output/chrome-mv3');
const BUILD_STAMP = join(ROOT, '.output/.liuhen-build');

/** Places where a Chromium may be that is not on PATH. */
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** From this version on, Chrome with Google's name on it loads no unpacked extension from the command line. */
const CHROME_REFUSES_SINCE = 137;

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Ends the run with one sentence.
 * @param {string} sentence
 * @returns {never}
 */
export function stop(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

function interrupted() {
  for (const child of running) child.kill('SIGTERM');
  process.exit(130);
}

/** @param {number} started */
export const secondsSince = (started) => Math.round((Date.now() - started) / 1000);

/**
 * Runs a command to its end. Output is shown as it comes (`show`), or kept and replaced by a line every ten seconds.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, label?: string }} [options]
 * @returns {Promise<{ code: number, output: string }>} code 127 when there is no such command
 */
export function run(command, args, options = {}) {
  const { cwd = ROOT, env = process.env, show = false, label } = options;
  return new Promise((resolve) => {
    const started = Date.now();
    let quietSince = started;
    let output = '';
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    if (running.size === 0) for (const signal of SIGNALS) process.on(signal, interrupted);
    running.add(child);
    const heartbeat = setInterval(() => {
      if (label === undefined || Date.now() - quietSince < HEARTBEAT_MS - 500) return;
      quietSince = Date.now();
      say(`  … ${label}, ${secondsSince(started)} s`);
    }, HEARTBEAT_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
        if (!show) return;
        quietSince = Date.now();
        process.stdout.write(text);
      });
    }
    /** @param {number} code */
    const end = (code) => {
      clearInterval(heartbeat);
      running.delete(child);
      if (running.size === 0) for (const signal of SIGNALS) process.off(signal, interrupted);
      resolve({ code, output });
    };
    child.on('error', () => end(127));
    child.on('close', (code) => end(code ?? 1));
  });
}

/** @returns {Promise<number>} a port of 127.0.0.1 that was free a moment ago */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject()));
    });
  });
}

/** The environment of everything that runs on the pinned Node. Colours are for a person who looks on. */
export function pinnedEnv() {
  const { FORCE_COLOR, NO_COLOR, ...env } = process.env;
  const plain = NO_COLOR || !process.stdout.isTTY;
  return {
    ...env,
    ...(plain ? { NO_COLOR: '1' } : { FORCE_COLOR: '1' }),
    PATH: [BIN, env.PATH ?? ''].join(delimiter),
  };
}

/** @param {string} name */
function onPath(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  for (const folder of folders) {
    if (folder === '' || folder === BIN) continue;
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here.
    }
  }
  return undefined;
}

/**
 * What a command prints, or undefined when it fails.
 * @param {string} command
 * @param {string[]} args
 */
function printed(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: 30_000 });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * The part of a failed command's output that tells why: npm begins with it, others end with it.
 * @param {string} output
 */
function reasonIn(output) {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const fromNpm = lines.filter((line) => /^npm error +(?!code )\S/.test(line));
  return (fromNpm.length > 0 ? fromNpm.slice(0, 6) : lines.slice(-6)).join('\n');
}

// ---------------------------------------------------------------------------------------------------------- packages

/** Whether what npm installed is what the lock file asks for. npm notes the former once it is done. */
function packagesAgree() {
  /** @param {string} file */
  const read = (file) => JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages;
  try {
    const wanted = read('package-lock.json');
    const present = read('node_modules/.package-lock.json');
    const same = Object.entries(present).every(
      ([path, { version, integrity }]) =>
        wanted[path]?.version === version && wanted[path].integrity === integrity,
    );
    // An optional package may be one for another kind of computer.
    return (
      same && Object.entries(wanted).every(([path, { optional }]) => path === '' || optional || present[path])
    );
  } catch {
    return false;
  }
}

const pinnedNodeRuns = () => printed(PINNED_NODE, ['-v'])?.startsWith(`v${NODE_MAJOR}.`) ?? false;

async function ensurePackages() {
  if (packagesAgree() && pinnedNodeRuns()) return say('✓ npm packages are there 依赖包已就绪');
  say('· installing npm packages (npm ci), a minute or two 正在安装依赖包');
  const started = Date.now();
  // Not the pinned Node, which npm is about to replace; and not a setting that leaves half of the packages out.
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== BIN);
  const env = { ...process.env, PATH: path.join(delimiter), NODE_ENV: 'development' };
  const flags = [
    '--include=dev',
    '--include=optional',
    '--no-engine-strict',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const { code, output } = await run('npm', ['ci', ...flags], { env, label: 'npm ci' });
  if (code === 127)
    stop(
      'npm was not found; install Node.js 20 or newer with npm. 未找到 npm，请安装 Node.js 20 或更高版本。',
    );
  if (code !== 0) {
    if (
      /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET/.test(output)
    ) {
      stop(
        'The npm registry does not answer; check the network, the proxy or the registry set for npm, and run this again. ' +
          'npm 软件源无法连接，请检查网络、代理或 npm 的 registry 设置后重试。',
      );
    }
    stop(`npm ci failed: 安装依赖包失败：\n${reasonIn(output)}`);
  }
  if (!pinnedNodeRuns()) {
    stop(
      `Node ${NODE_MAJOR} was not installed with the packages, most likely because npm is set not to run install scripts; ` +
        'run: npm rebuild node --ignore-scripts=false\n' +
        `未能随依赖包装好 Node ${NODE_MAJOR}，多半是 npm 设置了不运行安装脚本；请运行：npm rebuild node --ignore-scripts=false`,
    );
  }
  say(`✓ npm packages installed in ${secondsSince(started)} s 依赖包已安装`);
}

// ------------------------------------------------------------------------------------------------- browser, tools, font

/** @param {string} file */
function loadsExtensions(file) {
  const version = printed(file, ['--version']);
  if (version === undefined) return false;
  const branded = /^Google Chrome (\d+)/.exec(version);
  return !branded || Number(branded[1]) < CHROME_REFUSES_SINCE;
}

function findChromium() {
  const named = process.env.LIUHEN_CHROMIUM;
  if (named) {
    if (loadsExtensions(named)) return named;
    stop(
      `LIUHEN_CHROMIUM is ${named}, which does not start or loads no unpacked extensions; name a Chromium. ` +
        'LIUHEN_CHROMIUM 所指的浏览器无法使用，请指定 Chromium。',
    );
  }
  for (const name of BROWSERS) {
    const file = onPath(name);
    if (file && loadsExtensions(file)) return file;
  }
  return undefined;
}

const hasChineseFont = () =>
  process.platform !== 'linux' || (printed('fc-list', [':lang=zh', 'family']) ?? '') !== '';

/** Debian keeps Chromium's languages in a package of their own; other builds bring theirs. */
const DEBIAN_LOCALES = '/usr/lib/chromium/locales';
const hasChineseWords = () => !existsSync(DEBIAN_LOCALES) || existsSync(join(DEBIAN_LOCALES, 'zh-CN.pak'));

/** @param {boolean} browser */
function missing(browser) {
  /** @type {string[]} */
  const names = [];
  if (!onPath('pdftotext') || !onPath('pdftoppm')) names.push('poppler-utils');
  if (!onPath('openssl')) names.push('openssl');
  if (browser && !findChromium()) names.push('chromium', 'chromium-l10n');
  else if (browser && !hasChineseWords()) names.push('chromium-l10n');
  if (browser && !hasChineseFont()) names.push('fonts-noto-cjk');
  return names;
}

/** How to call apt-get here as root; undefined when there is no way. */
function aptGet() {
  if (!onPath('apt-get')) return undefined;
  const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=300'];
  if (process.getuid?.() === 0) return quiet;
  return printed('sudo', ['-n', 'true']) === undefined ? undefined : ['sudo', '-n', ...quiet];
}

/**
 * @param {string[]} apt
 * @param {string[]} args
 * @param {string} label
 */
async function runApt([command = '', ...before], args, label) {
  for (let attempt = 1; ; attempt += 1) {
    const result = await run(command, [...before, ...args], { label });
    const locked = /Could not get lock|Unable to lock|is held by process/.test(result.output);
    if (result.code === 0 || !locked || attempt === 30) return result;
    say('  … another program is installing packages; waiting 另一程序正在安装软件，等待中');
    await new Promise((resolve) => setTimeout(resolve, HEARTBEAT_MS));
  }
}

/** @param {boolean} browser */
async function ensureTools(browser) {
  const wanted = missing(browser);
  if (wanted.length === 0) return;
  const names = wanted.join(', ');
  const apt = aptGet();
  if (!apt) {
    stop(
      `Please install these (Debian package names), then run this again: ${names}. ` +
        (wanted.includes('chromium') ? 'A Chromium elsewhere can be named in LIUHEN_CHROMIUM. ' : '') +
        `请先安装以下软件（Debian 包名）后重试：${names}。`,
    );
  }
  say(`· installing ${names} (apt-get) 正在安装`);
  const started = Date.now();
  // A stale or partly unreachable index may still know the packages: what counts is whether they come.
  await runApt(apt, ['update', '-qq'], 'apt-get update');
  const { code, output } = await runApt(
    apt,
    ['install', '-y', '-qq', '--no-install-recommends', ...wanted],
    'apt-get install',
  );
  const still = missing(browser);
  if (still.length > 0) {
    stop(
      `apt-get could not install ${still.join(', ')}; install it by hand and run this again. ` +
        `未能安装 ${still.join('、')}，请手工安装后重试。${code === 0 ? '' : `\n${reasonIn(output)}`}`,
    );
  }
  say(`✓ ${names} installed in ${secondsSince(started)} s 已安装`);
}

// ---------------------------------------------------------------------------------------------------------- extension

/**
 * @param {string} path file or folder, from the root
 * @returns {string[]}
 */
function filesUnder(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  return readdirSync(full, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)],
    );
}

/** @param {string[]} files */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  return hash.digest('hex');
}

const sourcesHash = () =>
  hashOf([...filesUnder('extension'), ...filesUnder('shared'), 'wxt.config.ts', 'package-lock.json']);
/** Also of what came out: `npm run build` for a court's own addresses writes to the same folder. */
const buildHash = () => `${sourcesHash()} ${hashOf(filesUnder('.output/chrome-mv3'))}`;

async function ensureExtension() {
  const built = existsSync(join(OUTPUT, 'manifest.json'));
  if (built && existsSync(BUILD_STAMP) && readFileSync(BUILD_STAMP, 'utf8') === buildHash()) {
    return say('✓ the extension is built 扩展已构建');
  }
  say('· building the extension (wxt build) 正在构建扩展');
  const started = Date.now();
  const { LIUHEN_HOSTS, LIUHEN_SIDECAR_URL, ...env } = pinnedEnv();
  rmSync(BUILD_STAMP, { force: true });
  const { code, output } = await run(PINNED_NODE, [join(ROOT, 'node_modules/wxt/bin/wxt.mjs'), 'build'], {
    env,
    label: 'wxt build',
  });
  if (code !== 0) stop(`The extension could not be built: 扩展构建失败：\n${reasonIn(output)}`);
  writeFileSync(BUILD_STAMP, buildHash());
  say(`✓ the extension is built, ${secondsSince(started)} s 扩展已构建`);
}

// --------------------------------------------------------------------------------------------------------------- all

/**
 * @param {{ browser: boolean }} options without `browser`, neither Chromium nor the extension is asked for
 * @returns {Promise<{ node: string, chromium: string }>} paths of the pinned Node and of Chromium (empty without one)
 */
export async function setUp({ browser }) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    stop(`Node.js 20 or newer is needed; this is ${process.version}. 需要 Node.js 20 或更高版本。`);
  }
  await ensurePackages();
  await ensureTools(browser);
  const chromium = (browser && findChromium()) || '';
  if (browser) {
    // For everything started from here.
    process.env.LIUHEN_CHROMIUM = chromium;
    say(`✓ ${printed(chromium, ['--version']) ?? chromium}`);
    await ensureExtension();
  }
  return { node: PINNED_NODE, chromium };
}
