/** A person with a keyboard and nothing else: where the focus is, whether it can be seen, and what is pressed. */
import type { Frame, Page } from 'playwright-core';
import { focusedInShell } from './shell-seen.ts';

export interface Focus {
  at: 'page' | 'shell' | 'panel';
  /** In the panel: what it is, by its own words and those of its group. */
  tag: string;
  type: string;
  name: string;
  words: string;
  value: string;
  checked: boolean;
  /** Why it cannot be seen that the focus is here; empty when it can. */
  unseen: string;
}

const NOWHERE = { tag: '', type: '', name: '', words: '', value: '', checked: false, unseen: '' };

/** Looks at the focused element, and that the one before it looks otherwise now that it is left. */
const LOOK = `(() => {
  const styleOf = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
    const ring = outlineStyle === 'none' || parseFloat(outlineWidth) < 2 ? 'no ring' : outlineColor + outlineWidth;
    return ring + ' ' + boxShadow;
  };
  const element = document.activeElement;
  const before = globalThis.seenFocus;
  let unseen = '';
  if (before && before.element !== element && before.element.isConnected && styleOf(before.element) === before.style)
    unseen = 'looks the same when left: ' + before.element.outerHTML.slice(0, 80);
  const style = styleOf(element);
  if (style === 'no ring none') unseen = 'no ring: ' + element.outerHTML.slice(0, 80);
  const box = element.getBoundingClientRect();
  if (box.bottom <= 0 || box.top >= innerHeight) unseen = 'out of sight: ' + element.outerHTML.slice(0, 80);
  globalThis.seenFocus = { element, style };
  const label = element.labels?.[0]?.textContent ?? element.getAttribute('aria-label') ?? element.textContent ?? '';
  const group = element.closest('fieldset')?.querySelector('legend')?.textContent ?? '';
  return {
    at: 'panel', tag: element.localName, type: element.type ?? '', name: element.name ?? '',
    words: (group + ' ' + label).trim(), value: element.value ?? '', checked: element.checked === true, unseen,
  };
})()`;

export async function focusOf(page: Page, panel: Frame): Promise<Focus> {
  const onShell = await page.evaluate(() => document.activeElement?.localName === 'liuhen-shell');
  if (!onShell) return { at: 'page', ...NOWHERE };
  if (await panel.evaluate(() => document.hasFocus())) return (await panel.evaluate(LOOK)) as Focus;
  const style = await focusedInShell(page);
  const ring =
    style?.get('outline-style') !== 'none' && Number.parseFloat(style?.get('outline-width') ?? '0') >= 2;
  return { at: 'shell', ...NOWHERE, unseen: ring ? '' : 'no ring in the shell' };
}

export class Keyboard {
  /** Presses that did something: Enter and space. */
  activations = 0;
  /** Stops at which the focus could not be seen. */
  unseen: string[] = [];
  readonly #page: Page;
  readonly #panel: Frame;

  constructor(page: Page, panel: Frame) {
    this.#page = page;
    this.#panel = panel;
  }

  async look(): Promise<Focus> {
    const focus = await focusOf(this.#page, this.#panel);
    if (focus.unseen !== '') this.unseen.push(focus.unseen);
    return focus;
  }

  /** Goes on with Tab (or back) until the focus is where it is wanted. */
  async tabTo(wanted: (focus: Focus) => boolean, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<Focus> {
    const passed: string[] = [];
    for (let stops = 0; stops < 90; stops += 1) {
      await this.#page.keyboard.press(key);
      const focus = await this.look();
      if (wanted(focus)) return focus;
      passed.push(`${focus.at} ${focus.words.slice(0, 12)}`);
    }
    throw new Error(`not reached by ${key}; passed ${passed.join(', ')}`);
  }

  /** A button that signs is ready half a second after it has come in sight; nobody who reads is faster. */
  async activate(key: 'Enter' | 'Space'): Promise<void> {
    await this.#panel.waitForFunction(() => document.activeElement?.getAttribute('aria-disabled') !== 'true');
    this.activations += 1;
    await this.#page.keyboard.press(key);
  }

  press(key: string): Promise<void> {
    return this.#page.keyboard.press(key);
  }

  type(text: string): Promise<void> {
    return this.#page.keyboard.type(text);
  }
}

/** Fills the entry form from its first field to the signature; each field is answered where Tab finds it. */
export async function fillByKeyboard(keyboard: Keyboard): Promise<void> {
  const answered = new Set<string>();
  const answers: [RegExp, (focus: Focus) => Promise<void>][] = [
    [/^类别/, () => keyboard.activate('Space')],
    [/^诉讼环节/, async () => {}],
    [/^姓名/, () => keyboard.type('刘某某')],
    [/^(单位类别|身份类别|与当事人的关系|方式)/, () => keyboard.press('ArrowDown')],
    // Year, month, day, hour, minute: the field goes on by itself.
    [/^发生时间/, () => keyboard.type('202611180930')],
    [/^(发生地点|工作单位|职务)/, () => keyboard.type('办公室')],
    [/^具体内容/, () => keyboard.type('来电询问开庭时间，当场说明依法办理。')],
    [/^(行为情形|您怎样处理|是否在工作场所|在场人员|声明)/, () => keyboard.activate('Space')],
    // The second of two: the arrow chooses it.
    [/^是否影响办案/, () => keyboard.press('ArrowDown')],
  ];
  for (;;) {
    const focus = await keyboard.tabTo(({ at, tag }) => at === 'panel' && tag !== '');
    if (focus.tag === 'button' && focus.words === '签名提交') return;
    const answer = answers.find(([words]) => words.test(focus.words));
    if (!answer || focus.tag === 'button' || answered.has(answer[0].source + focus.words.slice(0, 5)))
      continue;
    answered.add(answer[0].source + focus.words.slice(0, 5));
    await answer[1](focus);
  }
}
