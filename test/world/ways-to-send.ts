/** The ten ways in which a case page may send a case to a meeting: its own, and those of other trial systems. */
import type { Page } from 'playwright-core';

export interface Way {
  name: string;
  /** Sends, as a person or as the page's own script would; does not wait for what comes of it. */
  send(page: Page): Promise<void>;
}

const FORM = 'form[name=tq_swh]';

/** In the page's own world, as its own script: what it starts is not waited for. */
const byPage = (script: string) => async (page: Page) => {
  await page.evaluate(`setTimeout(() => { ${script} }); undefined`);
};
const API_BODY = `JSON.stringify({ kind: 'adjudication-committee', reason: '' })`;
const API_PATH = `'/api' + location.pathname + '/submissions'`;
const TOKEN = `document.querySelector('#csrf').value`;

/** Puts a control on the page and presses it as a person does. */
const pressing = (html: string, into: string) => async (page: Page) => {
  await page.evaluate(
    ([markup, place]) =>
      document.querySelector(place as string)?.insertAdjacentHTML('beforeend', markup as string),
    [html, into],
  );
  await page.evaluate(() => {
    const menu = document.querySelector<HTMLElement>('#gdcd');
    if (menu) menu.style.display = '';
  });
  await page.locator('#added').click({ noWaitAfter: true });
};

export const WAYS: Way[] = [
  {
    name: 'native submit button',
    send: (page) => page.locator(`${FORM} button`).click({ noWaitAfter: true }),
  },
  {
    name: 'Enter in a text field',
    send: (page) => page.locator(`${FORM} input[name=reason]`).press('Enter', { noWaitAfter: true }),
  },
  {
    name: 'listed button, inline form.submit()',
    send: pressing(
      `<a id="added" href="javascript:void(0)" onclick="document.querySelector('${FORM}').submit() /* 'adjudication-committee' */">提请</a>`,
      '#gdcd',
    ),
  },
  {
    name: 'listed button, click handler does fetch',
    async send(page) {
      await page.getByRole('button', { name: /快速提请/ }).click();
      await page.locator('input[name=ks_kind][value=adjudication-committee]').check();
      await page.locator('#ks_ok').click({ noWaitAfter: true });
    },
  },
  {
    name: 'requestSubmit() by page code',
    send: byPage(`document.querySelector('${FORM}').requestSubmit()`),
  },
  {
    name: 'unlisted button, timer, form.submit()',
    send: pressing(
      `<button type="button" id="added" onclick="setTimeout(() => document.querySelector('${FORM}').submit(), 50)">办理</button>`,
      '.actbar',
    ),
  },
  { name: 'form.submit() by page code', send: byPage(`document.querySelector('${FORM}').submit()`) },
  {
    name: 'fetch by page code',
    send: byPage(
      `fetch(${API_PATH}, { method: 'POST', body: ${API_BODY},
         headers: { 'content-type': 'application/json', 'X-CSRF-Token': ${TOKEN} } }).catch(() => {})`,
    ),
  },
  {
    name: 'XMLHttpRequest by page code',
    send: byPage(
      `const x = new XMLHttpRequest(); x.open('POST', ${API_PATH});
       x.setRequestHeader('content-type', 'application/json'); x.setRequestHeader('X-CSRF-Token', ${TOKEN});
       x.send(${API_BODY})`,
    ),
  },
  {
    name: 'sendBeacon by page code',
    send: byPage(
      `navigator.sendBeacon(location.pathname + '/submission',
         new URLSearchParams({ _csrf: ${TOKEN}, kind: 'adjudication-committee', reason: '' }))`,
    ),
  },
];
