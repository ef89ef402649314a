import type { Markup } from '../html.ts';
import { html } from '../html.ts';
import type { Crumb } from '../layout.ts';
import type { CourtCase } from '../types.ts';

export type CaseTab = 'info' | 'dossier' | 'log';

const TABS: { key: CaseTab; text: string; tail: string }[] = [
  { key: 'info', text: '基本信息', tail: '' },
  { key: 'dossier', text: '电子卷宗', tail: '/dossier' },
  { key: 'log', text: '流程日志', tail: '/log' },
];

export function caseTabs(item: CourtCase, active?: CaseTab): Markup {
  return html`<ul class="tabs">${TABS.map(
    ({ key, text, tail }) => html`
<li${key === active && html` class="on"`}><a href="/cases/${item.ajid}${tail}">${text}</a></li>`,
  )}
</ul>`;
}

export function caseCrumbs(item: CourtCase, last?: string): Crumb[] {
  const start: Crumb[] = [{ text: '案件管理' }, { text: '案件列表', href: '/cases' }];
  if (!last) return [...start, { text: item.number }];
  return [...start, { text: item.number, href: `/cases/${item.ajid}` }, { text: last }];
}
