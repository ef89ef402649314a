import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';

const KEY = 'largeType';

/** The large-type switch: one setting for all pages of the extension on this computer. */
export function useLargeType(): [boolean, () => void] {
  const [large, setLarge] = useState(false);
  useEffect(() => {
    browser.storage.local.get(KEY).then(
      (kept) => setLarge(kept[KEY] === true),
      // Without the setting the page reads at its usual size.
      () => undefined,
    );
  }, []);
  useEffect(() => {
    if (large) document.documentElement.dataset.type = 'large';
    else delete document.documentElement.dataset.type;
  }, [large]);
  const turn = () => {
    setLarge(!large);
    browser.storage.local.set({ [KEY]: !large }).catch(() => undefined);
  };
  return [large, turn];
}
