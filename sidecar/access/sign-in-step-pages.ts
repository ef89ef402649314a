/**
 * The pages between a right password and the end of a sign-in: a password of one's own, the second factor, setting one
 * up, the recovery codes.
 */
import { encode } from 'uqr';
import type { NewPasswordFault } from './new-password.ts';
import {
  button,
  escaped,
  faultSentence,
  field,
  hidden,
  page,
  paragraph,
  said,
  type Words,
} from './page-frame.ts';
import { SECURITY_KEY_SCRIPT } from './security-key-script.ts';
import { type Held, heldWords } from './sign-in-page.ts';

export interface StepPage {
  courtName: string;
  action: string;
  /** Who is signing in. */
  account: string;
}

/** Options for the browser, from security-keys.ts; undefined where the address does not allow any. */
export type KeyOptions = object | undefined;

function stepPage(
  { courtName, action, account }: StepPage,
  title: Words,
  body: string,
  more: { wide?: boolean; script?: string | undefined; stay?: boolean } = {},
): string {
  return page(
    { courtName, title, later: true, ...more },
    `<p class="who"><span>账号 ${escaped(account)}</span>${more.stay ? '' : `<a href="${escaped(action)}?again=1">换一个账号 <span lang="en">Another account</span></a>`}</p>
<h2>${title[0]}<small lang="en">${title[1]}</small></h2>
${body}`,
  );
}

const PASSWORD_FAULTS: Readonly<Record<Exclude<NewPasswordFault, 'password-repeated-differs'>, Words>> = {
  'password-too-short': [
    '新密码少于8个字符，请再长一些。',
    'Shorter than 8 characters; please make it longer.',
  ],
  'password-too-long': [
    '新密码超过200个字符，请缩短。',
    'Longer than 200 characters; please make it shorter.',
  ],
  'password-as-account': ['新密码不能与账号相同。', 'It may not be the account’s name.'],
  'password-as-before': ['新密码不能与现在的密码相同。', 'It may not be the present password.'],
  'password-common': [
    '这是最常见、最先被猜到的密码，请换一个。',
    'This is one of the commonest passwords; please choose another.',
  ],
};

export function newPasswordForm(
  at: StepPage,
  { temporary, fault }: { temporary: boolean; fault?: NewPasswordFault | undefined },
): string {
  const repeated = fault === 'password-repeated-differs';
  return stepPage(
    at,
    ['设置您自己的密码', 'Choose a password of your own'],
    `${
      temporary
        ? paragraph([
            '您现在用的是信息技术部门发放的初始密码，别人也知道它，请换成自己的。',
            'The password you were given is known to others; please replace it.',
          ])
        : ''
    }
<form method="post" action="${escaped(at.action)}">
${hidden('step', 'password')}<input type="text" value="${escaped(at.account)}" autocomplete="username" hidden readonly>
${field({
  name: 'password',
  label: ['新密码', 'New password'],
  type: 'password',
  more: 'maxlength="200" autocomplete="new-password"',
  hint: ['至少8个字符；一句自己记得住的话就很好。', 'At least 8 characters. A phrase you remember is best.'],
  fault: fault && !repeated ? PASSWORD_FAULTS[fault] : undefined,
  focus: true,
})}
${field({
  name: 'repeated',
  label: ['再输入一次', 'Once more'],
  type: 'password',
  more: 'maxlength="200" autocomplete="new-password"',
  fault: repeated
    ? ['两次输入的不一样，请重新输入。', 'The two differ; please enter them again.']
    : undefined,
})}
${paragraph(['换好后，其他电脑上的登录会退出。', 'Other computers will be signed out.'])}
${button(['保存并继续', 'Save and go on'])}
</form>`,
  );
}

export type CodeFault = 'code-wrong' | 'key-refused' | Held;

function codeWords(fault: CodeFault): Words {
  if (typeof fault === 'object') {
    return fault.locked
      ? [
          '验证码多次不正确，此账号已暂停登录，请联系本院信息技术部门解除。',
          'Too many wrong codes: this account is paused. Ask the IT office to lift it.',
        ]
      : heldWords(fault);
  }
  if (fault === 'key-refused') {
    return [
      '安全密钥没有通过，请再试一次，或改用验证码。',
      'The security key was not accepted; try again or use a code.',
    ];
  }
  return [
    '验证码不正确或已经用过，请等下一组数字再填。一直不对，请核对手机时间。',
    'The code is wrong or was used. Wait for the next; if none fits, check the phone’s clock.',
  ];
}

const codeField = (
  fault: CodeFault | undefined,
  hint: Words | undefined,
  maxLength: number,
  focus: boolean,
): string =>
  field({
    name: 'code',
    label: ['验证码', 'Code'],
    type: 'text',
    more: `maxlength="${maxLength}" autocomplete="one-time-code" autocapitalize="none" spellcheck="false"`,
    ...(hint ? { hint } : {}),
    fault: fault && fault !== 'key-refused' ? codeWords(fault) : undefined,
    focus,
  });

/** Shown by its script, where the browser can do it. */
function keyForm(
  at: StepPage,
  mode: 'create' | 'get',
  options: object,
  fault: CodeFault | undefined,
): string {
  const failed: Words = [
    '没有完成。请插好安全密钥再试一次，或改用验证码。',
    'Not completed. Plug in the security key and try again, or use a code.',
  ];
  return `<form id="key-form" class="or" method="post" action="${escaped(at.action)}" hidden data-mode="${mode}" data-options="${escaped(JSON.stringify(options))}">
${hidden('step', mode === 'create' ? 'enrol' : 'factor')}${hidden('credential', '')}
<div>${said(
    mode === 'create'
      ? ['也可以登记一把安全密钥，USB 或本机自带。', 'Or a security key, on USB or built in.']
      : ['也可以用安全密钥。', 'Or use your security key.'],
  )}</div>
${fault === 'key-refused' ? faultSentence(codeWords(fault), 'key-refused') : ''}
<p class="fault" id="key-fault" role="alert" hidden>${said(failed)}</p>
${button(mode === 'create' ? ['登记安全密钥', 'Register'] : ['使用安全密钥', 'Use the key'], 'plain')}
</form>`;
}

export interface FactorForm {
  /** Whether an authenticator app is set up; otherwise only keys and recovery codes are asked for. */
  app: boolean;
  keyOptions: KeyOptions;
  fault?: CodeFault | undefined;
}

export function factorForm(at: StepPage, { app, keyOptions, fault }: FactorForm): string {
  return stepPage(
    at,
    ['第二步验证', 'Second step'],
    `<form method="post" action="${escaped(at.action)}">
${hidden('step', 'factor')}
${codeField(
  fault,
  app
    ? [
        '手机验证器里“留痕”的6位数字。手机不在身边，就填一个恢复码。',
        'The six digits of your authenticator app; without the phone, a recovery code.',
      ]
    : ['没有安全密钥时，填一个恢复码。', 'Without your security key, a recovery code.'],
  20,
  true,
)}
${button(['继续', 'Go on'])}
</form>
${keyOptions ? keyForm(at, 'get', keyOptions, fault) : ''}
<footer><small>手机和恢复码都不在了，请联系本院信息技术部门重置。</small><small lang="en">Lost both phone and recovery codes? Ask the court’s IT office.</small></footer>`,
    { script: keyOptions && SECURITY_KEY_SCRIPT },
  );
}

export interface EnrolForm {
  /** Whether the person's office asks for it, or the person wants it. */
  required: boolean;
  /** The app's secret in base 32, and the address its QR code holds. */
  secret: string;
  uri: string;
  /** Security keys registered before. */
  keys: number;
  keyOptions: KeyOptions;
  fault?: CodeFault | undefined;
}

export function enrolForm(at: StepPage, form: EnrolForm): string {
  const groups = form.secret.replace(/.{4}(?=.)/g, '$& ');
  return stepPage(
    at,
    ['设置第二验证方式', 'Set up a second factor'],
    `${
      form.required
        ? paragraph([
            '按本院规定，您的岗位只凭密码不够稳妥。设置一次，以后登录时多填6位数字。',
            'For your office the court asks for more than a password. Set it up once; then six digits do.',
          ])
        : paragraph([
            '新的验证器设好后，原来的验证器和恢复码作废。',
            'A new authenticator takes the place of the old one and its recovery codes.',
          ])
    }
<form method="post" action="${escaped(at.action)}">
${hidden('step', 'enrol')}
<div class="scan">
${qrSvg(form.uri)}
<div>
<ol>
<li>打开手机上的验证器应用，无须联网。<small lang="en">Open an authenticator app (TOTP); it needs no network.</small></li>
<li>扫描左边的二维码，或手工输入：<br><code>${groups}</code><small lang="en">Scan the code, or type the key.</small></li>
<li>填写它显示的6位数字，每30秒换一组。<small lang="en">Enter its six digits; there are new ones every 30 seconds.</small></li>
</ol>
${codeField(form.fault, undefined, 12, true)}
${
  form.keys > 0
    ? `<label class="tick"><input type="checkbox" name="drop-keys" value="1">停用已登记的安全密钥（${form.keys}把）<small lang="en">Drop the ${form.keys} security keys registered before</small></label>`
    : ''
}
${button(['确认', 'Confirm'])}
</div>
</div>
</form>
${form.keyOptions ? keyForm(at, 'create', form.keyOptions, form.fault) : ''}`,
    { wide: true, script: form.keyOptions && SECURITY_KEY_SCRIPT },
  );
}

export function recoveryCodesPage(at: StepPage, codes: readonly string[]): string {
  return stepPage(
    at,
    ['请保存恢复码', 'Keep your recovery codes'],
    `${paragraph([
      '手机不在身边时，一个恢复码可以代替一次验证码，各用一次。请抄下或打印（Ctrl+P），锁进抽屉；离开此页后不再显示。',
      'Without your phone, each of these stands in for one code. Write them down or print them; they are not shown again.',
    ])}
<ul class="codes">${codes.map((code) => `<li><code>${escaped(code)}</code></li>`).join('')}</ul>
<form method="post" action="${escaped(at.action)}">
${hidden('step', 'codes')}
${button(['已保存，继续登录', 'Saved; go on'])}
</form>`,
    // What is shown once is not to be lost to a wrong click.
    { stay: true },
  );
}

/** Dark modules as one path; the light ones are the white behind it, four modules of it all around. */
function qrSvg(text: string): string {
  const { data, size } = encode(text, { ecc: 'L', border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return `<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="二维码：验证器的密钥，旁边有文字" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path d="${path}"/></svg>`;
}
