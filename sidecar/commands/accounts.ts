/**
 * `liuhen account …`: what an operator does when somebody cannot get in. Runs beside a running sidecar: it writes to tables
 * of its own and never to the log.
 */
import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { createAccountStore, hashPassword, normalizeAccount } from '../access/accounts.ts';
import { type GivenPassword, givePasswords, temporaryPassword } from '../access/first-passwords.ts';
import { endSessionsOf } from '../access/sessions.ts';
import { openSignInStores } from '../access/sign-in-stores.ts';
import { ConfigProblem } from '../config.ts';
import { international } from '../crypto/international.ts';
import { databaseFile, type LocatedConfig, secretsOf } from '../start.ts';
import { SqliteStore } from '../store/sqlite.ts';
import { memberByAccount } from '../views/staff.ts';

export const ACCOUNT_USAGE = `liuhen account unlock|password|factor|rebind ACCOUNT --config FILE
                                        lift a lock; give a new first password; forget the second factor; let another
                                        identity sign in as this person (rebind --all: everybody)`;

const ACTIONS = ['unlock', 'password', 'factor', 'rebind'] as const;
type Action = (typeof ACTIONS)[number];
const isAction = (text: string | undefined): text is Action => ACTIONS.some((action) => action === text);

/** The first passwords of a staff list. @returns what became of them, for the operator to read */
export async function giveFirstPasswords(
  db: Database,
  given: readonly GivenPassword[],
  at: string,
): Promise<string> {
  const { set, kept } = await givePasswords(createAccountStore(db), given, at);
  endSessionsOf(db, set);
  const left =
    kept === 0
      ? ''
      : `\n${kept} passwords had been given before and were left alone; to reset one, give another. 与上次相同的初始密码未重设。`;
  return `${set.length} first passwords set${left}`;
}

export interface AccountCommand {
  config: LocatedConfig;
  action: string | undefined;
  account: string | undefined;
  all: boolean;
  now?: () => number;
}

/**
 * @returns what was done, for the operator to read
 * @throws ConfigProblem in a sentence, when it cannot be done
 */
export async function runAccountCommand({
  config,
  action,
  account,
  all,
  now = Date.now,
}: AccountCommand): Promise<string> {
  const everybody = action === 'rebind' && all && account === undefined;
  if (!isAction(action) || (account === undefined && !everybody)) throw new ConfigProblem(ACCOUNT_USAGE);
  const file = databaseFile(config);
  if (!existsSync(file)) throw new ConfigProblem(`There is no database at ${file}. 没有找到数据库。`);
  const secrets = secretsOf(config);
  const store = await SqliteStore.open(file);
  try {
    const { court } = config;
    const origin = config.publicUrl ?? `http://localhost:${config.listen.port}`;
    const stores = openSignInStores({
      db: store.db,
      court,
      derive: secrets.derive,
      suite: international,
      origin,
      now,
    });
    if (everybody) return `${stores.bindings.releaseAll()} bindings let go. 已解除全部绑定。`;

    const name = normalizeAccount(account ?? '');
    const member = store.read(memberByAccount(court.code, name));
    const known = await stores.accounts.find(name);
    const staffCode = known?.staffCode || member?.code;
    const closeSessions = (): string => {
      const codes = [...new Set([staffCode, member?.code])].filter((code) => code !== undefined);
      return `${endSessionsOf(store.db, codes)} sessions closed. 已退出其全部登录。`;
    };

    // Also for a name nobody has: locks do not tell whether an account exists.
    if (action === 'unlock')
      return stores.attempts.lift(name)
        ? `${name} may try again at once. 已解除。`
        : `${name} was neither locked nor waiting. 该账号没有被锁定。`;
    if (action === 'rebind') {
      const released = stores.bindings.release({ staffCode: member?.code, account: name });
      return `${released} bindings let go; whoever signs in as ${name} next is bound. 已解除绑定。 ${closeSessions()}`;
    }
    if (!member) throw new ConfigProblem(`${name} is not on the staff list. 人员名单中没有这个账号。`);
    if (action === 'factor') {
      const had = [stores.authenticators.remove(member.code), stores.keys.remove(member.code)].includes(true);
      if (!had) return `${name} had no second factor. 该账号没有第二验证方式。`;
      return `${name} sets up a second factor anew at the next sign-in. 已清除第二验证方式。 ${closeSessions()}`;
    }
    if (config.issuer)
      throw new ConfigProblem('Passwords are the identity provider’s here. 密码由统一身份认证管理。');
    const password = temporaryPassword();
    await stores.accounts.put([
      {
        account: name,
        passwordHash: await hashPassword(password),
        changedAt: new Date(now()).toISOString(),
        temporary: true,
        staffCode: member.code,
      },
    ]);
    stores.attempts.lift(name);
    return `First password of ${name}, to be changed at the first sign-in; it is not shown again. 初始密码（只显示一次）：\n${password}\n${closeSessions()}`;
  } finally {
    store.close();
  }
}
