import { html } from '../html.ts';
import { Refusal } from '../store.ts';
import type { App, System } from '../web.ts';
import { checkedForm, page, text, texts } from '../web.ts';
import { caseCrumbs, caseTabs } from './case-parts.ts';

export function panelRoutes(app: App, { store }: System): void {
  app.get('/cases/:ajid/panel', (c) => {
    const item = store.case(c.req.param('ajid'));
    if (!store.mayChangePanel(item, c.get('user'))) {
      throw new Refusal(403, '只有立案庭或本案审判长可以变更合议庭。');
    }
    const rows = store.judges().map(({ login, name, department }) => {
      const seat = item.panel.find((member) => member.login === login);
      return html`<tr><td class="c"><input type="checkbox" name="hy" value="${login}"${seat && html` checked`}></td>
<td class="c">${name}</td><td class="c">${department}</td>
<td class="c"><input type="radio" name="spz" value="${login}"${seat?.role === '审判长' && html` checked`}></td>
<td class="c"><input type="radio" name="cbfg" value="${login}"${item.handler === login && html` checked`}></td></tr>
`;
    });
    const body = html`${caseTabs(item)}
<form method="post" action="/cases/${item.ajid}/panel">
<input type="hidden" name="_csrf" value="${c.get('session').csrf}">
<table class="list" id="hytb" style="width:640px">
<thead><tr><th width="60">选择</th><th>姓名</th><th>部门</th><th width="90">审判长</th><th width="90">承办法官</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
<p class="grey pad">合议庭组成人员应当为单数；只选一人的为独任审判。</p>
<p class="pad"><button type="submit" class="btn main">保存</button>
<a class="btn" href="/cases/${item.ajid}">返回</a></p>
</form>`;
    return page(c, {
      title: `变更合议庭 ${item.number}`,
      crumbs: caseCrumbs(item, '变更合议庭'),
      body,
      menu: '/cases',
    });
  });

  app.post('/cases/:ajid/panel', async (c) => {
    const item = store.case(c.req.param('ajid'));
    const fields = await checkedForm(c);
    store.changePanel(
      item.ajid,
      {
        members: texts(fields, 'hy'),
        presiding: text(fields, 'spz'),
        handler: text(fields, 'cbfg') || item.handler,
      },
      c.get('user'),
    );
    return c.redirect(`/cases/${item.ajid}?msg=hyt`, 303);
  });
}
