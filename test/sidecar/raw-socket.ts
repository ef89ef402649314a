/** Speaks HTTP as no client library would: bytes over a connection, and what comes back until it is closed. */
import { connect } from 'node:net';

export interface Heard {
  /** Statuses of the answers, in order; empty when the connection was closed without one. */
  statuses: number[];
  text: string;
}

/**
 * @param bytes sent as they are
 * @param options.until ends the connection from our side once this has been heard; otherwise the server closes it
 */
export function say(url: string, bytes: string | Buffer, options: { until?: RegExp } = {}): Promise<Heard> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let text = '';
    socket.setEncoding('utf8').on('data', (more) => {
      text += more;
      if (options.until?.test(text)) socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
      resolve({ statuses, text });
    });
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes);
  });
}
