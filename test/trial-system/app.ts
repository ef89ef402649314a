import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { caseListRoutes } from './pages/case-list.ts';
import { caseLogRoutes } from './pages/case-log.ts';
import { caseViewRoutes } from './pages/case-view.ts';
import { dossierRoutes, TOO_LARGE, UPLOAD_LIMIT } from './pages/dossier.ts';
import { loginRoutes } from './pages/login.ts';
import { meetingRoutes } from './pages/meetings.ts';
import { panelRoutes } from './pages/panel.ts';
import { requestRoutes } from './pages/requests.ts';
import { submissionRoutes } from './pages/submission.ts';
import { timeLimitRoutes } from './pages/time-limit.ts';
import { COOKIE } from './sessions.ts';
import { Refusal } from './store.ts';
import type { RequestLogEntry } from './types.ts';
import type { App, Ctx, Env, System } from './web.ts';
import { sentencePage } from './web.ts';

const CSS = ['app.css', 'pages.css']
  .map((name) => readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8'))
  .join('\n');
const FORM_LIMIT = 256 * 1024;

function isApi(c: Ctx): boolean {
  return c.req.path.startsWith('/api/');
}

function answer(
  c: Ctx,
  status: 400 | 401 | 403 | 404 | 405 | 409 | 411 | 413 | 500,
  sentence: string,
): Response {
  if (isApi(c)) return c.json({ ok: false, message: sentence }, status) as Response;
  const ajid = /^\/cases\/(\d+)\//.exec(c.req.path)?.[1];
  return sentencePage(c, status, sentence, ajid && `/cases/${ajid}`);
}

/** Reads a body that is too large to its end, so that the sender gets to see the answer. */
async function discard(c: Ctx): Promise<void> {
  const reader = c.req.raw.body?.getReader();
  if (!reader) return;
  while (!(await reader.read()).done);
}

/** Known addresses asked with another method answer 405 and say which methods there are. */
function otherMethods(app: App): void {
  const methods = new Map<string, string[]>();
  for (const { path, method } of app.routes) {
    if (method === 'ALL' || path.includes('*')) continue;
    methods.set(path, [...(methods.get(path) ?? []), ...(method === 'GET' ? ['GET', 'HEAD'] : [method])]);
  }
  for (const [path, allowed] of methods) {
    app.all(path, (c) => {
      c.header('Allow', allowed.join(', '));
      return answer(c, 405, '不支持的操作方式。');
    });
  }
}

export function createApp(system: System, entryOf: (incoming: IncomingMessage) => RequestLogEntry): App {
  const app: App = new Hono<Env>();

  app.use(async (c, next) => {
    const entry = entryOf(c.env.incoming);
    c.set('entry', entry);
    await next();
    if (!c.env.outgoing.destroyed) entry.status = c.res.status;
    c.header('X-Content-Type-Options', 'nosniff');
    if (!c.req.path.startsWith('/static/')) c.header('Cache-Control', 'no-store');
  });

  app.get('/static/app.css', (c) => c.body(CSS, 200, { 'Content-Type': 'text/css; charset=utf-8' }));

  app.use(async (c, next) => {
    const session = system.sessions.find(getCookie(c, COOKIE));
    const user = session && system.store.people.get(session.login);
    if (session && user) {
      c.set('session', session);
      c.set('user', user);
      c.get('entry').user = user.login;
    } else if (c.req.path !== '/login') {
      if (isApi(c)) return answer(c, 401, '登录已失效，请重新登录。');
      if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return c.redirect('/login', 303);
      const { pathname, search } = new URL(c.req.url);
      return c.redirect(`/login?next=${encodeURIComponent(pathname + search)}`, 302);
    }
    await next();
  });

  app.use(async (c, next) => {
    const isUpload = c.req.path.endsWith('/dossier/files');
    if (c.req.header('Transfer-Encoding')) return answer(c, 411, '请求未注明长度，无法接收。');
    if (Number(c.req.header('Content-Length')) > (isUpload ? UPLOAD_LIMIT : FORM_LIMIT)) {
      await discard(c);
      return answer(c, 413, isUpload ? TOO_LARGE : '提交的内容过长。');
    }
    return next();
  });

  loginRoutes(app, system);
  caseListRoutes(app, system);
  caseViewRoutes(app, system);
  submissionRoutes(app, system);
  dossierRoutes(app, system);
  caseLogRoutes(app, system);
  panelRoutes(app, system);
  timeLimitRoutes(app, system);
  meetingRoutes(app, system);
  requestRoutes(app, system);
  otherMethods(app);

  app.notFound((c) => answer(c, 404, '您访问的页面不存在。'));
  app.onError((error, c) => {
    if (error instanceof Refusal) return answer(c, error.status, error.message);
    console.error(error);
    return answer(c, 500, '系统繁忙，请稍后重试或联系信息中心。');
  });
  return app;
}
