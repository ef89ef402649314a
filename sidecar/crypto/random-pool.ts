/** Random bytes a few kilobytes at a time: asking the system anew for each key and nonce costs more than sealing with them. */
import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 8192;
let pool = Buffer.alloc(0);
let used = 0;

/** Never the same bytes twice: what is handed out is a copy, and wiped where it was. */
export function randomBytesPooled(length: number): Buffer {
  if (used + length > pool.length) {
    pool = randomFillSync(Buffer.allocUnsafeSlow(POOL_BYTES));
    used = 0;
  }
  const taken = Buffer.from(pool.subarray(used, used + length));
  pool.fill(0, used, used + length);
  used += length;
  return taken;
}
