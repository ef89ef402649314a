import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Markup } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { frame } from './layout.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Store } from './store.ts';
import { Refusal } from './store.ts';
import type { Person, RequestLogEntry } from './types.ts';

export interface Env {
  Bindings: HttpBindings;
  Variables: { entry: RequestLogEntry; user: Person; session: Session };
}

export type Ctx = Context<Env>;
export type App = Hono<Env>;

/** What every page module is given. */
export interface System {
  store: Store;
  sessions: Sessions;
  requests: RequestLogEntry[];
}

export const CSRF_SENTENCE = '页面已失效或请求来源不明（令牌校验未通过），请返回原页面刷新后重试。';

export function page(
  c: Ctx,
  parts: Omit<Frame, 'user' | 'csrf'>,
  status: ContentfulStatusCode = 200,
): Response {
  const text = frame({ ...parts, user: c.get('user'), csrf: c.get('session')?.csrf ?? '' }).text;
  return c.html(text, status);
}

/** A page that holds one sentence and the way back. */
export function sentencePage(
  c: Ctx,
  status: ContentfulStatusCode,
  sentence: string,
  back?: string,
): Response {
  const body: Markup = html`<div class="msgbox">
  <h3>系统提示</h3>
  <p class="msg">${sentence}</p>
  <p><a href="${back ?? '/cases'}">返回</a></p>
</div>`;
  return page(c, { title: '系统提示', crumbs: [{ text: '系统提示' }], body }, status);
}

export type Fields = Record<string, string | File | (string | File)[]>;

export async function readForm(c: Ctx): Promise<Fields> {
  try {
    return await c.req.parseBody({ all: true });
  } catch {
    throw new Refusal(400, '提交的内容无法识别，请重新填写。');
  }
}

export function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value.trim() : '';
}

export function texts(fields: Fields, name: string): string[] {
  const value = fields[name];
  const all = Array.isArray(value) ? value : [value];
  return all.filter((item) => typeof item === 'string');
}

export function checkCsrf(c: Ctx, token: unknown): void {
  if (typeof token !== 'string' || token === '' || token !== c.get('session').csrf) {
    throw new Refusal(403, CSRF_SENTENCE);
  }
}

/** Reads the fields of a native form and refuses one without this session's token. */
export async function checkedForm(c: Ctx): Promise<Fields> {
  const fields = await readForm(c);
  checkCsrf(c, fields._csrf);
  return fields;
}
