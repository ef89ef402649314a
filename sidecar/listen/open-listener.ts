/** Puts the listening side together from the configuration, and looks after its certificate while it runs. */
import type { AddressInfo } from 'node:net';
import { type Certificate, DAY_MS, ListenProblem, openCertificate, WARN_DAYS } from './certificate.ts';
import { createListener, type Listener } from './listener.ts';
import { ownFetch } from './own-fetch.ts';
import { plainHttpFault } from './plain-http.ts';
import type { ListenSettings } from './settings.ts';

export { ListenProblem };

/** How often the certificate's files are looked at. */
const LOOK_MS = 60_000;

export interface ListenLogger {
  info(fields: object): void;
  warn(fields: object): void;
  error(fields: object): void;
}

export type ListenConfig = ListenSettings & {
  folder: string;
  listen: { host: string };
  publicUrl?: string | undefined;
  superior?: { url: string } | undefined;
};

export interface OpenListener extends Listener {
  certificate: Certificate | undefined;
  /** Asks this very sidecar over its own TLS; undefined where it speaks plain HTTP. */
  ownFetch: ReturnType<typeof ownFetch> | undefined;
  /** Looks at the certificate's files now, and tells in the log what there is to tell. */
  look(): void;
  stop(): void;
}

/** @throws ListenProblem */
export function openListener(
  config: ListenConfig,
  { clock, logger }: { clock: () => number; logger: ListenLogger },
): OpenListener {
  const fault = plainHttpFault(config);
  if (fault !== undefined) throw new ListenProblem(fault);
  const certificate = config.tls ? openCertificate(config.folder, config.tls, clock) : undefined;
  const listener = createListener(config, certificate, (refused) => logger.info(refused));
  const look = certificate ? watch(certificate, config.publicUrl, clock, logger) : () => {};
  look();
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  return {
    ...listener,
    certificate,
    // Where it listens is known once it listens, which is before anybody can sign in.
    ownFetch:
      certificate &&
      ((url, init) => ownFetch(reachableAt(listener.server.address()), certificate)(url, init)),
    look,
    stop: () => clearInterval(timer),
  };
}

function watch(
  certificate: Certificate,
  publicUrl: string | undefined,
  clock: () => number,
  logger: ListenLogger,
): () => void {
  let toldFault: string | undefined;
  let warned = Number.NEGATIVE_INFINITY;
  const warn = () => {
    const days = certificate.daysLeft();
    if (days < WARN_DAYS && clock() - warned >= DAY_MS) {
      warned = clock();
      logger.warn({ certificate: 'ends soon', daysLeft: days });
    }
  };
  if (publicUrl !== undefined && !certificate.names(new URL(publicUrl).hostname))
    logger.warn({ certificate: 'is not for the host of publicUrl; browsers will refuse it' });
  return () => {
    try {
      if (certificate.reload()) {
        logger.info({ certificate: 'replaced', daysLeft: certificate.daysLeft() });
        warned = Number.NEGATIVE_INFINITY;
      }
      toldFault = undefined;
    } catch (error) {
      if (!(error instanceof ListenProblem)) throw error;
      // The old one goes on serving; what stands against the new one is said once, not every minute.
      if (toldFault !== error.message) logger.error({ certificate: 'not replaced', why: error.message });
      toldFault = error.message;
    }
    warn();
  };
}

/** Where all addresses are listened at, this computer's own is one of them. */
function reachableAt(address: AddressInfo | string | null): { host: string; port: number } {
  if (address === null || typeof address === 'string') throw new Error('the sidecar does not listen');
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address.address] ?? address.address;
  return { host, port: address.port };
}
