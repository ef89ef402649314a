/**
 * Which gated control an event uses, which meeting it would send the case to, and how the same action is done
 * again once it may pass.
 *
 *   selector finds a form      its submit events, and clicks on its submit buttons (a click comes first, and the
 *                              host's own click handlers must run again at the replay)
 *   selector finds another     clicks on it or inside it; submits made through it; Enter and space where the
 *   control                    browser would make no click of them
 */
import type { MeetingKind } from '../../shared/codes.ts';
import type { GatedControl } from '../../shared/host-profile.ts';
import { native } from './native.ts';
import { plain } from './plain-text.ts';
import { matches, selectAll } from './select.ts';

export interface GateTarget {
  gated: GatedControl;
  /** The element the profile's selector found. */
  control: Element;
  action:
    | { do: 'click'; on: HTMLElement }
    | { do: 'submit'; form: HTMLFormElement; submitter: HTMLElement | null };
}

type Button = HTMLButtonElement | HTMLInputElement;

/** What else an event passes, the document and the window, has no tag. */
const isElement = (target: EventTarget): target is Element =>
  typeof native(target as Element, 'tagName') === 'string';

const attributeOf = (element: Element | null, name: string): string | null | undefined =>
  element && native(element, 'getAttribute')(name);

const isForm = (element: Element): element is HTMLFormElement => native(element, 'tagName') === 'FORM';

export function isSubmitButton(element: Element): element is Button {
  const tagName = native(element, 'tagName');
  if (tagName !== 'BUTTON' && tagName !== 'INPUT') return false;
  const type = (element.getAttribute('type') ?? (tagName === 'BUTTON' ? 'submit' : 'text')).toLowerCase();
  // An unknown type makes a button a submit button, and an input a text field.
  return tagName === 'BUTTON' ? type !== 'button' && type !== 'reset' : type === 'submit' || type === 'image';
}

/** What the browser clicks by itself when Enter or space is pressed on it. */
const clicksByKey = (element: Element): boolean =>
  /^(BUTTON|INPUT|SELECT|TEXTAREA|SUMMARY)$/.test(element.tagName) ||
  (element.tagName === 'A' && element.hasAttribute('href'));

function clickTarget(path: Element[], controls: readonly GatedControl[]): GateTarget | undefined {
  const on = path[0] as HTMLElement | undefined;
  if (!on) return undefined;
  const button = path.find(isSubmitButton);
  for (const gated of controls) {
    for (const element of path) {
      // An icon of an SVG has no click() of its own.
      if (!isForm(element) && matches(element, gated.selector)) {
        const control = element as HTMLElement;
        return { gated, control, action: { do: 'click', on: typeof on.click === 'function' ? on : control } };
      }
    }
    const form = button?.form;
    if (button && form && matches(form, gated.selector)) {
      return { gated, control: form, action: { do: 'click', on: button } };
    }
  }
  return undefined;
}

export function gateTarget(event: Event, controls: readonly GatedControl[]): GateTarget | undefined {
  const path = event.composedPath().filter(isElement);
  if (event.type === 'click' || event.type === 'auxclick') return clickTarget(path, controls);
  if (event.type === 'submit') {
    const form = path[0];
    if (!form || !isForm(form)) return undefined;
    const submitter = (event as SubmitEvent).submitter ?? null;
    for (const gated of controls) {
      const control = [form, submitter].find((element) => element && matches(element, gated.selector));
      if (control) return { gated, control, action: { do: 'submit', form, submitter } };
    }
    return undefined;
  }
  const { key, isComposing } = event as KeyboardEvent;
  // Enter that ends the choice of a Chinese character is no use of a control.
  if ((key !== 'Enter' && key !== ' ') || isComposing) return undefined;
  const focused = path[0];
  if (!focused || clicksByKey(focused)) return undefined;
  const found = clickTarget([focused], controls);
  return found?.control === focused ? found : undefined;
}

/** The form whose fields say more about a control than the same fields elsewhere on the page. */
function formOf({ control, action }: Pick<GateTarget, 'control' | 'action'>): HTMLFormElement | null {
  if (isForm(control)) return control;
  return action.do === 'submit' ? action.form : native(control, 'closest')('form');
}

function chosenValue(fields: Element[]): string | undefined {
  const chosen = fields.find((field) => !isChoice(field) || (field as HTMLInputElement).checked);
  return chosen && plain((chosen as HTMLInputElement).value ?? chosen.textContent ?? '');
}

function isChoice(field: Element): boolean {
  return field.tagName === 'INPUT' && /^(radio|checkbox)$/i.test(field.getAttribute('type') ?? '');
}

/**
 * Whether the action runs an address of the kind `javascript:send()`, as old systems write them. The browser
 * does not let a script of an extension run one; only a person's own click does.
 */
export function needsPerson({ control, action }: GateTarget): boolean {
  const address =
    action.do === 'click' && !isSubmitButton(action.on)
      ? action.on.closest('a')?.getAttribute('href')
      : attributeOf(formOf({ control, action }), 'action');
  const script = /^\s*javascript:(.*)$/is.exec(address ?? '')?.[1];
  // `javascript:void(0)` and `javascript:;` do nothing, the work is done by a click handler.
  return script !== undefined && !/^\s*(?:void\s*\(?\s*0\s*\)?)?\s*;?\s*$/i.test(script);
}

export type MeetingMeant =
  | { meeting: MeetingKind }
  /** Nothing is chosen yet, or something that is no meeting of ours: the host's own business. */
  | { meeting: undefined; missing: boolean };

export function meetingMeant(target: GateTarget, root: ParentNode): MeetingMeant {
  const { meeting } = target.gated;
  if (typeof meeting === 'string') return { meeting };
  const form = formOf(target);
  const near = form ? selectAll(form, meeting.valueOf) : [];
  const fields = near.length > 0 ? near : selectAll(root, meeting.valueOf);
  const value = chosenValue(fields);
  const meant =
    value !== undefined && Object.hasOwn(meeting.values, value) ? meeting.values[value] : undefined;
  return meant ? { meeting: meant } : { meeting: undefined, missing: fields.length === 0 };
}
