/**
 * A load generator that costs little: on a machine of two cores it shares with the server, what it spends the server
 * does not get. HTTP/1.1 over kept connections, one request in flight on each, every body its own.
 */
import { connect, type Socket } from 'node:net';

export interface Load {
  url: string;
  /** One person a connection, in turns. */
  tokens: readonly string[];
  connections: number;
  milliseconds: number;
  /** The next request. */
  next: () => { method: string; path: string; body?: string };
  /** Whether an answer is what was asked for; one that is not ends the run. */
  accept: (status: number, body: string) => boolean;
}

export interface Measured {
  requestsPerSecond: number;
  /** Milliseconds, one a request, in the order they ended. */
  latencies: number[];
}

export async function load({
  url,
  tokens,
  accept,
  connections,
  milliseconds,
  next,
}: Load): Promise<Measured> {
  const latencies: number[] = [];
  const started = performance.now();
  const until = started + milliseconds;
  await Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      const line = await Connection.open({ url, token: tokens[index % tokens.length] ?? '', accept });
      while (performance.now() < until) latencies.push(await line.ask(next()));
      line.close();
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  return { requestsPerSecond: latencies.length / seconds, latencies };
}

interface Target {
  url: string;
  token: string;
  accept: Load['accept'];
}

export class Connection {
  readonly #socket: Socket;
  readonly #head: string;
  readonly #accept: Load['accept'];
  #received = '';
  #answered: (() => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  private constructor(socket: Socket, { url, token, accept }: Target) {
    this.#socket = socket;
    this.#accept = accept;
    this.#head = `Host: ${new URL(url).host}\r\nAuthorization: Bearer ${token}\r\n`;
    // Answers are read as latin1, so that a character is a byte and Content-Length can be counted off.
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#take(text));
    socket.on('error', (error) => this.#failed?.(error));
    socket.on('close', () => this.#failed?.(new Error('the server closed the connection')));
  }

  static open(target: Target): Promise<Connection> {
    const { hostname, port } = new URL(target.url);
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket, target));
      });
    });
  }

  /** @returns milliseconds until the whole answer was there */
  ask({ method, path, body }: { method: string; path: string; body?: string }): Promise<number> {
    const entity =
      body === undefined
        ? '\r\n'
        : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    const started = performance.now();
    return new Promise((resolve, reject) => {
      this.#answered = () => resolve(performance.now() - started);
      this.#failed = reject;
      this.#socket.write(`${method} ${path} HTTP/1.1\r\n${this.#head}${entity}`);
    });
  }

  #take(text: string): void {
    this.#received += text;
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#received.slice(0, end));
    if (!length) {
      this.#failed?.(new Error('an answer without Content-Length'));
      return;
    }
    if (this.#received.length < end + 4 + Number(length[1])) return;
    const answer = this.#received;
    this.#received = '';
    if (this.#accept(Number(answer.slice(9, 12)), answer.slice(end + 4))) this.#answered?.();
    else this.#failed?.(new Error(Buffer.from(answer, 'latin1').toString('utf8')));
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }
}
