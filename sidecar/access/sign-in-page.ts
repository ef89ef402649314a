/** The two pages of the embedded provider: the sign-in form, and a notice. No script, one style sheet, no image. */
import { createHash } from 'node:crypto';

export type SignInFault = 'wrong' | 'not-on-list' | 'fields-empty' | { waitSeconds: number };

export type Notice = 'expired' | 'refused' | 'busy' | 'unexpected';

const STYLE = `
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;
 padding:16px;background:#f3f5f7;color:#1d2733;
 font:16px/1.5 "Noto Sans SC","Source Han Sans SC","Microsoft YaHei","PingFang SC","WenQuanYi Micro Hei",sans-serif}
main{width:100%;max-width:400px;padding:28px 32px;background:#fff;border:1px solid #d3dae1;border-radius:6px}
h1{margin:0;font-size:22px;line-height:1.35;overflow-wrap:anywhere}
small{display:block;font-size:13px;line-height:1.4;color:#56626f}
header{margin-bottom:20px}
header p{margin:4px 0 0}
label{display:block;margin-top:16px;font-weight:600}
label small{display:inline;margin-left:6px;font-weight:400}
input{display:block;width:100%;margin-top:4px;padding:9px 10px;font:inherit;color:inherit;background:#fff;
 border:1px solid #7c8896;border-radius:4px}
input[aria-invalid]{border-color:#b3261e}
input:focus-visible,button:focus-visible{outline:3px solid #2f7fd1;outline-offset:1px}
.fault{margin:12px 0 0;padding:8px 12px;border-left:4px solid #b3261e;background:#fdf1f0;color:#8c1d18}
.fault small{color:inherit}
button{width:100%;margin-top:22px;padding:10px;font:inherit;font-weight:600;color:#fff;background:#1f5c99;
 border:1px solid #1f5c99;border-radius:4px;cursor:pointer}
button:hover{background:#184a7c}
footer{margin-top:18px}
@media (max-height:520px){main{padding:16px 24px}header{margin-bottom:8px}label{margin-top:10px}}
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * @param redirectOrigins where a sign-in may end: browsers hold a form's redirects to `form-action` as well, so the
 * extension's own address has to be named or the last step of every sign-in would be blocked
 */
export function pageHeaders(redirectOrigins: readonly string[]): Record<string, string> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': [
      "default-src 'none'",
      `style-src 'sha256-${STYLE_HASH}'`,
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

export interface SignInForm {
  courtName: string;
  /** Where the form goes, with the number of this interaction in it. */
  action: string;
  account?: string;
  fault?: SignInFault;
}

export function signInForm({ courtName, action, account = '', fault }: SignInForm): string {
  const at = fault && (fault === 'fields-empty' && account === '' ? 'account' : 'password');
  const invalid = fault ? ' aria-invalid="true" aria-describedby="fault"' : '';
  const focus = (field: 'account' | 'password') => ((at ?? 'account') === field ? ' autofocus' : '');
  return page(
    courtName,
    '登录 · Sign in',
    `<form method="post" action="${escaped(action)}" autocomplete="on">
<label for="account">账号<small lang="en">Account</small></label>
<input id="account" name="account" type="text" value="${escaped(account)}" required maxlength="120" autocomplete="username" autocapitalize="none" spellcheck="false"${invalid}${focus('account')}>
<label for="password">密码<small lang="en">Password</small></label>
<input id="password" name="password" type="password" required maxlength="200" autocomplete="current-password"${invalid}${focus('password')}>
${fault ? faultSentence(fault) : ''}
<button type="submit">登录 <span lang="en">Sign in</span></button>
</form>
<footer><small>忘记密码，请联系本院信息技术部门。</small><small lang="en">Forgotten your password? Ask the court’s IT office.</small></footer>`,
  );
}

const NOTICES: Readonly<Record<Notice, readonly [string, string]>> = {
  expired: [
    '登录页面已过期。请关闭此窗口，回到原页面重新点击“登录”。',
    'This sign-in page has expired. Close this window and start again.',
  ],
  refused: [
    '无法登录：登录请求不正确。请关闭此窗口后重试；仍不行请联系本院信息技术部门。',
    'The sign-in request was not accepted. Close this window and try again.',
  ],
  busy: [
    '现在登录的人较多，请过一分钟回到原页面再点击“登录”。',
    'Many people are signing in just now. Please go back and try again in a minute.',
  ],
  unexpected: [
    '系统出现意外，请稍后重试。您在原页面填写的内容没有丢失。',
    'Something went wrong; please try again. What you typed is not lost.',
  ],
};

export function noticePage(courtName: string, notice: Notice): string {
  const [zh, en] = NOTICES[notice];
  return page(
    courtName,
    '登录 · Sign in',
    `<p class="fault" role="alert">${zh}<small lang="en">${en}</small></p>`,
  );
}

function faultSentence(fault: SignInFault): string {
  const [zh, en] = wordsOf(fault);
  return `<p class="fault" id="fault" role="alert">${zh}<small lang="en">${en}</small></p>`;
}

function wordsOf(fault: SignInFault): readonly [string, string] {
  if (fault === 'wrong') return ['账号或密码不正确，请重新输入。', 'The account or password is not right.'];
  if (fault === 'fields-empty') return ['请填写账号和密码。', 'Enter your account and password.'];
  if (fault === 'not-on-list') {
    return [
      '密码正确，但本院人员名册中没有这个账号，请联系信息技术部门。',
      'This account is not on the court’s staff list; ask the IT office.',
    ];
  }
  const { waitSeconds } = fault;
  const zh = waitSeconds >= 60 ? `${Math.ceil(waitSeconds / 60)}分钟` : `${waitSeconds}秒`;
  const en = waitSeconds >= 60 ? `${Math.ceil(waitSeconds / 60)} min` : `${waitSeconds} s`;
  return [`连续输错多次，请等待${zh}后再试。`, `Too many wrong attempts; wait ${en} and try again.`];
}

function page(courtName: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${escaped(courtName)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${escaped(courtName)}</h1>
<p>登录留痕，填报“三个规定”记录<small lang="en">Sign in to Liuhen, the three-rules disclosure</small></p>
</header>
${body}
</main>
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

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
}
