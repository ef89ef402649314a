/** docs/access.md as the access matrix and the table of routes have it. `node test/access-document/update.ts` writes it. */
import {
  type Cells,
  MATRIX,
  type Role,
  refusalOf,
  type Scope,
  type Thing,
} from '../../shared/access-matrix.ts';
import { ROUTES } from '../../sidecar/access/routes-table.ts';

const ROLES: Readonly<Record<Role, string>> = {
  anyone: '未登录者',
  staff: '干警',
  'committee-member': '审委会委员',
  'department-head': '部门负责人',
  'department-administrator': '部门管理员',
  'court-administrator': '院管理员',
  custodian: '督察专员',
  inspection: '督察室其他人员',
  president: '院长',
  'party-secretary': '党组书记',
  it: '信息技术',
  'another-court': '其他法院',
  operator: '本机命令行',
  outbox: '上报程序',
  witness: '见证程序',
  courier: '信使程序',
};
const ROLE_NAMES = Object.keys(ROLES) as Role[];

const SCOPES: Readonly<Record<Scope, readonly [word: string, zh: string, en: string]>> = {
  court: ['可', '本院范围内，不另设条件', 'everything of this court; another court’s things are not here'],
  own: ['本人', '本人填写、上传、签署的', 'what one filed, brought or signed oneself'],
  case: ['本案', '案件页面载明的办案人员', 'a case whose page names the asker'],
  filer: [
    '入卷人',
    '按本院规则负责一案一表入卷的办案人员',
    'who puts the sheet into the case file, by policy',
  ],
  meeting: ['会议', '与所提请的会议一并指明的案件', 'a case together with the meeting it goes to'],
  department: ['本部门', '属于本人所在部门的', 'what belongs to the asker’s department'],
  others: ['他人', '既非本人填写，也不涉及本人的', 'what is neither by nor about the asker'],
  opened: [
    '已打开',
    '已留痕打开、尚在一小时内的',
    'what one has opened, which left its trace, while it holds',
  ],
  granted: ['经批准', '批准书载明且尚在有效期内的', 'what a grant in force names'],
};

const THINGS: Readonly<Record<Thing, readonly [zh: string, en: string]>> = {
  entry: ['记录', 'entry'],
  supplement: ['补充填报', 'supplement'],
  'case-link': ['补挂案号', 'case link'],
  escalation: ['逐级上报', 'escalation'],
  'case-reading': ['案件读取', 'case reading'],
  'nil-declaration': ['无上述情形声明', 'nil declaration'],
  reminder: ['提醒', 'reminder'],
  clearance: ['放行', 'clearance'],
  'sheet-filing': ['入卷记录', 'sheet filing'],
  recusal: ['回避表态', 'recusal statement'],
  opening: ['查看（留痕）', 'opening'],
  screening: ['甄别', 'screening'],
  'entry-return': ['退回补充', 'return'],
  'grant-request': ['查阅申请', 'grant request'],
  'grant-decision': ['查阅审批', 'grant decision'],
  'grant-countersign': ['查阅会签', 'countersignature'],
  'grant-withdrawal': ['查阅撤回', 'withdrawal of a grant'],
  'destruction-request': ['销毁申请', 'destruction request'],
  destruction: ['依法销毁', 'destruction by law'],
  'log-restart': ['日志续记', 'log begun anew'],
  'witnessed-checkpoint': ['见证下级日志', 'log witnessed'],
  'witness-refusal': ['拒绝见证', 'witness refused'],
  'staff-list': ['人员名单', 'staff list'],
  'received-record': ['下级法院上报的记录', 'received record'],
  'upstream-receipt': ['回执', 'receipt'],
  complaint: ['申诉控告', 'complaint'],
  'complaint-reply': ['申诉控告的答复', 'reply to a complaint'],
  'direct-report': ['直报', 'direct report'],
  'sealed-envelope': ['密封件', 'sealed envelope'],
  records: ['日志记录（各类见上）', 'any record, over HTTP'],
  session: ['登录', 'session'],
  'own-records': ['本人的日志记录', 'own records'],
  'own-entries': ['本人的记录', 'own entries'],
  'own-complaints': ['本人的申诉控告', 'own complaints'],
  duties: ['待办', 'duties'],
  'screening-list': ['待甄别清单', 'screening list'],
  'entry-content': ['他人记录的内容', 'content of another’s entry'],
  evidence: ['佐证材料', 'evidence'],
  'granted-content': ['经批准查阅的内容', 'content under a grant'],
  grants: ['查阅批准（不含内容）', 'grants, without content'],
  'complaint-list': ['申诉控告清单（含职务变动提示）', 'complaints and changes of post, without content'],
  'complaint-content': ['他人申诉控告的内容', 'content of another’s complaint'],
  'direct-reports': ['收到的直报', 'direct reports received'],
  destructions: ['依法销毁清单', 'destructions'],
  escalations: ['收到的逐级上报', 'escalations received'],
  log: ['日志与证明', 'logs and proofs'],
  receipt: ['存证凭证', 'receipt of a record'],
  witness: ['见证', 'witness'],
  case: ['案件', 'case'],
  gate: ['关口', 'gate'],
  sheet: ['一案一表', 'sheet'],
  brief: ['会前简报', 'brief'],
  agenda: ['议程标记', 'agenda marks'],
  counts: ['统计数字', 'counts'],
  policy: ['本院规则', 'policy'],
  colleagues: ['同事名单查询', 'colleagues'],
  profiles: ['主机档案', 'host profiles'],
  'sign-in': ['登录入口', 'sign-in'],
  operations: ['运行状态', 'operations'],
  'api-document': ['接口说明', 'API document'],
  inbox: ['收件箱', 'inbox'],
};

const ACTIONS: Readonly<Record<string, string>> = {
  file: '填写',
  read: '查看',
  print: '打印',
  open: '开始',
  end: '结束',
  bring: '送交',
  search: '查询',
  view: '查看（不含内容和身份）',
  'view-whole': '查看（与入卷件同）',
  'read-lines': '查看各人填报',
  'read-state': '查看声明与入卷情况',
  'read-department-head': '查看（提给部门负责人的）',
  'read-inspection': '查看（提给督察专员的）',
  'read-president': '查看（提给院长的）',
  'read-office': '查看（办理人）',
  'read-committee': '查看（申请提交审委会的）',
};

/** @throws where an action of the matrix has no word */
function actionWord(action: string): string {
  const word = ACTIONS[action];
  if (word === undefined) throw new Error(`no word for the action ${action}`);
  return word;
}

function rowsOf(thing: Thing): string[] {
  return Object.entries(MATRIX[thing] as Record<string, Cells>).map(([action, cells]) => {
    const [zh, en] = THINGS[thing];
    const told = ROLE_NAMES.map((role) =>
      [cells[role] ?? []]
        .flat()
        .map((scope) => SCOPES[scope][0])
        .join('、'),
    );
    return `| ${zh} ${en} | ${actionWord(action)} \`${action}\` | ${told.join(' | ')} |`;
  });
}

export function accessDocument(): string {
  const things = Object.keys(MATRIX) as Thing[];
  const hidden = things.filter((thing) => refusalOf(thing) === 'not-found').map((thing) => THINGS[thing][0]);
  const routes = ROUTES.map(
    ({ method, path, thing, action }) =>
      `| \`${method} ${path}\` | ${THINGS[thing][0]} | ${action === undefined ? '' : actionWord(action)} |`,
  );
  return `# Who may do what 谁可以做什么

Printed from \`shared/access-matrix.ts\` by \`node test/access-document/update.ts\`; a test compares it with every answer of a running
sidecar. What is not here nobody may do. 未列出的，任何人不得办理。

Whoever is on the staff list is 干警, whatever else they are, and several roles add up. The superior court asks nothing here: what
it has, it was sent. 凡在人员名单内的都是干警，兼有几种身份的合并计算。上级法院不在此查看，只收上报的。

| Scope 范围 | 含义 | Meaning |
| --- | --- | --- |
${Object.values(SCOPES)
  .map(([word, zh, en]) => `| ${word} | ${zh} | ${en} |`)
  .join('\n')}

| Thing 事项 | Action 操作 | ${ROLE_NAMES.map((role) => ROLES[role]).join(' | ')} |
| --- | --- | ${ROLE_NAMES.map(() => '---').join(' | ')} |
${things.flatMap(rowsOf).join('\n')}

Of these who may not ask is answered as if there were nothing (404), and what holds or opens content leaves a trace of the attempt:
${hidden.join('、')}。Of the others the refusal says that one's role may not (403).

## Routes 接口

| Route | Thing 事项 | Action 操作（空：该事项中本人可办的） |
| --- | --- | --- |
${routes.join('\n')}
`;
}
