/**
 * What a person carries to the sign-in page: a password, the authenticator app on the telephone, the slip with recovery
 * codes. Each sidecar's pages are answered as a person would: what a page shows is read off it and kept for the next time.
 */
import { Secret, TOTP } from 'otpauth';

const STEP_MS = 30_000;

export class Pocket {
  readonly account: string;
  password: string;
  secret: string | undefined;
  recoveryCodes: string[] = [];
  #lastStep = 0;

  constructor(account: string, password: string) {
    this.account = account;
    this.password = password;
  }

  /**
   * A code that was not shown to the sidecar yet: of this step, the one before or the next, else a recovery code.
   * @param now the sidecar's time
   */
  code(now: number): string {
    const step = Math.floor(now / STEP_MS);
    const fresh = [step - 1, step, step + 1].find((one) => one > this.#lastStep);
    if (this.secret === undefined || fresh === undefined) {
      const recovery = this.recoveryCodes.shift();
      if (recovery === undefined) throw new Error(`${this.account} has no code left; wait half a minute`);
      return recovery;
    }
    this.#lastStep = fresh;
    return new TOTP({ secret: Secret.fromBase32(this.secret) }).generate({ timestamp: fresh * STEP_MS });
  }

  /** The fields a page asks for, by what it says; undefined when it is no page of a sign-in. */
  answer(html: string, now: number): Record<string, string> | undefined {
    const step = /name="step" value="([^"]*)"/.exec(html)?.[1];
    const shown = [...html.matchAll(/<code>([^<]*)<\/code>/g)].map(([, text = '']) => text);
    if (step === 'account') return { step, account: this.account, password: this.password };
    if (step === 'password') {
      this.password = `${this.password}-of-my-own`;
      return { step, password: this.password, repeated: this.password };
    }
    if (step === 'factor') return { step, code: this.code(now) };
    if (step === 'enrol') {
      this.secret = shown[0]?.replaceAll(' ', '');
      this.#lastStep = 0;
      return { step, code: this.code(now) };
    }
    if (step === 'codes') {
      this.recoveryCodes = shown;
      return { step };
    }
    return undefined;
  }
}

const pockets = new Map<string, Pocket>();

/** The same pocket for the same person at the same sidecar, as long as these tests run. */
export function pocketOf(sidecarUrl: string, account: string, password: string): Pocket {
  // Another password is another slip of paper, and perhaps a wrong one.
  const key = `${new URL(sidecarUrl).origin} ${account} ${password}`;
  const pocket = pockets.get(key) ?? new Pocket(account, password);
  pockets.set(key, pocket);
  return pocket;
}
