import { expect, test } from 'vitest';
import { fileNameOf } from './save-file.ts';

test.each([
  ['通话记录截图.png', '通话记录截图.png'],
  // The end of the name is what it seems to be.
  ['来电\u202egnp.exe', '来电gnp.exe'],
  ['../../a:b?.txt', '.._.._a_b_.txt'],
  ['\u200b', 'file'],
])('%j is saved under %j', (name, saved) => {
  expect(fileNameOf(name)).toBe(saved);
});
