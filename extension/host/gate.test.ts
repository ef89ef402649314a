import { parseHTML } from 'linkedom';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { GatedControl } from '../../shared/host-profile.ts';
import { type GateKeeper, keepGate } from './gate.ts';

let listeners: Map<string, (event: Event) => void>;
let time: number;
let clicks: number;
let link: HTMLElement;
let script: HTMLElement;
let answers: ((verdict: 'pass' | 'hold') => void)[];
let keeper: GateKeeper;
let askedBy: ('person' | 'page')[];
let active: boolean;
const controls: GatedControl[] = [{ selector: 'a:not(.done)', meeting: 'judges-conference' }];

beforeEach(() => {
  const { document } = parseHTML(
    '<html><body><a id="link">1</a><a id="script" href="javascript:send()">2</a></body></html>',
  );
  listeners = new Map();
  time = 0;
  clicks = 0;
  answers = [];
  askedBy = [];
  active = false;
  vi.stubGlobal('navigator', {
    userActivation: {
      get isActive() {
        return active;
      },
    },
  });
  vi.stubGlobal('document', document);
  vi.stubGlobal('window', {
    addEventListener: (type: string, hear: () => void) => listeners.set(type, hear),
  });
  link = document.getElementById('link') as unknown as HTMLElement;
  script = document.getElementById('script') as unknown as HTMLElement;
  link.click = () => {
    if (!use(link).held) clicks += 1;
  };
  keeper = {
    controls: () => controls,
    ask: (_, byPerson) => {
      askedBy.push(byPerson ? 'person' : 'page');
      return new Promise((resolve) => answers.push(resolve));
    },
    clickAgain: vi.fn(),
    meetingMissing: vi.fn(),
  };
  keepGate(keeper, new AbortController().signal, () => time);
});
afterEach(() => vi.unstubAllGlobals());

function use(on: HTMLElement, isTrusted = true, type = 'click') {
  const state = { held: false };
  const event = {
    type,
    isTrusted,
    composedPath: () => [on],
    preventDefault() {},
    stopImmediatePropagation() {
      state.held = true;
    },
  };
  listeners.get(type)?.(event as unknown as Event);
  return state;
}
const answer = async (verdict: 'pass' | 'hold') => {
  answers.shift()?.(verdict);
  await Promise.resolve();
};

test('held, asked once however often it is pressed, and done again exactly once', async () => {
  expect(use(link).held).toBe(true);
  expect(use(link).held).toBe(true);
  expect(answers).toHaveLength(1);
  await answer('pass');
  expect(clicks).toBe(1);
  expect(answers).toHaveLength(0);
  expect(use(link).held).toBe(true);
  await answer('hold');
  expect(clicks).toBe(1);
  expect(keeper.clickAgain).not.toHaveBeenCalled();
});

test.each<[string, () => void]>([
  [
    'too late',
    () => {
      time += 5_001;
    },
  ],
  ['gone from the page', () => link.remove()],
  ['no longer what the profile means', () => link.setAttribute('class', 'done')],
])('not done again when %s', async (_, change) => {
  use(link);
  change();
  await answer('pass');
  expect(clicks).toBe(0);
  expect(keeper.clickAgain).toHaveBeenCalledOnce();
});

test("a javascript: address is left to the person's next click, once", async () => {
  use(script);
  await answer('pass');
  expect(keeper.clickAgain).toHaveBeenCalledOnce();
  expect(use(script, false).held).toBe(true);
  await answer('hold');
  expect(use(script).held).toBe(false);
  time += 501;
  expect(use(script).held).toBe(true);
});

test('what the page does by itself is held and told apart, and not asked more often than every three seconds', async () => {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    expect(use(link, false).held).toBe(true);
    await answer('hold');
  }
  expect(askedBy).toEqual(['page']);
  // A person is never made to wait for it.
  expect(use(link).held).toBe(true);
  await answer('hold');
  expect(askedBy).toEqual(['page', 'person']);
  time += 3_000;
  use(link, false);
  await answer('hold');
  // A handler of the page's that goes on after a person's click.
  active = true;
  use(link, false);
  await answer('hold');
  expect(askedBy).toEqual(['page', 'person', 'page', 'person']);
});
