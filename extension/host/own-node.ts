/** Nodes of ours on the host's page: each with its own closed shadow root, so that neither style reaches the other. */
import { native } from './native.ts';

/** `tag` has a hyphen: only such elements, undefined as they are, may bear a shadow root and nobody's styles. */
export function ownNode(tag: string, style: string): { host: HTMLElement; root: ShadowRoot } {
  const host = native(document, 'createElement')(tag);
  const root = host.attachShadow({ mode: 'closed' });
  // A constructed sheet is not asked for by the page's content security policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  return { host, root };
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = native(document, 'createElement')(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
