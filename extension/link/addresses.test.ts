/** The texts of addresses: the sidecar's, the provider's, the page's. */
import { describe, expect, it } from 'vitest';
import type { BoundProfile } from '../../shared/host-profile.ts';
import { normalAddress } from './address-text.ts';
import { placeOf } from './page-place.ts';
import { authorizationUrl, codeFrom } from './sign-in-url.ts';

describe('normalAddress', () => {
  it.each([
    [' http://10.1.2.3:8080/ ', 'http://10.1.2.3:8080'],
    ['https://Court.cn/liuhen//', 'https://court.cn/liuhen'],
    ['https://court.cn/liuhen?x=1#y', 'https://court.cn/liuhen'],
    ['javascript:alert(1)', undefined],
    ['ftp://court.cn', undefined],
    ['http://a:b@court.cn', undefined],
    ['court.cn', undefined],
    ['', undefined],
  ])('%s → %s', (text, address) => {
    expect(normalAddress(text)).toBe(address);
  });
});

describe('sign-in', () => {
  const offer = { authorizationEndpoint: '/oidc/auth', clientId: 'liuhen', scope: 'openid' };
  const request = {
    redirectUri: 'https://x.chromiumapp.org/',
    state: 'S',
    nonce: 'N',
    challenge: 'C',
    language: 'zh-CN',
    askAnew: false,
  };

  it('asks for a code with PKCE', () => {
    const url = new URL(authorizationUrl(offer, 'http://s.test/liuhen', request));
    expect(url.origin + url.pathname).toBe('http://s.test/oidc/auth');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge: 'C',
      code_challenge_method: 'S256',
      state: 'S',
      nonce: 'N',
    });
    expect(url.searchParams.has('prompt')).toBe(false);
    const anew = authorizationUrl(offer, 'http://s.test', { ...request, askAnew: true });
    expect(new URL(anew).searchParams.get('prompt')).toBe('login');
  });

  it('asks how long ago, and how well, where that counts', () => {
    const acrValues = ['urn:court:two', 'urn:court:card'];
    const url = authorizationUrl({ ...offer, acrValues }, 'http://s.test', { ...request, maxAge: 300 });
    const asked = new URL(url).searchParams;
    expect([asked.get('max_age'), asked.get('acr_values')]).toEqual(['300', 'urn:court:two urn:court:card']);
    const plain = new URL(authorizationUrl(offer, 'http://s.test', request)).searchParams;
    expect([plain.has('max_age'), plain.has('acr_values')]).toEqual([false, false]);
  });

  it('opens nothing but the web', () => {
    const bad = { ...offer, authorizationEndpoint: 'javascript:alert(1)' };
    expect(() => authorizationUrl(bad, 'http://s.test', request)).toThrow('sign-in-failed');
  });

  it('takes a code with its own state only', () => {
    expect(codeFrom('https://x.chromiumapp.org/?code=1&state=S', 'S')).toBe('1');
    expect(() => codeFrom('https://x.chromiumapp.org/?code=1&state=T', 'S')).toThrow('sign-in-failed');
    expect(() => codeFrom('https://x.chromiumapp.org/?code=1', 'S')).toThrow('sign-in-failed');
    expect(() => codeFrom('https://x.chromiumapp.org/?error=access_denied&state=S', 'S')).toThrow(
      'sign-in-cancelled',
    );
    expect(() => codeFrom('https://x.chromiumapp.org/?error=server_error&code=1&state=S', 'S')).toThrow(
      'failed',
    );
  });
});

describe('placeOf', () => {
  const bound = { profile: { case: { path: '/cases/{caseId}' } }, origins: [] } as unknown as BoundProfile;
  it('gives the case’s id as the address writes it', () => {
    expect(placeOf(bound, 'case', '/cases/a%2Fb/')).toEqual({ caseId: 'a%2Fb' });
    expect(placeOf(bound, 'case', '/cases/1/dossier')).toBeUndefined();
    expect(placeOf(bound, 'meeting', '/cases/1')).toBeUndefined();
  });
});
