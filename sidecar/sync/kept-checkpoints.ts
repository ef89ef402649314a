/**
 * The newest cosigned checkpoint of each log, in files beside the database: whoever puts an older database in its place has
 * not thereby put back what was promised. Here also stands how often the logs were begun anew.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LogKind } from '../log/leaf.ts';

const restartsFile = z.strictObject({ v: z.literal(1), restarts: z.int().min(0) });

export class KeptCheckpoints {
  readonly folder: string;

  /** @param data the court's data folder */
  constructor(data: string) {
    this.folder = join(data, 'witnessed');
  }

  /** The signed note; undefined where none was kept. */
  read(log: LogKind): string | undefined {
    return this.#read(`${log}.txt`);
  }

  keep(log: LogKind, note: string): void {
    this.#write(`${log}.txt`, note);
  }

  /** @throws SyntaxError, ZodError for a file that was damaged */
  restarts(): number {
    const text = this.#read('restarts.json');
    return text === undefined ? 0 : restartsFile.parse(JSON.parse(text)).restarts;
  }

  setRestarts(restarts: number): void {
    this.#write('restarts.json', `${JSON.stringify({ v: 1, restarts })}\n`);
  }

  #read(name: string): string | undefined {
    try {
      return readFileSync(join(this.folder, name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Whole or not at all, and on the disk before it counts. */
  #write(name: string, text: string): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const file = join(this.folder, name);
    const handle = openSync(`${file}.new`, 'w', 0o600);
    writeSync(handle, text);
    fsyncSync(handle);
    closeSync(handle);
    renameSync(`${file}.new`, file);
  }
}
