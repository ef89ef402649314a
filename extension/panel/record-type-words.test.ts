import { expect, test, vi } from 'vitest';
import { RECORD_TYPES } from '../../sidecar/records/all.ts';
import { recordTypeWords } from './record-type-words.ts';

vi.mock('#i18n', () => ({ i18n: { t: (name: string) => name } }));

test.each(RECORD_TYPES.map(({ type }) => type))('%s has a word of its own', (type) => {
  expect(recordTypeWords(type)).not.toBe(recordTypeWords('none'));
});
