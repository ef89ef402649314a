/** The two addresses of a sign-in: the one that is opened and the one that comes back. */
import type { SignInOffer } from '../../shared/api.ts';
import { CallError } from './call-error.ts';

export interface SignInRequest {
  redirectUri: string;
  state: string;
  nonce: string;
  challenge: string;
  language: string;
  /** The password is asked for even where the provider still knows somebody. */
  askAnew: boolean;
  /** Seconds: the provider is to say when the person signed in, and that no longer ago. */
  maxAge?: number | undefined;
}

/** @throws CallError sign-in-failed when the offer's address is not one of the web */
export function authorizationUrl(offer: SignInOffer, base: string, request: SignInRequest): string {
  const url = new URL(offer.authorizationEndpoint, `${base}/`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new CallError({ code: 'sign-in-failed' });
  const query = {
    response_type: 'code',
    client_id: offer.clientId,
    redirect_uri: request.redirectUri,
    scope: offer.scope,
    state: request.state,
    nonce: request.nonce,
    code_challenge: request.challenge,
    code_challenge_method: 'S256',
    ui_locales: request.language,
    ...(request.askAnew ? { prompt: 'login' } : {}),
    ...(request.maxAge === undefined ? {} : { max_age: String(request.maxAge) }),
    ...(offer.acrValues ? { acr_values: offer.acrValues.join(' ') } : {}),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** @throws CallError sign-in-cancelled, sign-in-failed; a redirect with another state belongs to nobody */
export function codeFrom(redirect: string, state: string): string {
  const answer = new URL(redirect).searchParams;
  if (answer.get('state') !== state) throw new CallError({ code: 'sign-in-failed' });
  if (answer.get('error') === 'access_denied') throw new CallError({ code: 'sign-in-cancelled' });
  const code = answer.get('code');
  if (code === null || answer.has('error')) throw new CallError({ code: 'sign-in-failed' });
  return code;
}
