/** The pages of the embedded provider, as a person or a guesser meets them: nothing is skipped, guessed or told. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccountStore } from '../../sidecar/access/accounts.ts';
import { givePasswords } from '../../sidecar/access/first-passwords.ts';
import { runAccountCommand } from '../../sidecar/commands/accounts.ts';
import { PASSWORD, STAFF_CSV } from '../world/people.ts';
import { Pocket } from './pocket.ts';
import {
  importStaff,
  openSession,
  type Page,
  signIn,
  startTestCourt,
  type TestCourt,
  Visitor,
  type Way,
  walk,
  wayIn,
} from './test-court.ts';

const MINUTE = 60_000;
const WRONG = 'not-the-password';

let court: TestCourt;
let ahead = 0;
// It stands still unless it is moved: no wait ends because the computer was slow.
const START = Date.now();
const clock = () => START + ahead;
beforeAll(async () => {
  court = await startTestCourt({ logLevel: 'silent' }, { clock });
});
afterAll(() => court.close());

/** A sign-in begun, page by page. */
async function atTheDoor(): Promise<{ way: Way; visitor: Visitor; page: Page }> {
  const way = await wayIn(court.sidecar.url);
  const visitor = new Visitor(way.start);
  return { way, visitor, page: await visitor.visit(way.start) };
}

const faultOn = ({ html }: Page): string | undefined =>
  /<p class="fault" id="[^"]*" role="alert">([^<]*)/.exec(html)?.[1];
const stepOf = ({ html }: Page): string | undefined => /name="step" value="([^"]*)"/.exec(html)?.[1];
const codeOf = ({ url }: Page): string | null => url.searchParams.get('code');

async function tryPassword(account: string, password: string): Promise<Page> {
  const { visitor, page } = await atTheDoor();
  return visitor.send(page, { step: 'account', account, password });
}

const command = (action: string, account?: string, all = false) =>
  runAccountCommand({ config: court.config, action, account, all, now: clock });

describe('a first password', () => {
  beforeAll(async () => {
    const accounts = createAccountStore(court.sidecar.store.db);
    const given = { account: 'wuhong', staffCode: '1302007', password: 'first-of-IT' };
    await givePasswords(accounts, [given], new Date(clock()).toISOString());
  });

  it('opens nothing before it is changed; what is wrong stands beside its field, and the account stays', async () => {
    const { visitor, page } = await atTheDoor();
    const asked = await visitor.send(page, { step: 'account', account: 'wuhong', password: 'first-of-IT' });
    expect(codeOf(asked)).toBeNull();
    expect(stepOf(asked)).toBe('password');
    expect(asked.html).toContain('账号 wuhong');
    const choose = (password: string, repeated = password) =>
      visitor.send(asked, { step: 'password', password, repeated });
    for (const [password, repeated, words, field] of [
      ['short', 'short', '少于8个字符', 'password'],
      ['first-of-IT', 'first-of-IT', '不能与现在的密码相同', 'password'],
      ['12345678', '12345678', '最常见', 'password'],
      ['一句自己的话，很长', '一句自己的话，很短', '两次输入的不一样', 'repeated'],
    ] as const) {
      const refused = await choose(password, repeated);
      expect(faultOn(refused)).toContain(words);
      expect(refused.html).toMatch(new RegExp(`id="${field}"[^>]*aria-describedby="[^"]*${field}-fault"`));
      expect(refused.html).not.toContain(password);
    }
    // No later page may be asked for instead.
    for (const step of ['factor', 'enrol', 'codes', 'done', 'x']) {
      expect(codeOf(await visitor.send(asked, { step, code: '000000' }))).toBeNull();
    }
    expect(codeOf(await choose('一句自己的话，很长'))).not.toBeNull();
    expect(faultOn(await tryPassword('wuhong', 'first-of-IT'))).toContain('账号或密码不正确');
    expect(codeOf(await tryPassword('wuhong', '一句自己的话，很长'))).not.toBeNull();
  });

  it('reloaded or come back to, the page asks what is due and sends nothing twice', async () => {
    const accounts = createAccountStore(court.sidecar.store.db);
    const given = { account: 'liujie', staffCode: '1302008', password: 'first-of-IT' };
    await givePasswords(accounts, [given], new Date(clock()).toISOString());
    const { visitor, page } = await atTheDoor();
    await visitor.send(page, { step: 'account', account: 'liujie', password: 'first-of-IT' });
    expect(stepOf(await visitor.visit(page.url))).toBe('password');
    expect(stepOf(await visitor.visit(new URL('?again=1', page.url)))).toBe('account');
    expect(stepOf(await visitor.visit(page.url))).toBe('account');
  });

  it('a new one given by an operator in between ends the sign-in of the old', async () => {
    const { visitor, page } = await atTheDoor();
    const asked = await visitor.send(page, { step: 'account', account: 'liujie', password: 'first-of-IT' });
    ahead += 1;
    const told = await command('password', 'liujie');
    const password = /^\w{4}-\w{4}-\w{4}$/m.exec(told)?.[0] ?? '';
    const late = await visitor.send(asked, {
      step: 'password',
      password: '我自己的一句话，够长',
      repeated: '我自己的一句话，够长',
    });
    expect(faultOn(late)).toContain('登录页面已过期');
    expect(faultOn(await tryPassword('liujie', '我自己的一句话，够长'))).toContain('账号或密码不正确');
    expect(stepOf(await tryPassword('liujie', password))).toBe('password');
  });

  it('given to an account’s former holder opens nothing for the next', async () => {
    await importStaff(
      court,
      STAFF_CSV.replace(/^1302009,郑䶮/m, '1302099,新来的').replace(`zhengyan,${PASSWORD}`, 'zhengyan,'),
    );
    expect(faultOn(await tryPassword('zhengyan', PASSWORD))).toContain('发给这个账号原使用人');
    await importStaff(court, STAFF_CSV);
  });
});

describe('changing a password of one’s own accord', () => {
  it('closes all other sessions at their next request', async () => {
    const url = court.sidecar.url;
    const [here, there] = [await signIn(url, 'zhaogq', PASSWORD), await signIn(url, 'zhaogq', PASSWORD)];
    const alive = async (token: string) =>
      (await fetch(`${url}/v1/session`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect([await alive(here.token), await alive(there.token)]).toEqual([200, 200]);

    const { way, visitor, page } = await atTheDoor();
    const link = /href="([^"]*\?wish=password)"/.exec(page.html)?.[1] ?? '';
    const wished = await visitor.visit(new URL(link, page.url));
    expect(wished.html).toContain('请先用现在的密码登录');
    const asked = await visitor.send(wished, {
      step: 'account',
      wish: 'password',
      account: 'zhaogq',
      password: PASSWORD,
    });
    expect(stepOf(asked)).toBe('password');
    expect([await alive(here.token), await alive(there.token)]).toEqual([200, 200]);
    const done = await visitor.send(asked, {
      step: 'password',
      password: '另一句话，比原来好',
      repeated: '另一句话，比原来好',
    });
    expect([await alive(here.token), await alive(there.token)]).toEqual([401, 401]);
    const { answer } = await openSession(url, way, codeOf(done) ?? '');
    expect(answer.status).toBe(201);
    const { token } = (await answer.json()) as { token: string };
    expect(await alive(token)).toBe(200);
  });
});

describe('guessing', () => {
  it('is slowed down and locked alike for an account that exists and one that does not, and a restart forgets nothing', async () => {
    const accounts = ['qianla', 'nobody-of-that-name'];
    const said = async () =>
      Promise.all(
        accounts.map(async (account) =>
          (await tryPassword(account, WRONG)).html.replaceAll(account, 'A').replace(/sign-in\/[\w-]+/g, ''),
        ),
      );
    const seen: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      const [known, unknown] = await said();
      expect(unknown).toBe(known);
      seen.push(known ?? '');
      if (n >= 4) {
        const [held, heldUnknown] = await said();
        expect(heldUnknown).toBe(held);
        seen.push(held ?? '');
        if (n === 8) await court.restart();
        ahead += 5 * MINUTE;
      }
    }
    const counted = (words: string) => seen.filter((html) => html.includes(words)).length;
    expect([counted('账号或密码不正确'), counted('后再试。'), counted('此账号已暂停登录')]).toEqual([
      20, 15, 1,
    ]);

    await court.restart();
    for (const account of accounts) {
      expect(faultOn(await tryPassword(account, PASSWORD))).toContain('此账号已暂停登录');
    }
    expect(await command('unlock', 'qianla')).toContain('may try again');
    expect(await command('unlock', 'qianla')).toContain('neither locked nor waiting');
    expect(codeOf(await tryPassword('qianla', PASSWORD))).not.toBeNull();
    expect(faultOn(await tryPassword('nobody-of-that-name', PASSWORD))).toContain('此账号已暂停登录');
    expect(await command('unlock', 'nobody-of-that-name')).toContain('may try again');
  });
});

describe('a second factor', () => {
  const pocket = new Pocket('heqy', PASSWORD);
  const enter = async () => {
    const { way, visitor, page } = await atTheDoor();
    const asked = await visitor.send(page, { step: 'account', account: 'heqy', password: PASSWORD });
    return { way, visitor, asked };
  };
  /** Past what was used, so that each sign-in has codes of its own. */
  const later = () => {
    ahead += 5 * MINUTE;
    return clock();
  };

  it('is set up at the first sign-in of whoever’s role asks for it; recovery codes are shown and kept', async () => {
    const { way, visitor, asked } = await enter();
    expect(stepOf(asked)).toBe('enrol');
    expect(asked.html).toMatch(/<svg viewBox="0 0 \d+ \d+" role="img"/);
    // A code of something else.
    const wrong = await visitor.send(asked, { step: 'enrol', code: '123456' });
    expect(faultOn(wrong)).toContain('验证码不正确');
    const secretOn = ({ html }: Page) => /<code>([^<]*)<\/code>/.exec(html)?.[1];
    expect(secretOn(wrong)).toBe(secretOn(asked));
    const codes = await visitor.send(asked, pocket.answer(asked.html, clock()) ?? {});
    expect(codeOf(codes)).toBeNull();
    expect(stepOf(codes)).toBe('codes');
    const fields = pocket.answer(codes.html, clock()) ?? {};
    expect(new Set(pocket.recoveryCodes).size).toBe(10);
    // Reloaded they are still there; once gone on, they are not.
    expect((await visitor.visit(codes.url)).html).toContain(pocket.recoveryCodes[0]);
    const done = await visitor.send(codes, fields);
    const { answer } = await openSession(court.sidecar.url, way, codeOf(done) ?? '');
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ strength: 'two-factor' });
    expect((await visitor.visit(codes.url)).html).not.toContain(pocket.recoveryCodes[0]);
  });

  it('is not set up with a secret that was never shown', async () => {
    const way = await wayIn(court.sidecar.url);
    const visitor = new Visitor(way.start);
    const page = await visitor.visit(way.start);
    // Straight from the password to the code, without the page between: there is no secret yet, and none is empty.
    const account = new URLSearchParams({ step: 'account', account: 'shenjh', password: PASSWORD });
    await visitor.post(page.url, account);
    const code = new TOTP({ secret: new Secret({ size: 0 }) }).generate({ timestamp: clock() });
    const answered = await visitor.send(page, { step: 'enrol', code });
    expect([stepOf(answered), codeOf(answered)]).toEqual(['enrol', null]);
  });

  it('is asked from then on: no page before it leads to a code, and a code that was used is not taken again', async () => {
    const now = later();
    const { visitor, asked } = await enter();
    expect(stepOf(asked)).toBe('factor');
    const code = pocket.code(now);
    expect(codeOf(await visitor.send(asked, { step: 'factor', code }))).not.toBeNull();
    const second = await enter();
    const replayed = await second.visitor.send(second.asked, { step: 'factor', code });
    expect(codeOf(replayed)).toBeNull();
    expect(faultOn(replayed)).toContain('已经用过');
    expect(
      codeOf(await second.visitor.send(replayed, { step: 'factor', code: pocket.code(now) })),
    ).not.toBeNull();
  });

  it('comes before a change of password, whoever wishes one', async () => {
    const { visitor, page } = await atTheDoor();
    const asked = await visitor.send(page, {
      step: 'account',
      wish: 'password',
      account: 'heqy',
      password: PASSWORD,
    });
    expect(stepOf(asked)).toBe('factor');
    const pushed = await visitor.send(asked, {
      step: 'password',
      password: '换成别人的密码',
      repeated: '换成别人的密码',
    });
    expect(stepOf(pushed)).toBe('factor');
    expect(stepOf(await tryPassword('heqy', PASSWORD))).toBe('factor');
  });

  it('is replaced by a recovery code, each once', async () => {
    const [recovery = ''] = pocket.recoveryCodes;
    const first = await enter();
    expect(codeOf(await first.visitor.send(first.asked, { step: 'factor', code: recovery }))).not.toBeNull();
    const second = await enter();
    expect(
      faultOn(await second.visitor.send(second.asked, { step: 'factor', code: recovery })),
    ).toBeDefined();
  });

  it('is not walked around in any order of pages', async () => {
    await command('unlock', 'heqy');
    const step = fc.constantFrom('factor', 'password', 'enrol', 'codes', 'done', 'account', '');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        const { visitor, asked } = await enter();
        for (const one of steps) {
          const fields = { step: one, code: '', password: 'a-new-password-x', repeated: 'a-new-password-x' };
          const page = await visitor.send(asked, { ...fields, account: '' });
          expect(codeOf(page)).toBeNull();
        }
        await command('unlock', 'heqy');
        // All of it comes from one address, whose failures fade with time only.
        ahead += 5 * MINUTE;
      }),
      { numRuns: 25 },
    );
    expect(stepOf(await tryPassword('heqy', PASSWORD))).toBe('factor');
  });

  it('guessed at is slowed down, and locked until an operator lifts it', async () => {
    await command('unlock', 'heqy');
    let told = '';
    for (let n = 0; n < 40 && !told.includes('暂停'); n += 1) {
      const { visitor, asked } = await enter();
      told = faultOn(await visitor.send(asked, { step: 'factor', code: '000000' })) ?? '';
      ahead += 5 * MINUTE;
    }
    expect(told).toContain('此账号已暂停登录');
    await court.restart();
    ahead += 30 * 24 * 60 * MINUTE;
    const now = clock();
    const { visitor, asked } = await enter();
    expect(faultOn(await visitor.send(asked, { step: 'factor', code: pocket.code(now) }))).toContain('暂停');
    await command('unlock', 'heqy');
    expect(codeOf(await visitor.send(asked, { step: 'factor', code: pocket.code(later()) }))).not.toBeNull();
  });

  it('is set up anew when an operator has forgotten it', async () => {
    const session = await signInWith(pocket, later());
    expect(await command('factor', 'heqy')).toContain('1 sessions closed');
    const asked = await tryPassword('heqy', PASSWORD);
    expect(stepOf(asked)).toBe('enrol');
    const answer = await fetch(`${court.sidecar.url}/v1/session`, {
      headers: { authorization: `Bearer ${session}` },
    });
    expect(answer.status).toBe(401);
  });

  it('is asked at the last moment too: a role that came after the password was given', async () => {
    const way = await wayIn(court.sidecar.url);
    const code = await walk(way, new Pocket('limh', PASSWORD));
    await importStaff(court, STAFF_CSV.replace('员额法官,干警,limh', '员额法官,干警、督察专员,limh'));
    const { answer } = await openSession(court.sidecar.url, way, code);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'second-factor-required' });
    await importStaff(court, STAFF_CSV);
  });

  async function signInWith(who: Pocket, now: number): Promise<string> {
    const { way, visitor, asked } = await enter();
    const done = await visitor.send(asked, { step: 'factor', code: who.code(now) });
    const { answer } = await openSession(court.sidecar.url, way, codeOf(done) ?? '');
    return ((await answer.json()) as { token: string }).token;
  }

  it('and all that was typed or shown here stands readable nowhere on the disk', async () => {
    const secrets = [
      PASSWORD,
      WRONG,
      '另一句话，比原来好',
      pocket.secret ?? '',
      ...pocket.recoveryCodes,
      ...pocket.recoveryCodes.map((code) => code.replace('-', '')),
      'nobody-of-that-name',
    ];
    expect(secrets.every((secret) => secret.length > 6)).toBe(true);
    const folder = join(court.folder, 'data');
    const bytes = Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))));
    expect(bytes.includes('heqy')).toBe(true);
    for (const secret of secrets) expect(bytes.includes(secret), secret).toBe(false);
  });
});
