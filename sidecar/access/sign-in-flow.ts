/**
 * A sign-in at the embedded provider, step by step: account and password, then the second factor where the person has
 * one, a password of one's own where it was given by somebody else, and setting up a second factor where policy asks for
 * it. Which step is next is derived anew at every request, so that none can be skipped by asking for a later one.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StaffMember } from '../../shared/records/staff-list.ts';
import {
  type Account,
  type AccountStore,
  hashPassword,
  normalizeAccount,
  verifyPassword,
} from './accounts.ts';
import type { Attempts, Guess, Hold } from './attempts.ts';
import type { Authenticators } from './authenticator.ts';
import { newPasswordFault } from './new-password.ts';
import type { SecurityKeys } from './security-keys.ts';
import { type Held, noticePage, type SignInFault, signInForm, type Wish } from './sign-in-page.ts';
import {
  type CodeFault,
  enrolForm,
  factorForm,
  newPasswordForm,
  recoveryCodesPage,
  type StepPage,
} from './sign-in-step-pages.ts';

export interface AccessLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface SignInFlowOptions {
  courtName: string;
  accounts: AccountStore;
  attempts: Attempts;
  authenticators: Authenticators;
  keys: SecurityKeys;
  /** Whether the policy asks this person for a second factor. */
  needsSecondFactor(member: StaffMember): boolean;
  /** The member of the newest staff list with this account. */
  staff(account: string): Promise<StaffMember | undefined>;
  /** Somebody has another password or second factor now: whoever got in with the old one has to leave. */
  onCredentialsChanged(staffCode: string): void;
  logger?: AccessLogger | undefined;
  now: () => number;
}

export interface SignedInPerson {
  staffCode: string;
  /** Methods used, RFC 8176; `mfa` when there were two. */
  amr: string[];
}

export interface SignInRequest {
  req: IncomingMessage;
  res: ServerResponse;
  /** Number of the interaction, known to this browser only. */
  uid: string;
  /** Path of the page. */
  action: string;
  /** From where it comes. */
  address: string;
  send(status: number, html: string): void;
  finish(person: SignedInPerson): Promise<void>;
}

export interface SignInFlow {
  show(request: SignInRequest, query: URLSearchParams): Promise<void>;
  submit(request: SignInRequest, form: URLSearchParams): Promise<void>;
}

type Step = 'factor' | 'password' | 'enrol' | 'codes' | 'done';

/** Somebody whose password was right, until the sign-in ends. */
interface Pending {
  account: string;
  staffCode: string;
  /** When the password was set that was right: with another one since, this sign-in is over. */
  passwordOf: string;
  wish: Wish | undefined;
  factor: 'otp' | 'hwk' | undefined;
  passwordChanged: boolean;
  enrolled: boolean;
  secret?: string;
  challenge?: string;
  recoveryCodes?: string[];
  endsAt: number;
}

/** As long as the provider keeps the sign-in itself. */
const HOLDS_MS = 30 * 60_000;
const PENDING = 5_000;

export function createSignInFlow(options: SignInFlowOptions): SignInFlow {
  const { accounts, attempts, authenticators, courtName, keys, logger, now } = options;
  const pendings = new Map<string, Pending>();

  const begin = (uid: string, pending: Pending) => {
    pendings.delete(uid);
    pendings.set(uid, pending);
    for (const [id, { endsAt }] of pendings) {
      if (endsAt > now() && pendings.size <= PENDING) break;
      pendings.delete(id);
    }
  };

  /** Who is in the middle of signing in; undefined once the list or the password has changed beneath them. */
  const current = async (
    uid: string,
  ): Promise<{ pending: Pending; known: Account; member: StaffMember } | undefined> => {
    const pending = pendings.get(uid);
    if (!pending || pending.endsAt <= now()) return undefined;
    const known = await accounts.find(pending.account);
    const member = await options.staff(pending.account);
    if (known?.changedAt === pending.passwordOf && member?.code === pending.staffCode)
      return { pending, known, member };
    pendings.delete(uid);
    return undefined;
  };

  const hasFactor = (staffCode: string) => authenticators.has(staffCode) || keys.count(staffCode) > 0;

  /** The factor comes first: whoever has only the password changes nothing. */
  const stepOf = (pending: Pending, known: Account, member: StaffMember): Step => {
    if (pending.recoveryCodes) return 'codes';
    if (hasFactor(member.code) && !pending.factor) return 'factor';
    if ((known.temporary || pending.wish === 'password') && !pending.passwordChanged) return 'password';
    const missing = options.needsSecondFactor(member) && !hasFactor(member.code);
    if (missing || (pending.wish === 'factor' && !pending.enrolled)) return 'enrol';
    return 'done';
  };

  const heldOf = ({ waitMs, locked }: Hold): Held => ({ waitSeconds: Math.ceil(waitMs / 1000), locked });

  const render = async (
    { send, action }: SignInRequest,
    pending: Pending,
    known: Account,
    member: StaffMember,
    fault?: CodeFault,
  ): Promise<void> => {
    const at: StepPage = { courtName, action, account: pending.account };
    const keep = <T extends { challenge: string }>(question: T): T => {
      pending.challenge = question.challenge;
      return question;
    };
    const step = stepOf(pending, known, member);
    if (step === 'factor') {
      const keyOptions =
        keys.possible && keys.count(member.code) > 0 ? keep(await keys.request(member.code)) : undefined;
      return send(200, factorForm(at, { app: authenticators.has(member.code), keyOptions, fault }));
    }
    if (step === 'password') return send(200, newPasswordForm(at, { temporary: known.temporary }));
    if (step === 'codes') return send(200, recoveryCodesPage(at, pending.recoveryCodes ?? []));
    pending.secret ??= authenticators.newSecret();
    send(
      200,
      enrolForm(at, {
        required: options.needsSecondFactor(member) && !hasFactor(member.code),
        secret: pending.secret,
        uri: authenticators.uri(pending.secret, pending.account),
        keys: keys.count(member.code),
        keyOptions: keys.possible ? keep(await keys.creation(member.code, pending.account)) : undefined,
        fault,
      }),
    );
  };

  /** On to the next step by a redirect, so that reloading a page sends nothing twice. */
  const goOn = async (request: SignInRequest): Promise<void> => {
    const state = await current(request.uid);
    if (state && stepOf(state.pending, state.known, state.member) === 'done') {
      const { factor, staffCode } = state.pending;
      pendings.delete(request.uid);
      const amr = factor ? ['pwd', factor, 'mfa'] : ['pwd'];
      logger?.info({ amr }, 'signed in');
      return request.finish({ staffCode, amr });
    }
    request.res.writeHead(303, { Location: request.action, 'Cache-Control': 'no-store' });
    request.res.end();
  };

  const submitAccount = async (request: SignInRequest, form: URLSearchParams): Promise<void> => {
    const account = normalizeAccount(form.get('account') ?? '').slice(0, 120);
    const password = form.get('password') ?? '';
    const wish = wishOf(form);
    const again = (fault: SignInFault) =>
      request.send(200, signInForm({ courtName, action: request.action, account, fault, wish }));
    pendings.delete(request.uid);
    if (account === '' || password === '') return again('fields-empty');

    const guesses: Guess[] = [
      { kind: 'password', name: account },
      { kind: 'address', name: request.address },
    ];
    const hold = attempts.begin(guesses);
    // Of an account only a name on the staff list is logged: people type passwords into the wrong field.
    const known = await accounts.find(account);
    const member = await options.staff(known?.account ?? account);
    const staffCode = known && member?.code;
    if (hold) {
      logger?.warn({ staffCode, locked: hold.locked }, 'sign-in delayed');
      return again(heldOf(hold));
    }
    if (!(await verifyPassword(known, password)) || !known) {
      logger?.warn({ staffCode }, 'sign-in failed');
      return again('wrong');
    }
    attempts.succeeded(guesses);
    if (!member) return again('not-on-list');
    if (known.staffCode !== '' && known.staffCode !== member.code) {
      logger?.warn({ staffCode }, 'sign-in with the password of the account’s former holder');
      return again('not-theirs');
    }
    begin(request.uid, {
      account: known.account,
      staffCode: member.code,
      passwordOf: known.changedAt,
      wish,
      factor: undefined,
      passwordChanged: false,
      enrolled: false,
      endsAt: now() + HOLDS_MS,
    });
    return goOn(request);
  };

  /** Challenges are for one answer; empty once it has come. */
  const challengeOf = (pending: Pending): string => {
    const { challenge = '' } = pending;
    delete pending.challenge;
    return challenge;
  };

  const submitFactor = async (
    request: SignInRequest,
    form: URLSearchParams,
    { pending, known, member }: NonNullable<Awaited<ReturnType<typeof current>>>,
  ): Promise<void> => {
    const guesses: Guess[] = [
      { kind: 'factor', name: pending.account },
      { kind: 'address', name: request.address },
    ];
    const hold = attempts.begin(guesses);
    const { staffCode } = pending;
    if (hold) {
      logger?.warn({ staffCode, locked: hold.locked }, 'second factor delayed');
      return render(request, pending, known, member, heldOf(hold));
    }
    const credential = form.get('credential');
    if (credential !== null) {
      if (await keys.accept(staffCode, challengeOf(pending), credential)) pending.factor = 'hwk';
    } else if (authenticators.accept(staffCode, form.get('code') ?? '')) {
      pending.factor = 'otp';
    }
    if (!pending.factor) {
      logger?.warn({ staffCode }, 'second factor failed');
      return render(request, pending, known, member, credential === null ? 'code-wrong' : 'key-refused');
    }
    attempts.succeeded(guesses);
    return goOn(request);
  };

  const submitPassword = async (
    request: SignInRequest,
    form: URLSearchParams,
    { pending, known }: NonNullable<Awaited<ReturnType<typeof current>>>,
  ): Promise<void> => {
    const password = form.get('password') ?? '';
    const fault = await newPasswordFault(known, password, form.get('repeated') ?? '');
    if (fault) {
      const at = { courtName, action: request.action, account: pending.account };
      return request.send(200, newPasswordForm(at, { temporary: known.temporary, fault }));
    }
    const changedAt = new Date(now()).toISOString();
    const changed = await accounts.change(known.account, await hashPassword(password), {
      changedAt,
      staffCode: pending.staffCode,
      since: pending.passwordOf,
    });
    if (!changed) return request.send(200, noticePage(courtName, 'expired'));
    pending.passwordOf = changedAt;
    pending.passwordChanged = true;
    options.onCredentialsChanged(pending.staffCode);
    logger?.info({ staffCode: pending.staffCode }, 'password changed');
    return goOn(request);
  };

  const submitEnrolment = async (
    request: SignInRequest,
    form: URLSearchParams,
    { pending, known, member }: NonNullable<Awaited<ReturnType<typeof current>>>,
  ): Promise<void> => {
    const { staffCode } = pending;
    const credential = form.get('credential');
    if (credential !== null) {
      if (!(await keys.register(staffCode, challengeOf(pending), credential)))
        return render(request, pending, known, member, 'key-refused');
      pending.factor = 'hwk';
    } else {
      // One that was shown, and no other.
      const { secret } = pending;
      if (secret === undefined || !authenticators.confirm(staffCode, secret, form.get('code') ?? ''))
        return render(request, pending, known, member, 'code-wrong');
      if (form.get('drop-keys') === '1') keys.remove(staffCode);
      pending.factor = 'otp';
    }
    delete pending.secret;
    pending.enrolled = true;
    pending.recoveryCodes = authenticators.issueRecoveryCodes(staffCode);
    options.onCredentialsChanged(staffCode);
    logger?.info({ staffCode, factor: pending.factor }, 'second factor set up');
    return goOn(request);
  };

  return {
    async show(request, query) {
      if (query.has('again')) pendings.delete(request.uid);
      const state = await current(request.uid);
      if (!state)
        return request.send(200, signInForm({ courtName, action: request.action, wish: wishOf(query) }));
      return render(request, state.pending, state.known, state.member);
    },

    async submit(request, form) {
      const step = form.get('step') ?? 'account';
      if (step === 'account') return submitAccount(request, form);
      const state = await current(request.uid);
      if (!state) return request.send(200, noticePage(courtName, 'expired'));
      // A page from before, left open or come back to: what it asks is not asked any more.
      if (step !== stepOf(state.pending, state.known, state.member)) return goOn(request);
      if (step === 'factor') return submitFactor(request, form, state);
      if (step === 'password') return submitPassword(request, form, state);
      if (step === 'enrol') return submitEnrolment(request, form, state);
      delete state.pending.recoveryCodes;
      return goOn(request);
    },
  };
}

function wishOf(from: URLSearchParams): Wish | undefined {
  const wish = from.get('wish');
  return wish === 'password' || wish === 'factor' ? wish : undefined;
}
