import { expect, test } from 'vitest';
import { createProviderMemory } from './provider-memory.ts';

test('what is kept ends, and each kind has a limit', async () => {
  let time = 0;
  const create = createProviderMemory(() => time, 3);
  const codes = create('AuthorizationCode');
  await codes.upsert('1', { grantId: 'g' }, 60);
  time = 59_999;
  expect(await codes.find('1')).toEqual({ grantId: 'g' });
  time = 60_000;
  expect(await codes.find('1')).toBeUndefined();

  for (const id of ['2', '3', '4', '5']) await codes.upsert(id, { grantId: id }, 60);
  expect(await codes.find('2')).toBeUndefined();
  expect(await codes.find('5')).toBeDefined();
  expect(await create('Interaction').find('5')).toBeUndefined();
});

test('a grant takes its codes with it', async () => {
  const create = createProviderMemory();
  const codes = create('AuthorizationCode');
  await codes.upsert('1', { grantId: 'g' }, 60);
  await codes.upsert('2', { grantId: 'h' }, 60);
  await codes.consume('2');
  await create('AuthorizationCode').revokeByGrantId('g');
  expect(await codes.find('1')).toBeUndefined();
  expect((await codes.find('2'))?.consumed).toBeTypeOf('number');
});
