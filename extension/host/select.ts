/** Selectors of a profile are data: one the browser cannot parse finds nothing, and so shows up as drift. */
import { native } from './native.ts';

export function selectAll(root: ParentNode, selector: string): Element[] {
  try {
    return [...native(root, 'querySelectorAll')(selector)];
  } catch {
    return [];
  }
}

export function matches(element: Element, selector: string): boolean {
  try {
    return native(element, 'matches')(selector);
  } catch {
    return false;
  }
}
