import type { Markup } from '../html.ts';
import { html } from '../html.ts';
import type { Store } from '../store.ts';
import type { CourtCase, Person } from '../types.ts';
import { KIND_NAMES } from '../types.ts';
import type { App, System } from '../web.ts';
import { page } from '../web.ts';

const PAGE_SIZE = 10;

interface Filter {
  q: string;
  stage: string;
  tq: string;
  scope: string;
}

function matches(store: Store, item: CourtCase, filter: Filter, person: Person): boolean {
  if (filter.scope === 'handling' && item.handler !== person.login) return false;
  if (filter.scope === 'mine' && !store.isOnCase(item, person)) return false;
  if (filter.stage && item.stage !== filter.stage) return false;
  if (filter.tq === '1' && item.submissions.length === 0) return false;
  if (filter.tq === '0' && item.submissions.length > 0) return false;
  if (!filter.q) return true;
  const judges = item.panel.map(({ login }) => store.nameOf(login));
  const parties = item.parties.map(({ name }) => name);
  return [item.number, item.cause, ...judges, ...parties].some((value) => value.includes(filter.q));
}

function address(filter: Filter, number: number): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value);
  if (number > 1) query.set('page', String(number));
  const tail = query.toString();
  return tail ? `/cases?${tail}` : '/cases';
}

function partiesInShort(item: CourtCase): string {
  const names = item.parties.map(({ name }) => name);
  return names.length > 3 ? `${names.slice(0, 3).join('、')}等${names.length}人` : names.join('、');
}

function row(store: Store, item: CourtCase, index: number): Markup {
  const presiding = item.panel.find(({ role }) => role === '审判长');
  const kinds = item.submissions.map(({ kind }) => KIND_NAMES[kind]).join('、');
  return html`<tr>
<td class="c">${index}</td>
<td class="nw"><a href="/cases/${item.ajid}">${item.number}</a></td>
<td>${item.cause}</td>
<td class="cut" title="${item.parties.map(({ name }) => name).join('、')}">${partiesInShort(item)}</td>
<td class="c nw">${store.nameOf(item.handler)}</td>
<td class="c nw">${presiding ? store.nameOf(presiding.login) : '（独任）'}</td>
<td class="c nw">${store.nameOf(item.clerk)}</td>
<td class="c nw">${item.stage}</td>
<td class="c nw">${item.filedOn}</td>
<td class="c nw">${item.dueOn}</td>
<td class="c">${kinds ? html`<span class="blue">已提请</span> ${kinds}` : '未提请'}</td>
</tr>`;
}

function option(value: string, label: string, chosen: string): Markup {
  return html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`;
}

function filterBox(filter: Filter, stages: string[]): Markup {
  return html`<form method="get" action="/cases" class="qbox">
<input type="hidden" name="scope" value="${filter.scope}">
<label>案号/案由/当事人/法官：<input type="text" name="q" size="26" value="${filter.q}"></label>
<label>审理阶段：<select name="stage">${option('', '全部', filter.stage)}
${stages.map((stage) => option(stage, stage, filter.stage))}</select></label>
<label>提请状态：<select name="tq">${option('', '全部', filter.tq)}${option('0', '未提请', filter.tq)}
${option('1', '已提请', filter.tq)}</select></label>
<button type="submit" class="btn main">查询</button>
<a href="/cases" class="btn">重置</a>
</form>`;
}

function pager(filter: Filter, current: number, pages: number, total: number): Markup {
  const link = (number: number, label: string) =>
    number < 1 || number > pages || number === current
      ? html`<span class="off">${label}</span> `
      : html`<a href="${address(filter, number)}">${label}</a> `;
  return html`<div class="pager">共 ${total} 条，每页 ${PAGE_SIZE} 条，第 ${current}/${pages} 页
${link(1, '首页')}${link(current - 1, '上一页')}${link(current + 1, '下一页')}${link(pages, '末页')}</div>`;
}

export function caseListRoutes(app: App, { store }: System): void {
  app.get('/', (c) => c.redirect('/cases', 302));

  app.get('/cases', (c) => {
    const filter: Filter = {
      q: (c.req.query('q') ?? '').trim(),
      stage: c.req.query('stage') ?? '',
      tq: c.req.query('tq') ?? '',
      scope: c.req.query('scope') ?? '',
    };
    const all = [...store.cases.values()];
    const stages = [...new Set(all.map(({ stage }) => stage))];
    const found = all.filter((item) => matches(store, item, filter, c.get('user')));
    const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
    const current = Math.min(pages, Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1));
    const start = (current - 1) * PAGE_SIZE;
    const shown = found.slice(start, start + PAGE_SIZE);
    const body = html`${filterBox(filter, stages)}
<table class="list" id="ajlist">
<thead><tr><th>序号</th><th>案号</th><th>案由</th><th>当事人</th><th>承办法官</th><th>审判长</th><th>书记员</th>
<th>审理阶段</th><th>立案日期</th><th>审限届满</th><th>提请状态</th></tr></thead>
<tbody>
${shown.map((item, index) => row(store, item, start + index + 1))}
${shown.length === 0 && html`<tr><td colspan="11" class="none">没有符合条件的案件</td></tr>`}
</tbody>
</table>
${pager(filter, current, pages, found.length)}`;
    const plain = address({ ...filter, q: '', stage: '' }, 1);
    return page(c, {
      title: '案件列表',
      crumbs: [{ text: '案件管理' }, { text: '案件列表' }],
      body,
      menu: plain,
    });
  });
}
