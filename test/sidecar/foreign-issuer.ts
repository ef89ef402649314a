/** Starts a court's own identity provider beside the tests, and tells it whom it knows and what to do wrong. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Order, Told } from './foreign-issuer-process.ts';
import { REDIRECT_URI } from './test-court.ts';

export interface ForeignIssuer {
  url: string;
  /** For the sidecar's configuration. */
  config: { url: string; clientId: string; clientSecret: string; allowInsecure: true };
  tell(order: Order): Promise<void>;
  stop(): Promise<void>;
}

export async function startForeignIssuer(): Promise<ForeignIssuer> {
  const child = fork(fileURLToPath(new URL('./foreign-issuer-process.ts', import.meta.url)), [REDIRECT_URI], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // It warns at length that it was made for a test.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const next = (): Promise<Told> =>
    new Promise((resolve, reject) => {
      const ended = () => reject(new Error('the identity provider has ended'));
      child.once('exit', ended);
      child.once('message', (told) => {
        child.off('exit', ended);
        resolve(told as Told);
      });
    });
  const { ready } = await next();
  if (!ready) throw new Error('the identity provider did not say where it is');
  return {
    url: ready.url,
    config: {
      url: ready.url,
      clientId: 'liuhen',
      clientSecret: 'foreign-client-secret-for-tests-0123456789',
      allowInsecure: true,
    },
    async tell(order) {
      const done = next();
      child.send(order);
      await done;
    },
    stop: () =>
      new Promise((done) => {
        if (child.exitCode !== null || child.signalCode !== null) return done();
        child.once('exit', () => done());
        child.kill();
      }),
  };
}
