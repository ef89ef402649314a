/**
 * Everything the sidecar may refuse, with the words a person reads. One code, one status, one sentence in each
 * language; answers are RFC 9457. "Not found" and "not allowed" share a code where existence is secret.
 */
import type { z } from 'zod';
import type { Problem } from '../shared/api.ts';

const PROBLEMS = {
  'input-invalid': [
    400,
    '提交的内容有误，请按提示逐项修改。',
    'The input is not valid; see the fields named.',
  ],
  'request-malformed': [400, '请求格式不正确，请重试。', 'The request is not well formed.'],
  'json-malformed': [400, '收到的数据不完整，请重新提交。', 'The body is not valid JSON.'],
  'type-unknown': [400, '不认识的记录类型。', 'Unknown record type.'],
  'case-number-invalid': [
    400,
    '案号格式不正确，例如：（2024）豫1302民初123号。',
    'The case number is malformed.',
  ],
  'case-number-several': [400, '一次只能填写一个案号。', 'One case number at a time.'],
  'entry-unknown': [404, '没有找到这条记录，或者它不是您填写的。', 'No such entry, or not yours.'],
  'entry-own': [
    403,
    '您填写的记录由另一位督察专员甄别。',
    'Your own entry is screened by another custodian.',
  ],
  'opening-required': [
    409,
    '请先打开这条记录的内容再甄别；每次打开都会留痕。',
    'Open the entry first; every opening is recorded.',
  ],
  'opening-unknown': [409, '这次打开没有成立，请返回重试。', 'There is no such opening; please go back.'],
  'opening-lapsed': [403, '这次打开已满时限，内容不再显示。', 'The hour of this opening is over.'],
  'grant-nothing': [
    404,
    '没有找到可以申请查阅的记录，请核对编号或案号。',
    'There is nothing to ask for; please check the number.',
  ],
  'grant-too-long': [400, '时限超过本院规定的上限，请缩短。', 'Longer than your court lets a grant hold.'],
  'grant-unknown': [404, '没有找到这项查阅申请，或者与您无关。', 'No such grant, or not yours.'],
  'grant-own': [403, '不能批准自己提出的申请。', 'Nobody decides on a request of their own.'],
  'grant-same-person': [
    403,
    '会签须由申请人、批准人以外的督察专员办理。',
    'The second key is turned by a custodian who neither asked nor approved.',
  ],
  'grant-undecided': [409, '这项申请还没有批准并会签。', 'It is not approved and countersigned yet.'],
  'grant-decided': [409, '这项申请已经有人作出决定。', 'It has been decided already.'],
  'grant-countersigned': [409, '这项申请已经会签。', 'It has been countersigned already.'],
  'grant-refused': [403, '这项申请没有获得批准。', 'It was refused.'],
  'grant-withdrawn': [403, '这项申请已撤回。', 'It was withdrawn.'],
  'grant-lapsed': [403, '批准的时限已过，需要时请重新申请。', 'Its time is over; please ask anew.'],
  'grant-void': [
    403,
    '申请、批准或会签的人已不在原职，这项批准已失效。',
    'Somebody who signed it holds that office no more; it is void.',
  ],
  'grant-used': [
    409,
    '这项批准已经用过；每条记录只能打开一次。',
    'It has been used; each entry is opened once under it.',
  ],
  'grant-other-entry': [403, '这项批准不包括这条记录。', 'The grant is not of this entry.'],
  'grant-required': [
    403,
    '按本院规定，打开内容须先经批准和会签。',
    'Your court asks for a grant before content is opened.',
  ],
  'entry-destroyed': [409, '这条记录的内容已依法销毁。', 'The content of this record was destroyed by law.'],
  'destruction-nothing': [
    404,
    '没有找到这个编号的记录或补充，请核对。',
    'There is no entry or supplement with that number.',
  ],
  'destruction-own-entry': [
    403,
    '您本人填写的记录，请由别人办理销毁。',
    'The destruction of your own entry is for others.',
  ],
  'destruction-asked': [
    409,
    '这条记录已经有人提出销毁，等待批准。',
    'Its destruction was asked for already.',
  ],
  'destruction-unknown': [404, '没有找到这项销毁申请。', 'No such request.'],
  'destruction-own': [
    403,
    '销毁须由两人办理，您提出的由另一人批准。',
    'Two people destroy: another one approves.',
  ],
  'destruction-done': [409, '这项销毁已经办理。', 'It was done already.'],
  'destruction-lapsed': [
    409,
    '这项销毁申请已失效，需要时请重新提出。',
    'The request has lapsed; please ask anew.',
  ],
  'case-differs': [
    409,
    '案号与原记录不一致；补充填报不改变案号。',
    'The case is not that of the entry; a supplement does not change it.',
  ],
  'already-linked': [409, '这条记录已经挂到案件上。', 'This entry already belongs to a case.'],
  'scope-narrowed': [
    409,
    '已录入平台的记录不能改为仅附卷；如属正常履职，督察甄别时会注明。',
    'What was reported cannot become file-only.',
  ],
  'ground-not-allowed': [400, '本院没有启用这一项不录入平台的依据。', 'This court does not use that ground.'],
  'ground-not-at-work': [
    400,
    '按本院日历，这一时间不在工作时间内，不适用“工作场所、工作时间接待”这一依据。',
    'By the court’s calendar this was not working time.',
  ],
  'conduct-unknown': [400, '行为情形不在本院的清单里，请重新选择。', 'Unknown conduct code.'],
  'name-hidden-characters': [
    400,
    '姓名、单位里有看不见的字符，请删去后重新输入。',
    'A name holds characters that cannot be seen.',
  ],
  'occurred-in-future': [400, '发生时间晚于现在，请核对。', 'The time of occurrence lies in the future.'],
  'occurred-too-early': [400, '发生时间过早，请核对。', 'The time of occurrence is too early.'],
  'at-in-future': [
    400,
    '本机时间比服务器快一天以上，请校准本机时间后重试。',
    'This computer’s clock is more than a day ahead.',
  ],
  'at-too-early': [400, '本机时间过早，请校准本机时间后重试。', 'This computer’s clock is far behind.'],
  'evidence-missing': [400, '有附件尚未上传成功，请稍后重试。', 'An evidence file has not been uploaded.'],
  'evidence-empty': [400, '附件是空文件，请重新选择。', 'The evidence file is empty.'],
  'evidence-hash-differs': [
    400,
    '附件在传输中有变化，请重新上传。',
    'The evidence bytes do not have the announced hash.',
  ],
  'evidence-too-large': [
    413,
    '附件超过本院规定的大小，请压缩后再添加。',
    'The file is larger than your court allows; please make it smaller.',
  ],
  'evidence-name-unsafe': [
    400,
    '文件名里有看不见的字符或路径，请改名后再添加。',
    'The file’s name holds characters nobody sees; please rename it.',
  ],
  'evidence-executable': [
    400,
    '程序、脚本、快捷方式和网页文件不能作为附件，请截图后添加。',
    'Programs, scripts, links and web pages are not taken; please attach a screenshot.',
  ],
  'evidence-type-lies': [
    400,
    '文件内容与扩展名不一致，请用原来的程序另存后再添加，或者截图添加。',
    'The file is not what its name says; please save it anew, or attach a screenshot.',
  ],
  'evidence-unknown-type': [
    400,
    '不支持这种文件，请另存为 PDF 或截图后添加。',
    'This type of file is not supported; please save it as PDF or attach a screenshot.',
  ],
  'evidence-kind-not-allowed': [
    400,
    '本院规定不收这一类文件，请换一种格式。',
    'Your court does not take this kind of file.',
  ],
  'evidence-archive-bomb': [
    400,
    '文件里套有压缩包，或者展开后过大，请另存为 PDF 后添加。',
    'The file has archives in it or unpacks to too much; please save it as PDF.',
  ],
  'evidence-picture-too-large': [
    400,
    '图片的像素过大，请缩小尺寸或截图后添加。',
    'The picture has too many pixels; please scale it down.',
  ],
  'evidence-encrypted': [
    400,
    '文件有密码，以后无法查看，请去掉密码后再添加。',
    'The file has a password; please take it off first.',
  ],
  'evidence-macros': [
    400,
    '文件带有宏，请另存为 PDF 后再添加。',
    'The file holds macros; please save it as PDF.',
  ],
  'evidence-unreadable': [
    400,
    '文件不完整或已损坏，请重新取得后再添加。',
    'The file is incomplete or damaged; please get it anew.',
  ],
  'upload-part': [400, '附件的这一段与全长不符，请重新上传。', 'The part does not fit the length announced.'],
  'upload-offset': [
    409,
    '附件要从已收到的位置接着传。',
    'The part does not begin where the upload stands; see Upload-Offset.',
  ],
  'signed-out': [401, '请先登录。', 'Please sign in.'],
  'sign-in-failed': [401, '登录没有完成，请重新登录。', 'Sign-in did not complete.'],
  'proof-invalid': [
    401,
    '这一请求不是从您登录的浏览器发出的，请重新登录。',
    'The request does not come from the browser that signed in; please sign in again.',
  ],
  'sign-in-again': [
    403,
    '办理此项前请再登录一次，确认是您本人。',
    'Please sign in once more before doing this.',
  ],
  'second-factor-required': [
    403,
    '您的岗位登录时需要第二验证方式。请在统一身份认证中用它登录；还没有的，请联系本院信息技术部门。',
    'Your office asks for a second factor at sign-in; use it at the court’s identity provider, or ask the IT office.',
  ],
  'account-bound': [
    403,
    '这个账号以前由另一身份使用。请联系本院信息技术部门核对后重新绑定。',
    'This account was used with another identity before; ask the IT office to bind it anew.',
  ],
  'not-allowed': [403, '您的身份不能办理此项。', 'Your role may not do this.'],
  'not-of-case': [403, '只有本案的办案人员可以办理此项。', 'Only people of the case may do this.'],
  'direct-not-offered': [
    409,
    '本院还没有设置上级法院的密钥，暂时不能直报。您可以直接联系上级法院。',
    'Your court has not been told the key of its superior; please turn to the superior directly.',
  ],
  'direct-outdated': [
    409,
    '上级法院的密钥或本院的设置已更新，请重新打开页面再提交一次。',
    'The key of the superior court or the court’s settings have changed; please open the page anew and send it again.',
  ],
  'direct-full': [
    503,
    '现在等待送出的较多，请几小时后再试；急的请直接联系上级法院。',
    'Too many wait to be sent just now; please try again in some hours, or turn to the superior directly.',
  ],
  'consignment-unopened': [
    409,
    '上报数据用本院没有的密钥加密；请下级法院换用本院现在的直报公钥。',
    'The consignment is sealed to a key this court does not have; give the sender this court’s present direct key.',
  ],
  'court-wrong': [403, '这条记录不属于本院。', 'This record belongs to another court.'],
  'consignment-untrusted': [
    403,
    '上报数据的签名未通过核验。',
    'The consignment is not signed by a known court.',
  ],
  'witness-moved': [
    409,
    '另一请求刚刚更新了见证状态，请重试。',
    'Another request has been witnessed meanwhile; try again.',
  ],
  'proof-size': [400, '没有这样大小的日志。', 'The log never had that size.'],
  'log-rolled-back': [
    503,
    '本院数据比上级法院已见证的少，暂停提交；请联系信息技术人员，按“留痕日志”页的提示恢复备份。',
    'This court’s log is shorter than what the superior court has witnessed; filing is held until a newer backup is restored.',
  ],
  'log-forked': [
    503,
    '本院数据与上级法院已见证的不一致，服务暂停；请联系信息技术人员和督察专员核查。',
    'This court’s log differs from what the superior court has witnessed; the sidecar does not serve what it cannot vouch for.',
  ],
  'plain-http': [
    403,
    '请通过 https 地址访问，以免内容被他人看到。',
    'Please use the https address, so that nobody can read along.',
  ],
  'not-found': [404, '没有找到，或者您无权查看。', 'Not found, or not yours to see.'],
  'record-differs': [
    409,
    '同一编号的记录已经存在，且内容不同；原记录未作改动。',
    'A record with this id and another body exists; it was left as it is.',
  ],
  'parcel-gap': [409, '上报序号不连续，等待补齐。', 'A parcel is missing before this one.'],
  'gate-closed': [
    409,
    '尚有人员未声明，暂不能提请。',
    'Somebody has not stated yet; the case cannot be submitted.',
  ],
  'case-unknown': [
    409,
    '还没有读到本案的办案人员，请先打开案件页面。',
    'The people of this case are not known yet.',
  ],
  'too-large': [413, '内容过大，请减小后重试（单个附件不超过 20 MB）。', 'Too large (20 MB a file at most).'],
  'media-type': [415, '不支持的数据格式。', 'Unsupported content type.'],
  'content-encoding': [415, '请不要压缩后再提交。', 'Compressed bodies are not taken.'],
  'too-many-requests': [
    429,
    '请求过于频繁，请稍候再试；您填写的内容不会丢失。',
    'Too many requests; please wait a moment. Nothing you typed is lost.',
  ],
  unexpected: [
    500,
    '系统出现意外，您填写的内容没有丢失，请稍后重试。',
    'Something went wrong; please try again.',
  ],
  'issuer-unreachable': [
    503,
    '暂时连不上统一身份认证，请稍后重试。',
    'The identity provider cannot be reached.',
  ],
  'clock-wrong': [
    503,
    '服务器时间有误，暂不接收新的记录；您填写的内容仍在本机，请告知信息技术部门。',
    'The server’s clock is wrong, so nothing new is filed; what you typed is kept here. Please tell the IT office.',
  ],
  'trace-unwritten': [
    503,
    '这次查看没能留痕，因此没有显示内容。请稍后重试；仍不行请联系信息技术部门。',
    'This reading could not be written down, so nothing is shown. Please try again later.',
  ],
  'not-ready': [503, '服务暂不可用，请稍后重试。', 'Not ready; please try again.'],
  'disk-full': [
    507,
    '服务器存储空间不足，请联系信息技术部门；您填写的内容仍在本机。',
    'The server’s disk is full.',
  ],
} as const satisfies Record<string, readonly [number, string, string]>;

export type ProblemCode = keyof typeof PROBLEMS;
export interface FieldError {
  path: string;
  code: string;
}

/** Thrown anywhere below a route; becomes a problem answer at the edge. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly errors: FieldError[] | undefined;
  constructor(code: ProblemCode, errors?: FieldError[]) {
    super(code);
    this.code = code;
    this.errors = errors;
  }

  /** The HTTP status it is answered with. */
  get status(): number {
    return PROBLEMS[this.code][0];
  }
}

/** The field errors of a failed zod parse: our own codes where a rule gave one, zod's otherwise. */
export function fieldErrors(error: z.ZodError, prefix = ''): FieldError[] {
  const at = (path: PropertyKey[]) => prefix + path.map(String).join('.');
  return error.issues
    .flatMap((issue): FieldError[] =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: at([...issue.path, key.slice(0, 80)]), code: 'field-unknown' }))
        : [
            {
              path: at(issue.path),
              code: /^[a-z]+(-[a-z]+)+$/.test(issue.message) ? issue.message : issue.code,
            },
          ],
    )
    .slice(0, 50);
}

/** @param language the request's Accept-Language; Chinese unless it asks for English first */
export function toProblem(refusal: Refusal, language: string | undefined): Problem {
  const [status, zh, en] = PROBLEMS[refusal.code];
  const words = /^en\b/i.test(language ?? '') ? en : zh;
  return {
    type: `urn:liuhen:problem:${refusal.code}`,
    title: words,
    status,
    code: refusal.code,
    detail: words,
    ...(refusal.errors ? { errors: refusal.errors } : {}),
  };
}
