import { describe, expect, it } from 'vitest';
import type { BoundProfile, HostProfile } from '../../shared/host-profile.ts';
import { networkRules, openingRules } from './network-rules.ts';

const ORIGIN = 'http://10.1.2.3:8080';

function boundTo(origins: string[], requests: HostProfile['case']['gate']['requests']): BoundProfile {
  const caseNumber = { selector: '#ah' };
  const people = [{ role: 'handling-judge' as const, from: { selector: '#cbr' } }];
  return {
    origins,
    profile: {
      schema: 1,
      id: 'demo',
      version: 1,
      product: 'demo',
      case: {
        path: '/cases/{caseId}',
        probe: '#case',
        read: { caseNumber, people },
        gate: { controls: [], requests },
      },
    },
  };
}

const post = { method: 'POST' as const, path: '/cases/{caseId}/submission' };
const demo = boundTo([ORIGIN], [post]);

/** The browser's expressions are RE2; ours use only what both dialects share. */
function blocked(url: string, method = 'post', bound = demo): boolean {
  return networkRules({ profiles: [bound] }).some(({ widths: [first] }) => {
    if (!first.requestMethods?.includes(method)) return false;
    return new RegExp(first.regexFilter ?? '$.', first.isUrlFilterCaseSensitive ? '' : 'i').test(url);
  });
}

describe('rules for all tabs', () => {
  it.each([
    '/cases/17/submission',
    '/cases/17/submission/',
    '/cases/17/submission?from=list',
    '/cases/17/submission#x',
    '/cases/17/submission;jsessionid=AB12',
    '/cases;v=1/17;x/submission',
    '//cases///17//submission//',
    '/cases%2F17%2fsubmission',
    '/Cases/17/SUBMISSION',
    '/cases/17/submission.json',
    '/cases/17/submission%20',
    '/cases/17/s%75bmission',
    '/%63ases/17/submission',
    '/cases/%EF%BC%882024%EF%BC%89%E8%B1%AB/submission',
  ])('block %s', (path) => {
    expect(blocked(ORIGIN + path)).toBe(true);
  });

  it.each([
    '/cases/17',
    '/cases/submission',
    '/cases/17/submissions',
    '/cases/17/parties/3/submission',
    '/cases/17/submission/5/withdraw',
    '/x/cases/17/submission',
    '/cases/17/notes?next=/cases/17/submission',
    '/cases/%E8%B1%AB-1/notes',
  ])('leave %s alone', (path) => {
    expect(blocked(ORIGIN + path)).toBe(false);
  });

  it('hold for the methods named only', () => {
    expect(blocked(`${ORIGIN}/cases/17/submission`, 'get')).toBe(false);
  });

  it('hold for the bound origin only, hostile neighbours included', () => {
    const bound = boundTo(['http://10.1.2.3'], [post]);
    expect(blocked('http://10.1.2.3/cases/1/submission', 'post', bound)).toBe(true);
    expect(blocked('http://10.1.2.3.evil.com/cases/1/submission', 'post', bound)).toBe(false);
    expect(blocked('http://10a1b2c3/cases/1/submission', 'post', bound)).toBe(false);
    expect(blocked('http://10.1.2.3:8080/cases/1/submission', 'post', bound)).toBe(false);
    expect(blocked('http://evil.com/http://10.1.2.3/cases/1/submission', 'post', bound)).toBe(false);
    expect(blocked('https://10.1.2.3/cases/1/submission', 'post', bound)).toBe(false);
  });

  it('see the bound host behind a user name', () => {
    expect(blocked('http://judge:x@10.1.2.3:8080/cases/1/submission')).toBe(true);
    expect(blocked('http://10.1.2.3:8080@evil.com/cases/1/submission')).toBe(false);
  });

  it('escape what an origin or a path may hold', () => {
    const bound = boundTo(['http://[::1]:8080'], [{ method: 'PUT', path: '/a.b/{caseId}/c-{meetingId}' }]);
    expect(blocked('http://[::1]:8080/a.b/1/c-7', 'put', bound)).toBe(true);
    expect(blocked('http://[::1]:8080/axb/1/c-7', 'put', bound)).toBe(false);
    expect(blocked('http://:/a.b/1/c-7', 'put', bound)).toBe(false);
  });

  it('are the same for the same set, and apply to every kind of request in every tab', () => {
    const set = { profiles: [boundTo([ORIGIN, 'http://sp.court.cn'], [post])] };
    expect(networkRules(set)).toEqual(networkRules(structuredClone(set)));
    expect(networkRules(set).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const { widths } of networkRules(set)) {
      for (const width of widths) {
        expect(width.resourceTypes).toEqual(expect.arrayContaining(['main_frame', 'ping', 'xmlhttprequest']));
        expect(width.tabIds).toBeUndefined();
      }
    }
  });

  it('end in a width that needs no expression', () => {
    const [rule] = networkRules({ profiles: [demo] });
    expect(rule?.widths.at(-1)).toMatchObject({ urlFilter: '|http://10.1.2.3:8080/cases/*/submission' });
  });
});

describe('the opening after a clearance', () => {
  const rules = openingRules({ bound: demo, origin: ORIGIN, tabId: 5, caseId: '1.7' });
  const allowed = (url: string): boolean =>
    rules.some(({ condition }) => new RegExp(condition.regexFilter ?? '$.').test(url));

  it('is for one tab and above the block', () => {
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({ priority: 20, action: { type: 'allow' }, condition: { tabIds: [5] } });
  });

  it('lets through this case as the page spells it', () => {
    expect(allowed(`${ORIGIN}/cases/1.7/submission`)).toBe(true);
    expect(allowed(`${ORIGIN}/cases/1.7/submission/?a=1`)).toBe(true);
    expect(allowed(`${ORIGIN}/cases/1x7/submission`)).toBe(false);
    expect(allowed(`${ORIGIN}/cases/1.71/submission`)).toBe(false);
    expect(allowed(`${ORIGIN}/cases/1.7/submission/5`)).toBe(false);
    expect(allowed(`${ORIGIN}/Cases/1.7/submission`)).toBe(false);
    expect(allowed(`${ORIGIN}.evil.com/cases/1.7/submission`)).toBe(false);
  });
});
