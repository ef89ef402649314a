import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { MATRIX } from '../../shared/access-matrix.ts';
import { accessDocument } from './document.ts';

const written = (): string => readFileSync(resolve(import.meta.dirname, '../../docs/access.md'), 'utf8');

it('docs/access.md is what the matrix says; node test/access-document/update.ts writes it', () => {
  expect(written()).toBe(accessDocument());
});

it('docs/access.md shows a permission that was planted', () => {
  const read = MATRIX['entry-content'].read as Record<string, string>;
  read.it = 'court';
  try {
    expect(accessDocument()).not.toBe(written());
  } finally {
    delete read.it;
  }
  expect(accessDocument()).toBe(written());
});
