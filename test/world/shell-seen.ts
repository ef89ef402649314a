/** What stands in the shell's closed root, as the browser's own tools see it; the page's scripts cannot. */
import type { Page } from 'playwright-core';
import type { Box } from './pixels.ts';

interface DomNode {
  nodeId: number;
  localName?: string;
  attributes?: string[];
  children?: DomNode[];
  shadowRoots?: DomNode[];
}

function* all(node: DomNode): Generator<DomNode> {
  yield node;
  for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) yield* all(child);
}

async function nodesOf(page: Page) {
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  return { session, nodes: [...all(root as DomNode)] };
}

const isDock = (node: DomNode): boolean =>
  node.localName === 'section' && (node.attributes ?? []).includes('dock');

/** Where the dock stands on the page. */
export async function dockBox(page: Page): Promise<Box> {
  const { session, nodes } = await nodesOf(page);
  const dock = nodes.find(isDock);
  if (!dock) throw new Error('no dock on the page');
  const { model } = await session.send('DOM.getBoxModel', { nodeId: dock.nodeId });
  const [left = 0, top = 0, , , right = 0, bottom = 0] = model.border;
  await session.detach();
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The computed style of what has the focus inside the shell. */
export async function focusedInShell(page: Page): Promise<Map<string, string> | undefined> {
  const { session, nodes } = await nodesOf(page);
  await session.send('CSS.enable');
  const root = nodes.find((node) => node.localName === 'liuhen-shell')?.shadowRoots?.[0];
  if (!root) return undefined;
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: ':focus' });
  if (nodeId === 0) return undefined;
  const { computedStyle } = await session.send('CSS.getComputedStyleForNode', { nodeId });
  await session.detach();
  return new Map(computedStyle.map(({ name, value }) => [name, value]));
}

export interface AxNode {
  role: string;
  name: string;
  expanded?: boolean;
}

/** The shell as it is told to a screen reader: every node inside it that has a role. */
export async function shellTree(page: Page): Promise<AxNode[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const region = nodes.find((node) => node.role?.value === 'region' && node.name?.value === '留痕');
  const found: AxNode[] = [];
  const walk = (id: string) => {
    const node = byId.get(id);
    if (!node) return;
    const expanded = node.properties?.find(({ name }) => name === 'expanded')?.value.value as
      | boolean
      | undefined;
    if (!node.ignored) {
      found.push({
        role: String(node.role?.value ?? ''),
        name: String(node.name?.value ?? ''),
        ...(expanded === undefined ? {} : { expanded }),
      });
    }
    for (const child of node.childIds ?? []) walk(child);
  };
  if (region) walk(region.nodeId);
  return found;
}

/** Contrast of the words on the shell's tab, which axe cannot look at. */
export async function tabContrast(page: Page): Promise<number> {
  const { session, nodes } = await nodesOf(page);
  await session.send('CSS.enable');
  const tab = nodes.find((node) => node.localName === 'button' && node.attributes?.includes('tab'));
  if (!tab) throw new Error('no tab in the shell');
  const { computedStyle } = await session.send('CSS.getComputedStyleForNode', { nodeId: tab.nodeId });
  await session.detach();
  const style = new Map(computedStyle.map(({ name, value }) => [name, value]));
  const [light = 0, dark = 0] = [style.get('color'), style.get('background-color')]
    .map((colour) => luminance(colour ?? ''))
    .sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const parts = (colour.match(/\d+(\.\d+)?/g) ?? []).slice(0, 3).map((part) => Number(part) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
