import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import type { GatedControl } from '../../shared/host-profile.ts';
import { gateTarget, meetingMeant, needsPerson } from './gate-target.ts';

const values = { jc: 'judges-conference', ac: 'adjudication-committee' } as const;
const CONTROLS: GatedControl[] = [
  { selector: 'form.send', meeting: { valueOf: '[name=kind]', values } },
  { selector: '#ok', meeting: { valueOf: 'input[name=choice]', values } },
  { selector: '[[broken', meeting: 'judges-conference' },
  { selector: '.menu a, div.key', meeting: 'judges-conference' },
];

const { document } = parseHTML(`<html><body>
<form class="send" id="f1"><input type="hidden" name="kind" value="ac"><input id="text"><button id="submit"><b id="inner">go</b></button>
<button type="button" id="plain">x</button><button type="reset" id="reset">x</button></form>
<form class="send" id="f2"><select name="kind"><option value="jc" selected>1</option></select><input type="submit" id="submit2"></form>
<button id="outside" form="f1">send</button>
<input type="radio" name="choice" value="jc"><input type="radio" name="choice" value="ac" checked>
<button id="ok" type="button"><svg id="icon"></svg></button>
<div class="menu"><a id="link" href="javascript:void(0)">a</a><a id="script" href="javascript:send(1)">a</a></div>
<div class="key" id="key" tabindex="0"></div><a id="other" href="/">x</a>
</body></html>`);

const by = (id: string) => document.getElementById(id) as unknown as HTMLElement;
// linkedom knows no form owners.
for (const [id, form] of [
  ['submit', 'f1'],
  ['plain', 'f1'],
  ['reset', 'f1'],
  ['submit2', 'f2'],
  ['outside', 'f1'],
] as const) {
  Object.defineProperty(by(id), 'form', { value: by(form) });
}

Object.defineProperty(document.querySelector('[checked]'), 'checked', { value: true });

function event(type: string, id: string, more: object = {}): Event {
  const path: unknown[] = [];
  for (let node: Node | null = by(id); node; node = node.parentNode) path.push(node);
  return { type, composedPath: () => path, isComposing: false, ...more } as unknown as Event;
}
const hit = (type: string, id: string, more?: object) => gateTarget(event(type, id, more), CONTROLS);

test('clicks on a gated form: its submit buttons only', () => {
  expect(hit('click', 'inner')).toMatchObject({
    control: by('f1'),
    action: { do: 'click', on: by('submit') },
  });
  expect(hit('click', 'outside')?.control).toBe(by('f1'));
  expect(hit('click', 'submit2')?.control).toBe(by('f2'));
  for (const id of ['text', 'plain', 'reset', 'f1', 'other']) expect(hit('click', id), id).toBeUndefined();
});

test('submits of a gated form, and through a gated button', () => {
  expect(hit('submit', 'f1')).toMatchObject({ control: by('f1'), action: { do: 'submit', submitter: null } });
  expect(
    gateTarget(event('submit', 'f1', { submitter: by('ok') }), [CONTROLS[1] as GatedControl])?.control,
  ).toBe(by('ok'));
});

test('clicks inside a gated button are done again where they were', () => {
  const target = hit('click', 'icon');
  expect(target?.control).toBe(by('ok'));
  expect(hit('auxclick', 'link')?.control).toBe(by('link'));
});

test('keys only where the browser makes no click of them, and not while a character is chosen', () => {
  expect(hit('keydown', 'key', { key: 'Enter' })?.control).toBe(by('key'));
  expect(hit('keydown', 'key', { key: ' ' })?.control).toBe(by('key'));
  expect(hit('keydown', 'key', { key: 'Enter', isComposing: true })).toBeUndefined();
  expect(hit('keydown', 'key', { key: 'a' })).toBeUndefined();
  for (const id of ['ok', 'link', 'text']) expect(hit('keydown', id, { key: 'Enter' }), id).toBeUndefined();
});

test('which meeting: fixed, or by the field of its own form, or by what is chosen on the page', () => {
  const meant = (id: string) => {
    const target = hit('click', id);
    return target && meetingMeant(target, document as unknown as ParentNode);
  };
  expect(meant('submit')).toEqual({ meeting: 'adjudication-committee' });
  expect(meant('submit2')).toEqual({ meeting: 'judges-conference' });
  expect(meant('ok')).toEqual({ meeting: 'adjudication-committee' });
  expect(meant('link')).toEqual({ meeting: 'judges-conference' });
  const [form] = CONTROLS;
  const lost = { ...form, meeting: { valueOf: '#nowhere', values } } as GatedControl;
  const other = { ...form, meeting: { valueOf: '#text', values } } as GatedControl;
  const of = (gated: GatedControl) => {
    const target = gateTarget(event('click', 'submit'), [gated]);
    return target && meetingMeant(target, document as unknown as ParentNode);
  };
  expect(of(lost)).toEqual({ meeting: undefined, missing: true });
  expect(of(other)).toEqual({ meeting: undefined, missing: false });
});

test('addresses that only a person may run', () => {
  const needs = (id: string) => {
    const target = hit('click', id);
    return target && needsPerson(target);
  };
  expect(needs('link')).toBe(false);
  expect(needs('script')).toBe(true);
  expect(needs('submit')).toBe(false);
  by('f2').setAttribute('action', 'javascript:save()');
  expect(needs('submit2')).toBe(true);
});
