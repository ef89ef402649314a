/** The first page of a sign-in, account and password, and the notices that end one. No script. */
import { button, escaped, faultSentence, field, hidden, page, paragraph, type Words } from './page-frame.ts';

/** Waits of a guesser; what is locked has no end that could be told. */
export interface Held {
  waitSeconds: number;
  locked: boolean;
}

export type SignInFault = 'wrong' | 'not-on-list' | 'not-theirs' | 'fields-empty' | Held;

/** What the person wants once signed in. */
export type Wish = 'password' | 'factor';

export type Notice = 'expired' | 'refused' | 'busy' | 'disk-full' | 'unexpected';

export interface SignInForm {
  courtName: string;
  /** Where the form goes, with the number of this interaction in it. */
  action: string;
  account?: string;
  fault?: SignInFault;
  wish?: Wish | undefined;
}

const WISHES: Readonly<Record<Wish, Words>> = {
  password: [
    '修改密码：请先用现在的密码登录。',
    'To change your password, sign in with the present one first.',
  ],
  factor: ['设置或更换第二验证方式：请先登录。', 'To set up or replace your second factor, sign in first.'],
};

export function signInForm({ courtName, action, account = '', fault, wish }: SignInForm): string {
  const at = fault && (fault === 'fields-empty' && account === '' ? 'account' : 'password');
  const words = fault && wordsOf(fault);
  const focus = (name: 'account' | 'password') => (at ?? 'account') === name;
  const way = (to: Wish, [zh, en]: Words) =>
    `<a href="${escaped(action)}?wish=${to}">${zh} <span lang="en">${en}</span></a>`;
  return page(
    { courtName },
    `${wish ? paragraph(WISHES[wish]) : ''}
<form method="post" action="${escaped(action)}" autocomplete="on">
${hidden('step', 'account')}${wish ? hidden('wish', wish) : ''}
${field({
  name: 'account',
  label: ['账号', 'Account'],
  type: 'text',
  value: account,
  more: 'maxlength="120" autocomplete="username" autocapitalize="none" spellcheck="false"',
  fault: at === 'account' ? words : undefined,
  focus: focus('account'),
})}
${field({
  name: 'password',
  label: ['密码', 'Password'],
  type: 'password',
  more: 'maxlength="200" autocomplete="current-password"',
  fault: at === 'password' ? words : undefined,
  focus: focus('password'),
})}
${button(['登录', 'Sign in'])}
</form>
<footer>
${wish ? '' : `<p class="ways">${way('password', ['修改密码', 'Change password'])}${way('factor', ['第二验证方式', 'Second factor'])}</p>`}
<small>忘记密码，请联系本院信息技术部门。</small><small lang="en">Forgotten your password? Ask the court’s IT office.</small>
</footer>`,
  );
}

const NOTICES: Readonly<Record<Notice, Words>> = {
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
  'disk-full': [
    '服务器存储空间不足，暂时不能登录，请联系本院信息技术部门。您在原页面填写的内容没有丢失。',
    'The server’s disk is full; ask the court’s IT office. What you typed is not lost.',
  ],
  unexpected: [
    '系统出现意外，请稍后重试。您在原页面填写的内容没有丢失。',
    'Something went wrong; please try again. What you typed is not lost.',
  ],
};

export const noticePage = (courtName: string, notice: Notice): string =>
  page({ courtName }, faultSentence(NOTICES[notice], 'notice'));

/** The same words for an account that exists and one that does not. */
export function heldWords({ waitSeconds, locked }: Held): Words {
  if (locked) {
    return [
      '多次输错，此账号已暂停登录。请联系本院信息技术部门解除；不急的话，过一天再试。',
      'Too many wrong attempts: this account is paused. Ask the IT office to lift it, or try again in a day.',
    ];
  }
  const zh = waitSeconds >= 60 ? `${Math.ceil(waitSeconds / 60)}分钟` : `${waitSeconds}秒`;
  const en = waitSeconds >= 60 ? `${Math.ceil(waitSeconds / 60)} min` : `${waitSeconds} s`;
  return [`连续输错多次，请等待${zh}后再试。`, `Too many wrong attempts; wait ${en} and try again.`];
}

function wordsOf(fault: SignInFault): Words {
  if (typeof fault === 'object') return heldWords(fault);
  if (fault === 'wrong') return ['账号或密码不正确，请重新输入。', 'The account or password is not right.'];
  if (fault === 'fields-empty') return ['请填写账号和密码。', 'Enter your account and password.'];
  if (fault === 'not-theirs') {
    return [
      '密码正确，但它是发给这个账号原使用人的。请联系信息技术部门为您发放初始密码。',
      'This password was given to the account’s former holder; ask the IT office for one of your own.',
    ];
  }
  return [
    '密码正确，但本院人员名册中没有这个账号，请联系信息技术部门。',
    'This account is not on the court’s staff list; ask the IT office.',
  ];
}
