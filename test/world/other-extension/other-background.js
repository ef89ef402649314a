// Another extension with rights to the same pages, which wants to know and to do what ours does. No part of Liuhen.

const failed = (error) => `failed: ${String(error?.message ?? error)}`;

/** Everything it can think of from its background; what came of each, by name. */
const ATTEMPTS = {
  async sendMessage({ id, calls }) {
    return Promise.all(calls.map((call) => chrome.runtime.sendMessage(id, call).then(() => 'heard', failed)));
  },
  connect: ({ id }) =>
    new Promise((resolve) => {
      const port = chrome.runtime.connect(id, { name: 'panel' });
      port.onMessage.addListener(() => resolve('heard'));
      port.onDisconnect.addListener(() => resolve(failed(chrome.runtime.lastError)));
      port.postMessage({ call: 'me', args: [] });
    }),
  /** A script in every frame of the tab: which took it? */
  async inject({ tabId }) {
    const done = await chrome.scripting
      .executeScript({ target: { tabId, allFrames: true }, func: () => location.href })
      .catch(failed);
    return Array.isArray(done) ? done.map(({ result }) => result) : done;
  },
  async frames({ tabId }) {
    return (await chrome.webNavigation.getAllFrames({ tabId })).map(({ url }) => url);
  },
  tell: ({ tabId, message }) =>
    chrome.tabs.sendMessage(tabId, message, { frameId: 0 }).then((answer) => answer ?? 'nobody', failed),
  files: ({ id, names }) =>
    Promise.all(
      names.map((name) =>
        fetch(`chrome-extension://${id}/${name}`).then(({ status }) => String(status), failed),
      ),
    ),
  sidecar: ({ url, init }) =>
    fetch(url, init).then(
      ({ status, headers }) => `${status} ${headers.get('access-control-allow-origin')}`,
      failed,
    ),
  storage: async () =>
    Object.keys({ ...(await chrome.storage.local.get(null)), ...(await chrome.storage.session.get(null)) }),
};

chrome.runtime.onMessage.addListener(({ attempt, with: given }, sender, answer) => {
  Promise.resolve(ATTEMPTS[attempt]({ tabId: sender.tab.id, ...given })).then(answer, (error) =>
    answer(failed(error)),
  );
  return true;
});
