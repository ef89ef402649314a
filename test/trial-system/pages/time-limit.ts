import { html } from '../html.ts';
import type { Store } from '../store.ts';
import { Refusal } from '../store.ts';
import type { CourtCase, Person } from '../types.ts';
import type { App, System } from '../web.ts';
import { checkedForm, page, text } from '../web.ts';
import { caseCrumbs, caseTabs } from './case-parts.ts';

const TERMS = ['1个月', '3个月', '6个月'];

function requireOnCase(store: Store, item: CourtCase, user: Person): void {
  if (!store.isOnCase(item, user)) throw new Refusal(403, '您不是本案合议庭成员或书记员，不能申请延长审限。');
}

export function timeLimitRoutes(app: App, { store }: System): void {
  app.get('/cases/:ajid/time-limit', (c) => {
    const item = store.case(c.req.param('ajid'));
    requireOnCase(store, item, c.get('user'));
    const body = html`${caseTabs(item)}
<form method="post" action="/cases/${item.ajid}/time-limit">
<input type="hidden" name="_csrf" value="${c.get('session').csrf}">
<table class="info">
<tr><td class="lbl">案号</td><td>${item.number}</td><td class="lbl">现审限届满</td><td>${item.dueOn}</td></tr>
<tr><td class="lbl">申请延长</td><td colspan="3"><select name="term">${TERMS.map(
      (term) => html`<option>${term}</option>`,
    )}</select></td></tr>
<tr><td class="lbl">延长理由</td><td colspan="3"><textarea name="reason" rows="4" cols="80" maxlength="500" required>
</textarea></td></tr>
</table>
<p class="pad"><button type="submit" class="btn main">提交</button>
<a class="btn" href="/cases/${item.ajid}">返回</a></p>
</form>`;
    const crumbs = caseCrumbs(item, '延长审限申请');
    return page(c, { title: `延长审限申请 ${item.number}`, crumbs, body, menu: '/cases' });
  });

  app.post('/cases/:ajid/time-limit', async (c) => {
    const item = store.case(c.req.param('ajid'));
    const fields = await checkedForm(c);
    requireOnCase(store, item, c.get('user'));
    const term = text(fields, 'term');
    const reason = text(fields, 'reason');
    if (!TERMS.includes(term)) throw new Refusal(400, '请选择延长期限。');
    if (reason === '' || reason.length > 500) throw new Refusal(400, '请填写延长理由（500字以内）。');
    store.note(item, c.get('user'), '延长审限申请', `申请延长${term}；理由：${reason}`);
    return c.redirect(`/cases/${item.ajid}?msg=sx`, 303);
  });
}
