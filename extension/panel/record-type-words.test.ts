import { expect, test, vi } from 'vitest';
import { RECORD_TYPES } from '../../sidecar/records/all.ts';
import { recordTypeWords } from './record-type-words.ts';

vi.mock('#i18n', () => ({ i18n: { t: (name: string) => name } }));

const [named, unnamed] = [
  RECORD_TYPES.filter(({ aside }) => !aside),
  RECORD_TYPES.filter(({ aside }) => aside),
];

test.each(named.map(({ type }) => type))('%s has a word of its own', (type) => {
  expect(recordTypeWords(type)).not.toBe(recordTypeWords('none'));
});

test.each(unnamed.map(({ type }) => type))('%s has none: over the queue nobody learns what waits', (type) => {
  expect(recordTypeWords(type)).toBe(recordTypeWords('none'));
});
