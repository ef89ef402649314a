import { expect, test } from 'vitest';
import { native } from './native.ts';

class Form {
  #fields = ['a', 'b'];
  get length() {
    return this.#fields.length;
  }
  matches(selector: string) {
    return selector === this.#fields[0];
  }
}

test('a name that hides a property is passed over; what is asked is still of that very node', () => {
  const form = new Form();
  for (const name of ['length', 'matches']) Object.defineProperty(form, name, { value: 'a field' });
  expect(form.matches).toBe('a field');
  expect(native(form, 'length')).toBe(2);
  expect(native(form, 'matches')('a')).toBe(true);
});
