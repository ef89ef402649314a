/** What may not even be read: requests that two readers would read in two ways, that never end, or that are too much. */
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { API_HEADER } from '../../shared/api.ts';
import { BASE_HEADERS } from '../../sidecar/listen/security-headers.ts';
import { inShort, problemOf, stateOf } from './answers.ts';
import { raw, whole } from './bad-records.ts';
import { say } from './raw-socket.ts';
import { type Client, startTestCourt, type TestCourt } from './test-court.ts';

const HOST = 'Host: liuhen\r\n';
const CHUNKED = 'Transfer-Encoding: chunked\r\n';

describe('on the wire', () => {
  let court: TestCourt;
  let limh: Client;
  let before: ReturnType<typeof stateOf>;
  beforeAll(async () => {
    court = await startTestCourt({ limits: { headerSeconds: 0.5, requestSeconds: 1, connections: 40 } });
    limh = await court.as('limh');
  });
  afterAll(() => court.close());
  beforeEach(() => {
    before = stateOf(court);
  });
  afterEach(() => expect(stateOf(court)).toEqual(before));

  /** A filing whose head is as given, and behind it what somebody would like to have taken for a second request. */
  const filing = (head: string, body = JSON.stringify(whole())) =>
    `POST /v1/records HTTP/1.1\r\n${HOST}Authorization: Bearer ${limh.session.token}\r\nContent-Type: application/json\r\n${head.replaceAll('LENGTH', String(Buffer.byteLength(body)))}\r\n${body}`;

  describe('a request that could be read in two ways is refused, and nothing behind it is read (abuse case 20)', () => {
    const table: [string, () => string][] = [
      ['length and chunks', () => filing(`Content-Length: LENGTH\r\n${CHUNKED}`)],
      ['chunks and length', () => filing(`${CHUNKED}Content-Length: LENGTH\r\n`)],
      ['two lengths', () => filing('Content-Length: LENGTH\r\nContent-Length: 3\r\n')],
      ['the same length twice', () => filing('Content-Length: LENGTH\r\nContent-Length: LENGTH\r\n')],
      ['a list of lengths', () => filing('Content-Length: LENGTH, LENGTH\r\n')],
      ['a length with a sign', () => filing('Content-Length: +LENGTH\r\n')],
      ['a length in hexadecimal', () => filing('Content-Length: 0x20\r\n')],
      ['a space before the colon', () => filing('Content-Length : LENGTH\r\n')],
      ['a folded header', () => filing('Content-Length:\r\n LENGTH\r\n')],
      ['a bare line feed after a header', () => filing('Content-Length: LENGTH\n')],
      ['a bare carriage return in a header', () => filing('A: b\rContent-Length: LENGTH\r\n')],
      ['bare line feeds all over', () => filing('Content-Length: LENGTH\r\n').replaceAll('\r\n', '\n')],
      ['NUL in a header', () => filing('A: b\0c\r\nContent-Length: LENGTH\r\n')],
      ['a coding that only looks like chunks', () => filing('Transfer-Encoding: xchunked\r\n', '0\r\n\r\n')],
      ['a coding before chunks', () => filing('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n')],
      ['chunks said twice', () => filing(`${CHUNKED}${CHUNKED}`, '0\r\n\r\n')],
      ['chunks, then none', () => filing(`${CHUNKED}Transfer-Encoding: identity\r\n`, '0\r\n\r\n')],
      ['a vertical tab in the coding', () => filing('Transfer-Encoding: \x0bchunked\r\n', '0\r\n\r\n')],
      ['chunks in HTTP/1.0', () => filing(CHUNKED, '0\r\n\r\n').replace('HTTP/1.1', 'HTTP/1.0')],
      ['two hosts', () => filing('Host: other\r\nContent-Length: LENGTH\r\n')],
      ['two tokens', () => filing(`Authorization: Bearer ${'A'.repeat(43)}\r\nContent-Length: LENGTH\r\n`)],
      ['two content types', () => filing('Content-Type: text/plain\r\nContent-Length: LENGTH\r\n')],
      ['no host', () => filing('Content-Length: LENGTH\r\n').replace(HOST, '')],
      ['HTTP/2 in one line', () => filing('Content-Length: LENGTH\r\n').replace('HTTP/1.1', 'HTTP/2.0')],
      ['another protocol', () => filing('Content-Length: LENGTH\r\n').replace('HTTP/1.1', 'ICE/1.0')],
      ['the beginning of HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ['a method nobody knows', () => filing('Content-Length: LENGTH\r\n').replace('POST', 'XXX')],
      ['a method in small letters', () => filing('Content-Length: LENGTH\r\n').replace('POST', 'post')],
      ['a TLS greeting', () => '\x16\x03\x01\x00\x05\x01\x02\x03\x04\x05'],
    ];
    it.each(table)('%s', async (_, request) => {
      const { statuses, text } = await say(
        court.sidecar.url,
        `${request()}GET /v1/session HTTP/1.1\r\n${HOST}Authorization: Bearer ${limh.session.token}\r\nConnection: close\r\n\r\n`,
      );
      expect(statuses).toEqual([400]);
      expect(text).toContain('request-malformed');
      expect(text).not.toContain('李明华');
    });

    it.each([
      ['a bare line feed after the size of a chunk', '1\n{\r\n0\r\n\r\n'],
      ['a bare line feed after a chunk', '2\r\n{}\n0\r\n\r\n'],
      ['a chunk longer than it says', '1\r\n{}\r\n0\r\n\r\n'],
      ['a size that is no number', 'zz\r\n{}\r\n0\r\n\r\n'],
      ['a line feed within an extension of a chunk', '2;a\nb\r\n{}\r\n0\r\n\r\n'],
    ])('%s', async (_, body) => {
      const { statuses, text } = await say(court.sidecar.url, filing(CHUNKED, body));
      // By the time the fault is met the answer may be on its way; it is never that of a record filed.
      expect(statuses.filter((status) => status !== 400)).toEqual([]);
      expect(text).not.toContain('"filed"');
    });

    it('and what is well formed is read, one after the other on the same connection', async () => {
      const asked = `GET /v1/session HTTP/1.1\r\n${HOST}Authorization: Bearer ${limh.session.token}\r\n`;
      const both = `${asked}\r\n${asked}Connection: close\r\n\r\n`;
      expect((await say(court.sidecar.url, both)).statuses).toEqual([200, 200]);
    });
  });

  describe('a path has one spelling', () => {
    it.each([
      '//v1/session',
      '/v1//session',
      '/v1/./session',
      '/v1/../v1/session',
      '/v1/x/../session',
      '/healthz/../v1/session',
      '/v1/%2e%2e/v1/session',
      '/v1/.%2E/v1/session',
      '/v1%2fsession',
      '/v1%5csession',
      '/v1\\session',
      '/v1/session;x=1',
      '/v1/session%00',
      '/%76%31/session',
      '/v1/sessio%6e',
      '/v1/session#x',
      '/v1/%c0%af',
      '/v1/cases/%ff',
      '/v1/cases/%e6%a1',
      '/v1/session?x=%ff',
      'http://liuhen/v1/session',
      'https://other/v1/session',
      '*',
      'v1/session',
      '/v1/session\u00e9',
    ])('%s', async (target) => {
      const request = `GET ${target} HTTP/1.1\r\n${HOST}Authorization: Bearer ${limh.session.token}\r\nConnection: close\r\n\r\n`;
      const { statuses, text } = await say(court.sidecar.url, request);
      expect(statuses).toEqual([400]);
      expect(text).toContain('request-malformed');
      expect(text).not.toContain('李明华');
    });

    it.each(['/v1/session/', '/V1/session', '/v1/session/x', '/oidcx/auth', '/sign-inx'])(
      '%s is another, where there is nothing',
      async (path) => {
        const answer = await fetch(court.sidecar.url + path, {
          headers: { authorization: `Bearer ${limh.session.token}` },
        });
        expect(inShort(await problemOf(answer))).toBe('404 not-found');
      },
    );

    it('a header does not make one method another', async () => {
      for (const header of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
        const answer = await limh.request('POST', '/v1/session', undefined, { [header]: 'DELETE' });
        expect(inShort(await problemOf(answer))).toBe('404 not-found');
      }
      expect((await limh.request('GET', '/v1/session')).status).toBe(200);
    });

    it.each(['PROPFIND', 'QUERY', 'TRACE', 'OPTIONS', 'PURGE', 'LINK'])(
      'there is nothing for %s',
      async (method) => {
        const request = `${method} /v1/session HTTP/1.1\r\n${HOST}Authorization: Bearer ${limh.session.token}\r\nConnection: close\r\n\r\n`;
        expect((await say(court.sidecar.url, request)).statuses).toEqual([404]);
      },
    );

    it('and a tunnel is not opened', async () => {
      const request = `CONNECT liuhen:80 HTTP/1.1\r\n${HOST}\r\n`;
      expect((await say(court.sidecar.url, request)).statuses).toEqual([]);
    });
  });

  describe('what never ends is ended (abuse case 21)', () => {
    it('a head that stays half', async () => {
      const { statuses } = await say(court.sidecar.url, 'GET /v1/session HTTP/1.1\r\nHos');
      expect(statuses).toEqual([408]);
    });

    it('a body of which one byte comes', async () => {
      const head = filing('Content-Length: 500\r\n', '{');
      expect((await say(court.sidecar.url, head)).statuses).toEqual([408]);
    });

    it('a body in chunks of which the last never comes', async () => {
      expect((await say(court.sidecar.url, filing(CHUNKED, '1\r\n{\r\n'))).statuses).toEqual([408]);
    });

    it('one byte a while, for ever', async () => {
      const { hostname, port } = new URL(court.sidecar.url);
      const socket = connect({ host: hostname, port: Number(port) });
      socket.on('error', () => {});
      const rest = [...'GET /v1/session HTTP/1.1\r\nX: '.padEnd(5000, 'a')];
      const drip = setInterval(() => socket.write(rest.shift() ?? 'a'), 20);
      let text = '';
      socket.setEncoding('utf8').on('data', (more) => {
        text += more;
      });
      await new Promise((done) => socket.on('close', done));
      clearInterval(drip);
      expect(text).toMatch(/^HTTP\/1\.1 408 /);
    });
  });

  describe('what is too much is refused', () => {
    it('a head of more than 16 KB', async () => {
      const request = `GET /v1/session HTTP/1.1\r\n${HOST}X: ${'a'.repeat(17_000)}\r\n\r\n`;
      expect((await say(court.sidecar.url, request)).statuses).toEqual([431]);
    });

    it('a body of 64 KB and a byte, announced or in chunks (abuse case 21)', async () => {
      const body = JSON.stringify('x'.repeat(64 * 1024 - 1));
      expect(body).toHaveLength(64 * 1024 + 1);
      const announced = await limh.request('POST', '/v1/colleagues', body);
      expect(inShort(await problemOf(announced))).toBe('413 too-large');
      const chunked = `POST /v1/colleagues HTTP/1.1\r\n${HOST}Authorization: Bearer ${limh.session.token}\r\nContent-Type: application/json\r\n${CHUNKED}Connection: close\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
      expect((await say(court.sidecar.url, chunked)).statuses).toEqual([413]);
    });

    it.each(['gzip', 'br', 'deflate', 'zstd', 'GZIP, identity'])(
      'a body packed by %s (abuse case 21)',
      async (encoding) => {
        const bomb = gzipSync(Buffer.alloc(2 * 1024 * 1024));
        const answer = await raw(bomb, { 'content-encoding': encoding })(limh);
        expect(inShort(await problemOf(answer))).toBe('415 content-encoding');
      },
    );

    it('connections beyond so many', async () => {
      const { hostname, port } = new URL(court.sidecar.url);
      const open = Array.from({ length: 60 }, () => {
        const socket = connect({ host: hostname, port: Number(port) });
        socket.on('error', () => {});
        return socket;
      });
      const closed = new Promise<void>((done) => {
        let count = 0;
        for (const socket of open) {
          socket.on('close', () => {
            count += 1;
            if (count === 20) done();
          });
        }
      });
      await closed;
      for (const socket of open) socket.destroy();
    });
  });

  it('even what is refused unread says what every answer says', async () => {
    const { text } = await say(court.sidecar.url, 'NONSENSE\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    for (const [name, value] of Object.entries(BASE_HEADERS)) expect(text).toContain(`${name}: ${value}\r\n`);
    expect(text.toLowerCase()).toContain(`${API_HEADER.toLowerCase()}: 1\r\n`);
    expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toMatchObject({
      code: 'request-malformed',
      status: 400,
    });
  });
});
