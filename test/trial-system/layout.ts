import type { Markup } from './html.ts';
import { html } from './html.ts';
import { COURT } from './seed.ts';
import type { Person } from './types.ts';

export interface Crumb {
  text: string;
  href?: string;
}

export interface Frame {
  title: string;
  crumbs: Crumb[];
  body: Markup;
  user: Person | undefined;
  csrf: string;
  /** Address of the menu entry to mark. */
  menu?: string;
}

const MENU: { head: string; links: { text: string; href: string }[] }[] = [
  {
    head: '案件管理',
    links: [
      { text: '案件列表', href: '/cases' },
      { text: '我承办的案件', href: '/cases?scope=handling' },
      { text: '我参与的案件', href: '/cases?scope=mine' },
      { text: '已提请案件', href: '/cases?tq=1' },
    ],
  },
  { head: '会议管理', links: [{ text: '会议列表', href: '/meetings' }] },
  { head: '系统管理', links: [{ text: '访问日志', href: '/admin/requests' }] },
];

export function shell(title: string, body: Markup, bodyClass = ''): Markup {
  return html`<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=1240">
<title>${title} - 审判管理系统</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/app.css">
</head>
<body class="${bodyClass}">
${body}
</body>
</html>
`;
}

function menu(active: string | undefined): Markup {
  return html`<div id="left">${MENU.map(
    (group) => html`
<h4>${group.head}</h4>
<ul>${group.links.map(
      ({ text, href }) => html`
<li${active === href && html` class="on"`}><a href="${href}">${text}</a></li>`,
    )}
</ul>`,
  )}
</div>`;
}

function topBar(user: Person, csrf: string): Markup {
  return html`<div id="top">
<div class="logo"><b>审判管理系统</b><span>${COURT}</span></div>
<div class="who">
<span id="dqyh" title="${user.title}">${user.department} ${user.name}（${user.title}）</span>
<form method="post" action="/logout"><input type="hidden" name="_csrf" value="${csrf}">
<button type="submit" class="lk">退出</button></form>
</div>
</div>`;
}

export function frame({ title, crumbs, body, user, csrf, menu: active }: Frame): Markup {
  const trail = crumbs.map(
    ({ text, href }) => html` &gt; ${href ? html`<a href="${href}">${text}</a>` : text}`,
  );
  return shell(
    title,
    html`${user && topBar(user, csrf)}
<div id="wrap">
${user && menu(active)}
<div id="main">
<div class="crumb">当前位置：<a href="/cases">首页</a>${trail}</div>
${body}
</div>
</div>
<div id="foot">${COURT}　技术支持：信息中心　内线 6112　建议分辨率 1366×768</div>`,
  );
}
