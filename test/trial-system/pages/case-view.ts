import { readFileSync } from 'node:fs';
import { html, Markup } from '../html.ts';
import type { Store } from '../store.ts';
import type { CourtCase, MeetingKind, Person } from '../types.ts';
import { KIND_NAMES } from '../types.ts';
import type { App, System } from '../web.ts';
import { page } from '../web.ts';
import { caseCrumbs, caseTabs } from './case-parts.ts';

const SCRIPT = new Markup(readFileSync(new URL('../assets/case-page.js', import.meta.url), 'utf8'));

const NOTICES = new Map([
  ['tq', '提请成功，本案已列入会议议题。'],
  ['hyt', '合议庭变更已保存。'],
  ['sx', '延长审限申请已提交，等待审批。'],
]);

function fields(store: Store, item: CourtCase): Markup {
  const parties = item.parties.map(({ role, name }) => html`<li><i>${role}：</i>${name}</li>`);
  const agents = item.agents.map(
    ({ name, firm, actsFor }) => html`<p>${name}（${firm}）
<span class="grey">代理：${actsFor}</span></p>`,
  );
  const panel = item.panel.map(
    ({ login, role }) => html`<span class="hy" data-role="${role}">${store.nameOf(login)}</span>`,
  );
  return html`<table class="info" id="ajxx">
<tr><td class="lbl">案号</td><td id="ah">${item.number}</td><td class="lbl">案由</td><td id="ay">${item.cause}</td></tr>
<tr><td class="lbl">当事人</td><td colspan="3"><ul class="dsr">${parties}</ul></td></tr>
<tr><td class="lbl">委托代理人</td><td colspan="3">${agents.length ? agents : '无'}</td></tr>
<tr><td class="lbl">承办法官</td><td>${store.nameOf(item.handler)}</td>
<td class="lbl">合议庭成员</td><td class="hyt">${panel}</td></tr>
<tr><td class="lbl">书记员</td><td>${store.nameOf(item.clerk)}</td>
<td class="lbl">审理阶段</td><td>${item.stage}</td></tr>
<tr><td class="lbl">立案日期</td><td>${item.filedOn}</td><td class="lbl">审限届满</td><td>${item.dueOn}</td></tr>
<tr><td class="lbl">状态</td><td colspan="3" id="tqzt">${store.submissionState(item)}</td></tr>
</table>`;
}

/** The two native forms: one with an id, the other, from an earlier release, with a name only. */
function submissionForm(item: CourtCase, kind: MeetingKind, csrf: string, done: boolean): Markup {
  const mark = kind === 'judges-conference' ? html` id="tqForm"` : html` name="tq_swh"`;
  return html`<form${mark} method="post" action="/cases/${item.ajid}/submission">
<input type="hidden" name="_csrf" value="${csrf}">
<input type="hidden" name="kind" value="${kind}">
事由：<input type="text" name="reason" size="22" maxlength="500">
<button type="submit" class="btn main"${done && html` disabled`}>提请${KIND_NAMES[kind]}</button>
</form>`;
}

function dialog(done: (kind: MeetingKind) => boolean): Markup {
  const radio = (kind: MeetingKind) =>
    html`<label><input type="radio" name="ks_kind" value="${kind}"${
      done(kind) && html` disabled`
    }> ${KIND_NAMES[kind]}</label>`;
  return html`<div id="ksmask" class="mask" style="display:none"></div>
<div id="ksdlg" class="dlg" style="display:none">
<div class="dlgtop">快速提请<a href="javascript:void(0)" onclick="guanbi()" title="关闭">×</a></div>
<table class="info">
<tr><td class="lbl">会议类型</td><td>${radio('judges-conference')} ${radio('adjudication-committee')}</td></tr>
<tr><td class="lbl">事由</td><td><textarea id="ks_reason" rows="5" maxlength="500"></textarea></td></tr>
</table>
<p class="err" id="ks_err"></p>
<div class="dlgbtn"><button type="button" class="btn main" id="ks_ok">确定</button>
<button type="button" class="btn" onclick="guanbi()">取消</button></div>
</div>`;
}

function actions(store: Store, item: CourtCase, user: Person, csrf: string): Markup {
  const done = (kind: MeetingKind) => store.submissionOf(item, kind) !== undefined;
  const onCase = store.isOnCase(item, user);
  return html`<div class="actbar">
${
  onCase &&
  html`<div class="line">
${submissionForm(item, 'judges-conference', csrf, done('judges-conference'))}
${submissionForm(item, 'adjudication-committee', csrf, done('adjudication-committee'))}
</div>`
}
<div class="line">
${onCase && html`<button type="button" class="btn" onclick="kstq()">快速提请…</button>`}
<button type="button" class="btn" onclick="window.print()">打印</button>
${onCase && html`<a class="btn" href="/cases/${item.ajid}/time-limit">延长审限申请</a>`}
${store.mayChangePanel(item, user) && html`<a class="btn" href="/cases/${item.ajid}/panel">变更合议庭</a>`}
<button type="button" class="btn" onclick="fanhui()">返回</button>
${
  onCase
    ? html`<span class="more"><a href="javascript:void(0)" onclick="gengduo(event)">更多 ▸ 提请</a>
<span id="gdcd" style="display:none"><a href="javascript:void(0)" onclick="tijiao('judges-conference')">专业法官会议</a>
<a href="javascript:void(0)" onclick="tijiao('adjudication-committee')">审判委员会</a></span></span>`
    : html`<span class="grey">您不是本案合议庭成员或书记员，仅可查阅。</span>`
}
</div>
</div>
${onCase && dialog(done)}`;
}

export function caseViewRoutes(app: App, { store }: System): void {
  app.get('/cases/:ajid', (c) => {
    const item = store.case(c.req.param('ajid'));
    const notice = NOTICES.get(c.req.query('msg') ?? '');
    const { csrf } = c.get('session');
    const body = html`${caseTabs(item, 'info')}
<div id="tip" class="tip"${!notice && html` style="display:none"`}>${notice}</div>
<input type="hidden" id="ajid" value="${item.ajid}">
<input type="hidden" id="csrf" value="${csrf}">
${fields(store, item)}
${actions(store, item, c.get('user'), csrf)}
<script>
${SCRIPT}</script>`;
    return page(c, { title: item.number, crumbs: caseCrumbs(item), body, menu: '/cases' });
  });
}
