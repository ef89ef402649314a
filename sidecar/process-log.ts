/**
 * The log of the process (not the log of records): JSON, a line a request, to standard output or into a file that is
 * turned over by itself. It is written before the answer leaves, for what led to a crash is what one wants to read.
 */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Logger, pino } from 'pino';
import { type Config, ConfigProblem } from './config.ts';

export interface ProcessLog {
  logger: Logger;
  /** Opens the file anew, where it was moved away by somebody else. */
  reopen(): void;
  close(): void;
}

type Settings = NonNullable<Config['log']>;

/** @throws ConfigProblem when the file cannot be written */
export function openProcessLog(
  config: Pick<Config, 'court' | 'logLevel' | 'log'> & { folder: string },
): ProcessLog {
  const file = config.log && new RotatingFile(resolve(config.folder, config.log.file), config.log);
  const out = file ?? pino.destination({ fd: 1, sync: true });
  const logger = pino(
    { level: config.logLevel, base: { court: config.court.code } },
    { write: (line: string) => void out.write(inert(line)) },
  );
  return { logger, reopen: () => file?.reopen(), close: () => file?.close() };
}

/**
 * A line that does nothing to the terminal it is read in. JSON encodes line ends and the escape character itself; what
 * is left are the controls of eight bits, and the characters that turn the direction of reading.
 */
export function inert(line: string): string {
  return line.replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `FILE`, and what was in it before as `FILE.1` (the newest) to `FILE.keep`. */
class RotatingFile {
  readonly #path: string;
  readonly #settings: Settings;
  #descriptor: number | undefined;
  #bytes = 0;
  #failed = false;

  constructor(path: string, settings: Settings) {
    this.#path = path;
    this.#settings = settings;
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o750 });
      this.#open();
    } catch (error) {
      throw new ConfigProblem(
        `The log file ${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}); correct log.file or its folder's rights. 无法写入运行日志文件，请更正 log.file 或目录权限。`,
      );
    }
  }

  write(line: string): void {
    const bytes = Buffer.from(line, 'utf8');
    let failure: unknown;
    if (this.#bytes > 0 && this.#bytes + bytes.length > this.#settings.maxBytes) {
      try {
        this.#turn();
      } catch (error) {
        // What was to be turned over is written on; it grows, and nothing is lost.
        failure = error;
      }
    }
    try {
      if (this.#descriptor === undefined) this.#open();
      if (this.#descriptor !== undefined) writeSync(this.#descriptor, bytes);
      this.#bytes += bytes.length;
    } catch (error) {
      failure = error;
    }
    if (failure === undefined) this.#failed = false;
    else this.#tell(failure);
  }

  reopen(): void {
    try {
      this.close();
      this.#open();
    } catch (error) {
      this.#tell(error);
    }
  }

  close(): void {
    const open = this.#descriptor;
    this.#descriptor = undefined;
    if (open !== undefined) closeSync(open);
  }

  #open(): void {
    this.#descriptor = openSync(this.#path, 'a', 0o640);
    this.#bytes = fstatSync(this.#descriptor).size;
  }

  #turn(): void {
    const { keep } = this.#settings;
    rmSync(`${this.#path}.${keep}`, { force: true });
    for (let number = keep - 1; number >= 1; number -= 1) {
      move(`${this.#path}.${number}`, `${this.#path}.${number + 1}`);
    }
    move(this.#path, `${this.#path}.1`);
    this.close();
    this.#open();
  }

  /** Records are still filed when the log cannot be written; it is said once, on standard error. */
  #tell(error: unknown): void {
    if (!this.#failed)
      console.error(
        `The log file ${this.#path} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). 无法写入运行日志文件。`,
      );
    this.#failed = true;
  }
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
