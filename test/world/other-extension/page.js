// The other extension's script on the page. It can do what no script of the page can: open a closed shadow root.

const shellOf = () => document.querySelector('liuhen-shell');
const rootOf = () => chrome.dom.openOrClosedShadowRoot(shellOf());

const ON_PAGE = {
  /** What stands in our closed root. */
  spy: () => ({
    frame: rootOf().querySelector('iframe')?.src ?? '',
    inside: rootOf().querySelector('iframe')?.contentDocument === null ? 'closed' : 'open',
    buttons: rootOf().querySelectorAll('button').length,
  }),
  press() {
    for (const node of rootOf().querySelectorAll('*')) {
      node.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
      node.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
      node.dispatchEvent(new Event('load'));
    }
    rootOf().querySelector('iframe')?.contentWindow.postMessage({ call: 'fileRecord' }, '*');
    return 'pressed';
  },
  style({ css }) {
    rootOf().querySelector('.dock').style.cssText += css;
    return rootOf().querySelector('.dock').style.cssText;
  },
  /** A panel of its own, beside ours, under the address it has seen. */
  frame: ({ src }) =>
    new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.id = 'forged';
      frame.onload = () => resolve('loaded');
      frame.onerror = () => resolve('refused');
      frame.src = src;
      document.body.append(frame);
    }),
};

// Told by the test through the page, which is as hostile; the answer lies on the page as well.
document.addEventListener('other:do', async ({ detail }) => {
  const { attempt, with: given, ticket } = JSON.parse(detail);
  let came;
  try {
    came = Object.hasOwn(ON_PAGE, attempt)
      ? await ON_PAGE[attempt](given)
      : await chrome.runtime.sendMessage({ attempt, with: given });
  } catch (error) {
    came = `failed: ${error.message}`;
  }
  document.dispatchEvent(new CustomEvent(`other:${ticket}`, { detail: JSON.stringify(came ?? null) }));
});
document.documentElement.dataset.other = 'here';
