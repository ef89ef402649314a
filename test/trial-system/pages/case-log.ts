import { html } from '../html.ts';
import { timestamp } from '../time.ts';
import type { App, System } from '../web.ts';
import { page } from '../web.ts';
import { caseCrumbs, caseTabs } from './case-parts.ts';

export function caseLogRoutes(app: App, { store }: System): void {
  app.get('/cases/:ajid/log', (c) => {
    const item = store.case(c.req.param('ajid'));
    const body = html`${caseTabs(item, 'log')}
<table class="list" id="lcrz">
<thead><tr><th width="50">序号</th><th width="160">时间</th><th width="90">操作人</th><th width="150">操作</th>
<th>内容</th></tr></thead>
<tbody>
${item.log.map(
  ({ time, by, action, detail }, index) => html`<tr><td class="c">${index + 1}</td>
<td class="c">${timestamp(time)}</td><td class="c">${by || '系统'}</td><td class="c">${action}</td>
<td>${detail}</td></tr>
`,
)}</tbody>
</table>`;
    return page(c, {
      title: `流程日志 ${item.number}`,
      crumbs: caseCrumbs(item, '流程日志'),
      body,
      menu: '/cases',
    });
  });
}
