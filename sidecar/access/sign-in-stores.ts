/** What the sidecar keeps of sign-ins, all in tables of their own beside the log; commands use the same. */
import type { Database } from 'better-sqlite3';
import type { Suite } from '../crypto/suite.ts';
import { type AccountStore, createAccountStore } from './accounts.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { type Authenticators, createAuthenticators } from './authenticator.ts';
import { type Bindings, createBindings } from './bindings.ts';
import { createSecurityKeys, type SecurityKeys } from './security-keys.ts';

export interface SignInStores {
  accounts: AccountStore;
  attempts: Attempts;
  authenticators: Authenticators;
  keys: SecurityKeys;
  bindings: Bindings;
}

export interface SignInStoresOptions {
  db: Database;
  court: { code: string; name: string };
  /** 32 bytes for one purpose; see config.ts. */
  derive(purpose: string): Buffer;
  suite: Suite;
  /** Address of the sign-in page. */
  origin: string;
  now: () => number;
}

export function openSignInStores({
  db,
  court,
  derive,
  suite,
  origin,
  now,
}: SignInStoresOptions): SignInStores {
  return {
    accounts: createAccountStore(db),
    attempts: createAttempts({ db, secret: derive('sign-in attempts'), now }),
    authenticators: createAuthenticators({ db, suite, secret: derive('second factors'), court, now }),
    keys: createSecurityKeys({ db, origin, courtName: court.name, now }),
    bindings: createBindings(db),
  };
}
