import { render, type VNode } from 'preact';
import { watchPointerAndKeys } from './plain-sight.ts';
import { language } from './words.ts';

/** Puts a page of the extension on screen, in the language of the browser. */
export function showPage(page: VNode): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  watchPointerAndKeys();
  const root = document.getElementById('root');
  if (root) render(page, root);
}
