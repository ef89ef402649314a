import type { Markup } from '../html.ts';
import { html } from '../html.ts';
import type { Store } from '../store.ts';
import { minute, timestamp } from '../time.ts';
import type { AgendaItem, Meeting } from '../types.ts';
import { KIND_NAMES } from '../types.ts';
import type { App, System } from '../web.ts';
import { page } from '../web.ts';

function stateOf(meeting: Meeting): string {
  return meeting.open ? '征集议题中' : '已结束';
}

function agendaRow(store: Store, { ajid, time, status }: AgendaItem, index: number): Markup {
  const item = store.case(ajid);
  return html`<tr><td class="c">${index + 1}</td><td class="ah nw"><a href="/cases/${ajid}">${item.number}</a></td>
<td>${item.cause}</td><td class="c">${store.nameOf(item.handler)}</td><td class="c">${timestamp(time)}</td>
<td class="c">${status}</td></tr>
`;
}

function memberRow(store: Store, login: string, duty: string, index: number): Markup {
  const person = store.people.get(login);
  return html`<tr><td class="c">${index + 1}</td><td class="c xm">${store.nameOf(login)}</td>
<td class="c">${person?.department}</td><td>${person?.title}</td><td class="c">${duty}</td></tr>
`;
}

export function meetingRoutes(app: App, { store }: System): void {
  app.get('/meetings', (c) => {
    const all = [...store.meetings.values()];
    const body = html`<table class="list" id="hylist">
<thead><tr><th width="50">序号</th><th>会议名称</th><th width="120">会议类型</th><th width="140">会议时间</th>
<th>会议地点</th><th width="70">议题数</th><th width="100">状态</th></tr></thead>
<tbody>
${all.map(
  (meeting, index) => html`<tr><td class="c">${index + 1}</td>
<td><a href="/meetings/${meeting.id}">${meeting.title}</a></td><td class="c">${KIND_NAMES[meeting.kind]}</td>
<td class="c">${minute(meeting.time)}</td><td>${meeting.place}</td><td class="c">${meeting.agenda.length}</td>
<td class="c">${stateOf(meeting)}</td></tr>
`,
)}</tbody>
</table>`;
    const crumbs = [{ text: '会议管理' }, { text: '会议列表' }];
    return page(c, { title: '会议列表', crumbs, body, menu: '/meetings' });
  });

  app.get('/meetings/:id', (c) => {
    const meeting = store.meeting(c.req.param('id'));
    const body = html`<table class="info" id="hyxx">
<tr><td class="lbl">会议名称</td><td>${meeting.title}</td><td class="lbl">会议类型</td>
<td id="hylx">${KIND_NAMES[meeting.kind]}</td></tr>
<tr><td class="lbl">会议时间</td><td id="hysj">${minute(meeting.time)}</td><td class="lbl">会议地点</td>
<td>${meeting.place}</td></tr>
<tr><td class="lbl">状态</td><td>${stateOf(meeting)}</td><td class="lbl">议题数</td><td>${meeting.agenda.length}</td></tr>
</table>
<h3 class="sec">议题</h3>
<table class="list" id="yt">
<thead><tr><th width="50">序号</th><th width="220">案号</th><th>案由</th><th width="100">承办法官</th>
<th width="160">提请时间</th><th width="110">状态</th></tr></thead>
<tbody>
${meeting.agenda.map((item, index) => agendaRow(store, item, index))}</tbody>
</table>
<h3 class="sec">参会人员</h3>
<table class="list" id="cyry">
<thead><tr><th width="50">序号</th><th width="120">姓名</th><th width="120">部门</th><th>职务</th>
<th width="110">会议身份</th></tr></thead>
<tbody>
${meeting.members.map(({ login, duty }, index) => memberRow(store, login, duty, index))}</tbody>
</table>`;
    const crumbs = [{ text: '会议管理' }, { text: '会议列表', href: '/meetings' }, { text: meeting.title }];
    return page(c, { title: meeting.title, crumbs, body, menu: '/meetings' });
  });
}
