import { html } from '../html.ts';
import { timestamp } from '../time.ts';
import type { App, System } from '../web.ts';
import { page } from '../web.ts';

const SHOWN = 200;

export function requestRoutes(app: App, { store, requests }: System): void {
  app.get('/admin/requests', (c) => {
    const first = Math.max(0, requests.length - SHOWN);
    const rows = requests
      .slice(first)
      .map(
        (entry, index) => html`<tr><td class="c">${first + index + 1}</td>
<td class="c nw">${timestamp(entry.time)}.${entry.time.slice(20, 23)}</td><td class="c">${entry.method}</td>
<td>${entry.path}${entry.query}</td><td class="c nw">${entry.user === null ? '—' : store.nameOf(entry.user)}</td>
<td class="c">${entry.status ?? '—'}</td><td class="r">${entry.bodyBytes}</td></tr>
`,
      )
      .reverse();
    const body = html`<p class="grey pad">共 ${requests.length} 条，显示最近 ${requests.length - first} 条（新的在前）</p>
<table class="list" id="fwrz">
<thead><tr><th width="50">序号</th><th width="170">到达时间</th><th width="70">方法</th><th>地址</th><th width="80">用户</th>
<th width="60">状态码</th><th width="100">正文字节数</th></tr></thead>
<tbody>
${rows}</tbody>
</table>`;
    const crumbs = [{ text: '系统管理' }, { text: '访问日志' }];
    return page(c, { title: '访问日志', crumbs, body, menu: '/admin/requests' });
  });
}
