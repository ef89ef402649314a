/**
 * Where the court's wrapping keys come from: a file, an environment variable, or a command that prints them. All three
 * give the same JSON, {"v":1,"suite":"international","court":"豫1302","keys":["base64 of 32 bytes", …]}; the first key
 * wraps what is new. The court stands in it so that a file put on the wrong server is refused before anything is sealed
 * with it. What is thrown from here holds no key, and neither does a cause of it: JSON.parse quotes what it read.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { createKeyring, type Keyring } from './keyring.ts';
import { SUITE_NAMES, type Suite } from './suite.ts';

export const keySource = z.union(
  [
    z.strictObject({ file: z.string().min(1) }),
    z.strictObject({ env: z.string().min(1) }),
    z.strictObject({ command: z.array(z.string().min(1)).min(1) }),
  ],
  { error: 'give one of {"file": PATH}, {"env": NAME}, {"command": [PROGRAM, ARGUMENT, …]}' },
);
export type KeySource = z.infer<typeof keySource>;

const heldKeys = z.strictObject({
  v: z.literal(1),
  suite: z.enum(SUITE_NAMES),
  court: z.string(),
  /** One spelling for each key, so that one that stands there twice is seen. */
  keys: z
    .array(
      z.base64().refine((text) => {
        const key = Buffer.from(text, 'base64');
        return key.length === 32 && key.toString('base64') === text;
      }),
    )
    .min(1),
});
type HeldKeys = z.infer<typeof heldKeys>;

/** The keys of one source cannot be used: one sentence in both languages that says what to do. */
export class KeysUnusable extends Error {}

const COMMAND_MS = 10_000;
/** More than any number of rotations makes. */
const MOST_BYTES = 1 << 20;

/** A source as a sentence begins with it. */
interface Words {
  en: string;
  zh: string;
}

function wordsOf(source: KeySource): Words {
  if ('file' in source) return { en: `The key file ${source.file}`, zh: `密钥文件 ${source.file} ` };
  if ('env' in source) return { en: `The environment variable ${source.env}`, zh: `环境变量 ${source.env} ` };
  const [program] = source.command;
  return { en: `The key command ${program}`, zh: `密钥命令 ${program} ` };
}

/**
 * @param source a file by its absolute path
 * @param court its code
 * @throws KeysUnusable
 */
export function readKeyring(
  source: KeySource,
  { suite, court, commandMs = COMMAND_MS }: { suite: Suite; court: string; commandMs?: number },
): Keyring {
  const words = wordsOf(source);
  const held = parsed(textOf(source, words, commandMs), words);
  if (held.court !== court) {
    throw new KeysUnusable(
      `${words.en} holds the keys of court ${held.court}, and this court is ${court}; give it the keys of this court. ${words.zh}中是法院 ${held.court} 的密钥，本院为 ${court}，请换成本院的密钥。`,
    );
  }
  return keyringOf(held, suite, words);
}

/** What a fresh key file holds: one new key. @param court its code */
export const freshKeys = (suite: Suite, court: string): string =>
  written({ v: 1, suite: suite.name, court, keys: [newKey()] });

/**
 * Puts a new key before those in the file; they stay, for what they have wrapped. The file is replaced as a whole or
 * stays as it is. A sidecar takes the new key at its next start.
 * @returns the name of the new key
 * @throws KeysUnusable
 */
export function rotateKeyFile(path: string, suite: Suite): string {
  const words = wordsOf({ file: path });
  const before = privateFile(path, words);
  const held = parsed(before.text, words);
  const grown = { ...held, keys: [newKey(), ...held.keys] };
  const { current } = keyringOf(grown, suite, words);
  const file = realpathSync(path);
  const next = `${file}.new`;
  try {
    replace(file, next, before, written(grown));
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST'
      ? new KeysUnusable(
          `${next} is there already: its keys are being changed, or a change was cut off; if nobody is at it, remove it and try again. ${next} 已存在：密钥正在更换或上次更换中断；确认无人操作后删除该文件再试。`,
        )
      : new KeysUnusable(
          `${words.en} cannot be replaced; see that its folder can be written and has room. ${words.zh}无法更换，请检查所在目录的权限和空间。`,
        );
  }
  return current;
}

/** Keeps the owner: whoever rotates is often root, and the sidecar is not. */
function replace(file: string, next: string, before: { uid: number; gid: number }, text: string): void {
  const fd = openSync(next, 'wx', 0o600);
  try {
    if (fstatSync(fd).uid !== before.uid) fchownSync(fd, before.uid, before.gid);
    writeFileSync(fd, text);
    fsyncSync(fd);
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

const newKey = (): string => randomBytes(32).toString('base64');
const written = (held: HeldKeys): string => `${JSON.stringify(held, null, 2)}\n`;

function textOf(source: KeySource, words: Words, commandMs: number): string {
  if ('file' in source) return privateFile(source.file, words).text;
  if ('command' in source) return printed(source.command, words, commandMs);
  const text = process.env[source.env];
  if (text) return text;
  throw new KeysUnusable(
    `${words.en} is not set; set it to the JSON that a key file would hold. ${words.zh}未设置，请设为密钥文件应有的 JSON 内容。`,
  );
}

/** A file that nobody but its owner may read. */
function privateFile(path: string, words: Words): { text: string; uid: number; gid: number } {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ENOENT'
      ? new KeysUnusable(
          `${words.en} is missing; restore it from its backup: without it, what was sealed cannot be read. ${words.zh}缺失，请从备份恢复：没有它，已加密的内容无法读取。`,
        )
      : unreadable(words, code);
  }
  try {
    const { mode, uid, gid, size } = fstatSync(fd);
    if (mode & 0o077) {
      throw new KeysUnusable(
        `${words.en} can be read or changed by others (mode ${(mode & 0o777).toString(8)}); run: chmod 600 ${path}. ${words.zh}可被他人读写，请执行：chmod 600 ${path}。`,
      );
    }
    if (size > MOST_BYTES) throw malformed(words);
    return { text: readFileSync(fd, 'utf8'), uid, gid };
  } catch (error) {
    throw error instanceof KeysUnusable ? error : unreadable(words, (error as NodeJS.ErrnoException).code);
  } finally {
    closeSync(fd);
  }
}

const unreadable = (words: Words, code = 'unknown'): KeysUnusable =>
  new KeysUnusable(
    `${words.en} cannot be read (${code}); see that it is a file of the user the sidecar runs as. ${words.zh}无法读取，请检查其是否为运行本服务的用户所有的文件。`,
  );

/** What the command prints. It runs without a shell; what it says on stderr is for whoever runs it by hand. */
function printed([program = '', ...args]: string[], words: Words, ms: number): string {
  const { error, status, signal, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: ms,
    killSignal: 'SIGKILL',
    maxBuffer: MOST_BYTES,
    windowsHide: true,
  });
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (!error && status === 0) return stdout;
  const byHand = 'run it by hand as the user the sidecar runs as';
  const zhByHand = '请以运行本服务的用户手工执行查看';
  if (code === 'ETIMEDOUT') {
    const s = ms / 1000;
    throw new KeysUnusable(
      `${words.en} did not end within ${s} seconds; ${byHand}. ${words.zh}在 ${s} 秒内没有结束，${zhByHand}。`,
    );
  }
  if (code === 'ENOBUFS') throw malformed(words);
  if (error) {
    throw new KeysUnusable(
      `${words.en} cannot be started (${code ?? 'unknown'}); give the full path of a program in seal.keys.command. ${words.zh}无法启动，请在 seal.keys.command 中写明程序的完整路径。`,
    );
  }
  throw new KeysUnusable(
    `${words.en} failed (${signal ?? `exit code ${status}`}); ${byHand}. ${words.zh}执行失败，${zhByHand}。`,
  );
}

const malformed = (words: Words, where = ''): KeysUnusable =>
  new KeysUnusable(
    `${words.en} does not give keys as {"v":1,"suite":…,"court":…,"keys":[base64 of 32 bytes, …]}${where && ` (see ${where})`}; restore it from its backup. ${words.zh}的内容不是规定格式的密钥${where && `（见 ${where}）`}，请从备份恢复。`,
  );

/** Of what is wrong only the place is told. */
function parsed(text: string, words: Words): HeldKeys {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw malformed(words);
  }
  const { data, error } = heldKeys.safeParse(json);
  if (data) return data;
  throw malformed(words, error.issues[0]?.path.map(String).join('.'));
}

function keyringOf(held: HeldKeys, suite: Suite, words: Words): Keyring {
  if (held.suite !== suite.name) {
    throw new KeysUnusable(
      `${words.en} holds keys of the suite ${held.suite}, and seal.suite is ${suite.name}; a court keeps the suite it began with, so set seal.suite to ${held.suite} or give it the right keys. ${words.zh}中是 ${held.suite} 的密钥，而 seal.suite 为 ${suite.name}；算法一经启用不能更换，请改回 seal.suite 或换成正确的密钥。`,
    );
  }
  if (new Set(held.keys).size < held.keys.length) {
    throw new KeysUnusable(
      `${words.en} holds one key twice; remove one of the two. ${words.zh}中有重复的密钥，请删去一个。`,
    );
  }
  return createKeyring(
    suite,
    held.keys.map((key) => Buffer.from(key, 'base64')),
  );
}
