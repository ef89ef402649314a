import { deleteCookie, setCookie } from 'hono/cookie';
import type { Markup } from '../html.ts';
import { html } from '../html.ts';
import { shell } from '../layout.ts';
import { COURT } from '../seed.ts';
import { COOKIE } from '../sessions.ts';
import type { App, System } from '../web.ts';
import { checkedForm, readForm, text } from '../web.ts';

function loginPage(next: string, username = '', error = ''): Markup {
  return shell(
    '用户登录',
    html`<div class="loginbox">
<div class="logintop"><b>审判管理系统</b><span>${COURT}</span></div>
<form method="post" action="/login" id="loginForm">
<input type="hidden" name="next" value="${next}">
<table>
<tr><td class="lbl">用户名：</td>
<td><input type="text" name="username" id="username" value="${username}" autocomplete="username" autofocus></td></tr>
<tr><td class="lbl">密　码：</td>
<td><input type="password" name="password" id="password" autocomplete="current-password"></td></tr>
<tr><td></td><td><button type="submit" class="btn main">登 录</button></td></tr>
</table>
${error && html`<p class="err">${error}</p>`}
</form>
<p class="small">本系统为法院专网内部系统，请妥善保管账号，离开时请退出登录。</p>
</div>`,
    'login',
  );
}

/** Only addresses inside this system are followed after signing in. */
export function safeNext(next: string): string {
  return /^\/(?![/\\])[^\\\s]*$/.test(next) ? next : '/cases';
}

export function loginRoutes(app: App, { store, sessions }: System): void {
  app.get('/login', (c) => c.html(loginPage(safeNext(c.req.query('next') ?? '')).text));

  app.post('/login', async (c) => {
    const fields = await readForm(c);
    const username = text(fields, 'username');
    const next = safeNext(text(fields, 'next'));
    const person = store.people.get(username);
    if (!person || fields.password !== store.password) {
      return c.html(loginPage(next, username, '用户名或密码不正确，请重新输入。').text, 401);
    }
    const session = sessions.open(person.login);
    c.get('entry').user = person.login;
    setCookie(c, COOKIE, session.id, { path: '/', httpOnly: true, sameSite: 'Lax' });
    return c.redirect(next, 303);
  });

  app.post('/logout', async (c) => {
    await checkedForm(c);
    sessions.close(c.get('session').id);
    deleteCookie(c, COOKIE, { path: '/' });
    return c.redirect('/login', 303);
  });
}
