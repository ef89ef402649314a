import { describe, expect, test } from 'vitest';
import { fillPath, matchPath } from './host-path.ts';

describe('matchPath', () => {
  test('finds what the placeholders stand for', () => {
    expect(matchPath('/cases/{caseId}', '/cases/123')).toEqual({ caseId: '123' });
    expect(matchPath('/cases/{caseId}', '/cases/123/')).toEqual({ caseId: '123' });
    expect(matchPath('/c/{caseId}/m/{meetingId}', '/c/a/m/b')).toEqual({ caseId: 'a', meetingId: 'b' });
    expect(matchPath('/meetings', '/meetings')).toEqual({});
  });

  test('is another path', () => {
    for (const path of [
      '/cases',
      '/cases/',
      '/cases/1/dossier',
      '/CASES/1',
      '/api/cases/1',
      '/cases//',
      '/',
    ]) {
      expect(matchPath('/cases/{caseId}', path), path).toBeUndefined();
    }
  });

  test('compares decoded segments, and takes a stray % as it stands', () => {
    expect(matchPath('/案件/{caseId}', '/%E6%A1%88%E4%BB%B6/a%2Fb')).toEqual({ caseId: 'a/b' });
    expect(matchPath('/cases/{caseId}', '/%63ases/100%')).toEqual({ caseId: '100%' });
  });
});

test('fillPath gives back the address that was matched', () => {
  for (const caseId of ['123', 'a/b', '民初 1', '100%', '../x']) {
    const path = fillPath('/cases/{caseId}/dossier', { caseId });
    expect(matchPath('/cases/{caseId}/dossier', path)).toEqual({ caseId });
  }
});
