/**
 * Tells when the page's address has changed without a new document. Nothing of the page is patched: the
 * Navigation API tells of every committed change, and where it is missing the two old events tell of most.
 */
export function onRoute(changed: () => void, signal: AbortSignal): void {
  const navigation = 'navigation' in window ? window.navigation : undefined;
  if (navigation) {
    // A route whose handler failed has its address all the same.
    for (const type of ['navigatesuccess', 'navigateerror']) {
      navigation.addEventListener(type, changed, { signal });
    }
    return;
  }
  for (const type of ['popstate', 'hashchange']) window.addEventListener(type, changed, { signal });
}
