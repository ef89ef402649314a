/** What the pages of a sign-in have in common: frame, style sheet, headers, fields. One style sheet, no image. */
import { createHash } from 'node:crypto';

const STYLE = `
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;
 padding:16px;background:#f3f5f7;color:#1d2733;
 font:16px/1.5 "Noto Sans SC","Source Han Sans SC","Microsoft YaHei","PingFang SC","WenQuanYi Micro Hei",sans-serif}
main{width:100%;max-width:440px;padding:26px 32px;background:#fff;border:1px solid #d3dae1;border-radius:6px}
main.wide{max-width:720px;padding:20px 32px}
h1{margin:0;font-size:22px;line-height:1.35;overflow-wrap:anywhere}
h2{margin:0 0 6px;font-size:18px;line-height:1.4}
h2 small{display:inline;margin-left:8px;font-weight:400}
small{display:block;font-size:13px;line-height:1.4;color:#56626f}
p{margin:6px 0}
header{margin-bottom:14px}
header p{margin:4px 0 0}
.who{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 16px;overflow-wrap:anywhere}
label{display:block;margin-top:14px;font-weight:600}
label small{display:inline;margin-left:6px;font-weight:400}
input{display:block;width:100%;margin-top:4px;padding:9px 10px;font:inherit;color:inherit;background:#fff;
 border:1px solid #7c8896;border-radius:4px}
input[type=checkbox]{display:inline-block;width:18px;height:18px;margin:0 8px 0 0;padding:0;vertical-align:-3px}
label.tick{font-weight:400}
input[aria-invalid]{border-color:#b3261e}
.hint{margin:4px 0 0;font-size:14px;color:#56626f}
a{color:#1f5c99}
a:focus-visible,input:focus-visible,button:focus-visible{outline:3px solid #2f7fd1;outline-offset:1px}
.fault{margin:6px 0 0;padding:8px 12px;border-left:4px solid #b3261e;background:#fdf1f0;color:#8c1d18}
.fault small{color:inherit}
button{width:100%;margin-top:20px;padding:10px;font:inherit;font-weight:600;color:#fff;background:#1f5c99;
 border:1px solid #1f5c99;border-radius:4px;cursor:pointer}
button:hover{background:#184a7c}
button.plain{color:#1f5c99;background:#fff}
button.plain:hover{background:#eef4fa}
footer{margin-top:16px}
footer p{margin:0 0 8px}
.ways{font-size:14px}
.ways a{margin-right:16px;white-space:nowrap}
.who{font-size:14px;margin:0 0 10px}
.or{margin-top:16px;padding-top:12px;border-top:1px solid #d3dae1}
.or button{margin-top:8px}
.wide .or{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:6px 24px}
.wide .or button{width:auto;flex:none;margin:0;padding:7px 16px}
.or .fault{flex-basis:100%}
.scan{display:flex;flex-wrap:wrap;gap:8px 28px;align-items:flex-start}
.scan svg{width:212px;height:212px;border:1px solid #d3dae1}
.scan>div{flex:1 1 300px}
ol{margin:6px 0;padding-left:22px}
code{font:16px/1.6 Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.codes{display:grid;grid-template-columns:1fr 1fr;gap:2px 24px;margin:10px 0;padding:12px 20px;list-style:none;
 background:#f3f5f7;border:1px solid #d3dae1;border-radius:4px}
@media (max-height:520px){main{padding:16px 24px}header{margin-bottom:8px}label{margin-top:10px}}
@media print{body{background:#fff}main{border:0}form,.who a{display:none}}
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * @param redirectOrigins where a sign-in may end: browsers hold a form's redirects to `form-action` as well, so the
 * extension's own address has to be named or the last step of every sign-in would be blocked
 * @param scripts texts of the scripts a page may hold
 */
export function pageHeaders(
  redirectOrigins: readonly string[],
  scripts: readonly string[] = [],
): Record<string, string> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': [
      "default-src 'none'",
      `style-src ${hashOf(STYLE)}`,
      ...(scripts.length > 0 ? [`script-src ${scripts.map(hashOf).join(' ')}`] : []),
      `form-action ${["'self'", ...redirectOrigins].join(' ')}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Opener-Policy': 'same-origin',
    // Not `no-referrer`: with it the form's own Origin header would read "null".
    'Referrer-Policy': 'same-origin',
  };
}

/** A sentence in Chinese and in English. */
export type Words = readonly [zh: string, en: string];

export const said = ([zh, en]: Words): string => `${zh}<small lang="en">${en}</small>`;

export const paragraph = (words: Words): string => `<p>${said(words)}</p>`;

/** @param id what the field at fault names in `aria-describedby` */
export const faultSentence = (words: Words, id: string): string =>
  `<p class="fault" id="${id}" role="alert">${said(words)}</p>`;

export interface Field {
  name: string;
  label: Words;
  type: 'text' | 'password';
  /** Further attributes, as they stand in the tag. */
  more: string;
  value?: string;
  hint?: Words;
  fault?: Words | undefined;
  focus?: boolean;
}

/** Label, field and, beneath it, what to know of it and what is wrong with it. */
export function field({ name, label, type, more, value, hint, fault, focus }: Field): string {
  const [zh, en] = label;
  const described = [hint && `${name}-hint`, fault && `${name}-fault`].filter(Boolean).join(' ');
  return `<label for="${name}">${zh}<small lang="en">${en}</small></label>
<input id="${name}" name="${name}" type="${type}"${value === undefined ? '' : ` value="${escaped(value)}"`} required ${more}${
    described === '' ? '' : ` aria-describedby="${described}"`
  }${fault ? ' aria-invalid="true"' : ''}${focus ? ' autofocus' : ''}>
${hint ? `<p class="hint" id="${name}-hint">${said(hint)}</p>` : ''}${fault ? faultSentence(fault, `${name}-fault`) : ''}`;
}

export const hidden = (name: string, value: string): string =>
  `<input type="hidden" name="${name}" value="${escaped(value)}">`;

export const button = ([zh, en]: Words, look: 'main' | 'plain' = 'main'): string =>
  `<button type="submit"${look === 'plain' ? ' class="plain"' : ''}>${zh} <span lang="en">${en}</span></button>`;

export interface Frame {
  courtName: string;
  title?: Words;
  wide?: boolean;
  /** A later page of the same sign-in: what this is for was said on the first. */
  later?: boolean;
  /** A script whose hash the headers name. */
  script?: string | undefined;
}

export function page(
  { courtName, title = ['登录', 'Sign in'], wide, later, script }: Frame,
  body: string,
): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.join(' · ')} · ${escaped(courtName)}</title>
<style>${STYLE}</style>
</head>
<body>
<main${wide ? ' class="wide"' : ''}>
<header>
<h1>${escaped(courtName)}</h1>
${later ? '' : '<p>登录留痕，填报“三个规定”记录<small lang="en">Sign in to Liuhen, the three-rules disclosure</small></p>'}
</header>
${body}
</main>
${script === undefined ? '' : `<script>${script}</script>`}
</body>
</html>
`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
}
