import { randomBytes } from 'node:crypto';

export const COOKIE = 'SPXT_SID';
const IDLE_LIMIT = 8 * 60 * 60 * 1000;

export interface Session {
  id: string;
  login: string;
  csrf: string;
  seen: number;
}

export class Sessions {
  readonly #all = new Map<string, Session>();

  open(login: string): Session {
    const session: Session = {
      id: randomBytes(24).toString('hex'),
      login,
      csrf: randomBytes(16).toString('hex'),
      seen: Date.now(),
    };
    this.#all.set(session.id, session);
    return session;
  }

  find(id: string | undefined): Session | undefined {
    const session = id === undefined ? undefined : this.#all.get(id);
    if (!session) return undefined;
    if (Date.now() - session.seen > IDLE_LIMIT) {
      this.#all.delete(session.id);
      return undefined;
    }
    session.seen = Date.now();
    return session;
  }

  close(id: string): void {
    this.#all.delete(id);
  }
}
