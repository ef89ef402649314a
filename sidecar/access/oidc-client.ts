/**
 * The sidecar as the client of an identity provider, the embedded one or the court's 统一身份认证. The extension
 * runs the code flow and brings the code here; the provider's tokens are read here and go nowhere.
 */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  ClientError,
  ClientSecretBasic,
  type Configuration,
  customFetch,
  type DiscoveryRequestOptions,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import type { SignInOffer } from '../../shared/api.ts';
import type { StaffRole } from '../../shared/records/staff-list.ts';
import { Refusal } from '../problems.ts';
import { type RolesClaim, rolesInClaims } from './claimed-roles.ts';

export interface OidcClientOptions {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Redirect addresses of the extension; others are refused before the provider is asked. */
  redirectUris: readonly string[];
  /** Lets the provider be reached without TLS: the embedded one on the same machine, or a trial. */
  allowInsecure?: boolean;
  /** The claim that holds the staff list's account. */
  accountClaim?: string;
  /** A claim that holds roles, if the court wants one asked for. */
  roles?: RolesClaim | undefined;
  /** Values of `acr` to ask for. */
  acrValues?: readonly string[];
  now?: () => number;
  timeoutSeconds?: number;
  /** Waits between attempts at discovery. */
  retryDelaysMs?: readonly number[];
  /** For a proxy or a certificate authority of the court's own. */
  fetch?: NonNullable<DiscoveryRequestOptions[typeof customFetch]>;
}

export interface CodeExchange {
  code: string;
  codeVerifier: string;
  nonce: string;
  redirectUri: string;
  /** Seconds: the person is to have signed in no longer ago than that. */
  maxAge?: number | undefined;
}

export interface SignedIn {
  /** Issuer and subject together name the person for ever; the account may change. */
  issuer: string;
  subject: string;
  account: string;
  /** When the person gave password and second factor; undefined when the issuer does not say. */
  authTime: string | undefined;
  /** How (RFC 8176), and how well, in the issuer's words. */
  amr: string[];
  acr: string | undefined;
  /** Our roles for those it claims, where it is asked for them. */
  claimed: StaffRole[] | undefined;
}

export interface OidcClient {
  offer(): Promise<SignInOffer>;
  exchange(request: CodeExchange): Promise<SignedIn>;
}

export type SignInReason =
  | 'sign-in-code-invalid'
  | 'redirect-uri-unknown'
  | 'account-unnamed'
  | 'id-token-lasts-too-long'
  | 'signed-in-too-long-ago'
  | 'client-refused'
  | 'issuer-unreachable';

/** Why a sign-in did not come about: `code` for the person, `reason` for the log. */
export class SignInError extends Refusal {
  readonly reason: SignInReason;
  constructor(reason: SignInReason, cause?: unknown) {
    super(
      reason === 'issuer-unreachable' || reason === 'client-refused'
        ? 'issuer-unreachable'
        : 'sign-in-failed',
    );
    this.name = 'SignInError';
    this.reason = reason;
    if (cause !== undefined) this.cause = cause;
  }
}

const SCOPE = 'openid profile';
/** No provider needs an ID token to hold longer than a day; one that does was made for something else. */
const ID_TOKEN_HOLDS_S = 24 * 60 * 60;
/** What the clocks of two servers may differ. */
const CLOCK_TOLERANCE_S = 30;
/** After this long the provider is asked anew where its endpoints are. */
const DISCOVERY_HOLDS_MS = 60 * 60_000;

export function createOidcClient(options: OidcClientOptions): OidcClient {
  const { clientId, clientSecret, redirectUris, roles } = options;
  const now = options.now ?? Date.now;
  const accountClaim = options.accountClaim ?? 'preferred_username';
  const delays = options.retryDelaysMs ?? [200, 800];
  let found: { at: number; configuration: Promise<Configuration> } | undefined;

  const discover = async (): Promise<Configuration> => {
    for (const delay of [...delays, undefined]) {
      try {
        return await discovery(new URL(options.issuer), clientId, {}, ClientSecretBasic(clientSecret), {
          timeout: options.timeoutSeconds ?? 10,
          // The line between two servers of an intranet proves nothing: the signature does. Only keys the issuer publishes
          // count; neither `none` nor a shared secret is taken.
          execute: [enableNonRepudiationChecks, ...(options.allowInsecure ? [allowInsecureRequests] : [])],
          ...(options.fetch ? { [customFetch]: options.fetch } : {}),
        });
      } catch (error) {
        if (delay === undefined) throw new SignInError('issuer-unreachable', error);
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
    throw new SignInError('issuer-unreachable');
  };

  /** Asked for on first use, since the embedded provider is served by this very process; a failure is not kept. */
  const configured = (): Promise<Configuration> => {
    if (!found || Date.now() - found.at > DISCOVERY_HOLDS_MS) {
      const attempt = { at: Date.now(), configuration: discover() };
      attempt.configuration.catch(() => {
        if (found === attempt) found = undefined;
      });
      found = attempt;
    }
    return found.configuration;
  };

  return {
    async offer() {
      const { authorization_endpoint } = (await configured()).serverMetadata();
      if (authorization_endpoint === undefined) throw new SignInError('issuer-unreachable');
      const acrValues = options.acrValues?.length ? { acrValues: [...options.acrValues] } : {};
      return { authorizationEndpoint: authorization_endpoint, clientId, scope: SCOPE, ...acrValues };
    },

    async exchange({ code, codeVerifier, nonce, redirectUri, maxAge }) {
      if (!redirectUris.includes(redirectUri)) throw new SignInError('redirect-uri-unknown');
      if (code === '' || codeVerifier === '' || nonce === '') throw new SignInError('sign-in-code-invalid');
      const configuration = await configured();
      const server = configuration.serverMetadata();

      const answer = new URL(redirectUri);
      answer.searchParams.set('code', code);
      // The extension sent the person to this one issuer; it has no other whose answer could be mixed in.
      if (server.authorization_response_iss_parameter_supported)
        answer.searchParams.set('iss', server.issuer);

      try {
        const tokens = await authorizationCodeGrant(configuration, answer, {
          pkceCodeVerifier: codeVerifier,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) throw new SignInError('sign-in-code-invalid');
        if (claims.exp - claims.iat > ID_TOKEN_HOLDS_S) throw new SignInError('id-token-lasts-too-long');
        const seconds = now() / 1000;
        if (
          maxAge !== undefined &&
          !(seconds - (claims.auth_time ?? Number.NaN) <= maxAge + CLOCK_TOLERANCE_S)
        )
          throw new SignInError('signed-in-too-long-ago');
        const asksMore = claims[accountClaim] === undefined || (roles && !(roles.claim in claims));
        const all =
          asksMore && server.userinfo_endpoint !== undefined
            ? { ...(await fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims }
            : claims;
        const account = (all as Record<string, unknown>)[accountClaim];
        if (typeof account !== 'string' || account === '') throw new SignInError('account-unnamed');
        return {
          issuer: claims.iss,
          subject: claims.sub,
          account,
          authTime:
            claims.auth_time === undefined ? undefined : new Date(claims.auth_time * 1000).toISOString(),
          amr: Array.isArray(claims.amr) ? claims.amr.filter((one) => typeof one === 'string') : [],
          acr: typeof claims.acr === 'string' ? claims.acr : undefined,
          claimed: roles && rolesInClaims(all, roles),
        };
      } catch (error) {
        throw error instanceof SignInError ? error : new SignInError(reasonOf(error), error);
      }
    },
  };
}

/** A provider that did not answer, or not as a provider does, is unreachable; one that refused has refused the code. */
function reasonOf(error: unknown): SignInReason {
  if (error instanceof WWWAuthenticateChallengeError) return 'client-refused';
  if (error instanceof ResponseBodyError) {
    if (error.error === 'invalid_client' || error.error === 'unauthorized_client') return 'client-refused';
    return error.status >= 500 ? 'issuer-unreachable' : 'sign-in-code-invalid';
  }
  if (error instanceof ClientError)
    return NO_ANSWER.has(error.code ?? '') ? 'issuer-unreachable' : 'sign-in-code-invalid';
  return error instanceof TypeError && error.message === 'fetch failed'
    ? 'issuer-unreachable'
    : 'sign-in-code-invalid';
}

const NO_ANSWER = new Set([
  '',
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]);
