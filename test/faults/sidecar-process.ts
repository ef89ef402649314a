/** The sidecar as an operator runs it: a process of its own, started from the command line, that can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { REDIRECT_URI, UNHURRIED } from '../sidecar/test-court.ts';
import { COURT, STAFF_CSV } from '../world/people.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export interface Said {
  code: number | null;
  out: string;
}

export interface SidecarProcess {
  url: string;
  config: string;
  database: string;
  /** Starts it, unless it runs. Does not wait. */
  spawn(): void;
  /** @returns false when the process ended before it was ready */
  ready(): Promise<boolean>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGHUP: what asks a service to open its files anew. */
  hangUp(): void;
  /** Runs another command of `liuhen` on the same configuration. */
  command(...args: string[]): Promise<Said>;
  remove(): Promise<void>;
}

/**
 * A folder with a configuration and the staff list imported; nothing runs yet.
 * @param more further keys of the configuration
 */
export async function prepareSidecar(more: Record<string, unknown> = {}): Promise<SidecarProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-process-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'liuhen.json');
  const settings = {
    court: COURT,
    listen: { port },
    data: 'data',
    redirectUris: [REDIRECT_URI],
    rateLimits: UNHURRIED,
    ...more,
  };
  writeFileSync(config, JSON.stringify({ ...settings, logLevel: 'error' }));
  const staff = join(folder, 'staff.csv');
  writeFileSync(staff, STAFF_CSV);
  // Fifty starts compile the same files fifty times; the cache is kept by the commands that end by themselves.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') };
  const run = (args: string[]) =>
    spawn(at('node_modules/.bin/node'), [at('sidecar/main.ts'), ...args, '--config', config], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  let child: ChildProcess | undefined;
  const gone = (one: ChildProcess) =>
    new Promise<number | null>((done) => {
      if (one.exitCode !== null || one.signalCode !== null) done(one.exitCode);
      else one.once('exit', (code) => done(code));
    });
  const end = async (signal: NodeJS.Signals) => {
    const one = child;
    child = undefined;
    if (!one) return null;
    one.kill(signal);
    return gone(one);
  };

  const made: SidecarProcess = {
    url,
    config,
    database: join(folder, 'data', 'liuhen.sqlite'),
    spawn() {
      if (child) return;
      child = run(['serve']);
      child.stdout?.resume();
      child.stderr?.on('data', (words: Buffer) => process.stderr.write(words));
    },
    async ready() {
      for (;;) {
        if (!child || child.exitCode !== null || child.signalCode !== null) return false;
        const answered = await fetch(`${url}/readyz`).then(
          (answer) => answer.ok,
          () => false,
        );
        if (answered) return true;
        await wait(50);
      }
    },
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    hangUp() {
      child?.kill('SIGHUP');
    },
    async command(...args) {
      const one = run(args);
      let out = '';
      for (const stream of [one.stdout, one.stderr]) {
        stream?.setEncoding('utf8').on('data', (words: string) => {
          out += words;
        });
      }
      const code = await new Promise<number | null>((done) => one.once('close', (status) => done(status)));
      return { code, out };
    },
    async remove() {
      await made.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const imported = await made.command('staff', 'import', staff);
  if (imported.code !== 0) throw new Error(imported.out);
  return made;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  await new Promise<void>((done) => {
    server.close(() => done());
  });
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}
