import { render, type VNode } from 'preact';
import { language } from './words.ts';

/** Puts a page of the extension on screen, in the language of the browser. */
export function showPage(page: VNode): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  const root = document.getElementById('root');
  if (root) render(page, root);
}
