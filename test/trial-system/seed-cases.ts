import { at } from './time.ts';
import type { Agent, CourtCase, PanelMember, Party } from './types.ts';

interface Brief {
  ajid: string;
  number: string;
  cause: string;
  parties: string[];
  agents?: Agent[];
  /** Logins; the first one of three or more presides. */
  panel: string[];
  handler: string;
  stage: string;
  filedOn: string;
  dueOn: string;
}

const LONG_COMPANY =
  '中原宛城（南阳）新型城镇化基础设施建设投资发展集团有限责任公司' +
  '第二工程分公司白河南岸片区安置房（三期）项目经理部';

const BRIEFS: Brief[] = [
  {
    ajid: '2024130200000123',
    number: '（2024）豫1302民初123号',
    cause: '民间借贷纠纷',
    parties: ['原告:张建军', '被告:河南恒润商贸有限公司'],
    agents: [{ name: '马晓东', firm: '河南宛都律师事务所', actsFor: '原告' }],
    panel: ['wangxl', 'limh', 'zhaogq'],
    handler: 'limh',
    stage: '一审',
    filedOn: '2024-01-15',
    dueOn: '2024-07-15',
  },
  {
    ajid: '2024130200000456',
    number: '（2024）豫1302民初456号',
    cause: '房屋租赁合同纠纷',
    parties: ['原告:杨𬍛', '被告:南阳市卧龙印务有限公司', '第三人:闫喆'],
    agents: [
      { name: '黄𬸪', firm: '河南雷雨律师事务所', actsFor: '原告' },
      { name: '韩志勇', firm: '河南梅溪律师事务所', actsFor: '被告' },
    ],
    panel: ['liujie', 'wuhong', 'zhengyan'],
    handler: 'wuhong',
    stage: '一审',
    filedOn: '2024-02-28',
    dueOn: '2024-08-28',
  },
  {
    ajid: '2025130200000007',
    number: '（2025）豫1302行初7号',
    cause: '行政处罚及行政复议',
    parties: ['原告:南阳市宛城区鑫源再生资源回收站', '被告:南阳市生态环境局宛城分局', '被告:南阳市人民政府'],
    agents: [{ name: '宋丽娟', firm: '河南言公律师事务所', actsFor: '原告' }],
    panel: ['zhengyan', 'liujie', 'zhaogq'],
    handler: 'zhengyan',
    stage: '一审',
    filedOn: '2025-01-08',
    dueOn: '2025-07-08',
  },
  {
    ajid: '2025130200000018',
    number: '（2025）豫1302执恢18号',
    cause: '金融借款合同纠纷',
    parties: ['申请执行人:中国农业银行股份有限公司南阳宛城支行', '被执行人:王德全', '被执行人:李改荣'],
    panel: ['wangxl', 'zhaogq', 'limh'],
    handler: 'zhaogq',
    stage: '恢复执行',
    filedOn: '2025-02-19',
    dueOn: '2025-08-19',
  },
  {
    ajid: '2024130200000088',
    number: '（2024）豫1302刑初88号',
    cause: '非法吸收公众存款罪',
    parties: ['公诉机关:南阳市宛城区人民检察院', '被告人:周成林', '被告人:贾国富'],
    agents: [{ name: '魏东升', firm: '河南南都律师事务所', actsFor: '被告人周成林（辩护人）' }],
    panel: ['wangxl', 'zhaogq', 'limh'],
    handler: 'zhaogq',
    stage: '一审',
    filedOn: '2024-03-11',
    dueOn: '2024-06-11',
  },
  {
    ajid: '2025130200002301',
    number: '（2025）豫1302民初2301号',
    cause: '建设工程施工合同纠纷',
    parties: [
      '原告:赵铁柱',
      '原告:钱守信',
      '原告:孙大勇',
      '原告:李满仓',
      '原告:周长顺',
      '原告:吴二奎',
      '原告:郑红旗',
      '原告:王保国',
      '原告:冯春生',
      '原告:陈麦收',
      '原告:褚文广',
      '原告:卫志刚',
      '原告:蒋来运',
      '原告:沈天成',
      '原告:韩丰收',
      '原告:杨三妮',
      `被告:${LONG_COMPANY}`,
      '被告:南阳市宏远建筑劳务分包有限公司',
      '被告:朱家骏',
      '第三人:南阳市宛城区住房和城乡建设局',
    ],
    agents: [
      { name: '马晓东', firm: '河南宛都律师事务所', actsFor: '原告赵铁柱等十六人' },
      { name: '许振华', firm: '北京市盈泰（郑州）律师事务所', actsFor: `被告${LONG_COMPANY}` },
    ],
    panel: ['wangxl', 'limh', 'wuhong'],
    handler: 'limh',
    stage: '一审',
    filedOn: '2025-05-06',
    dueOn: '2025-11-06',
  },
  {
    ajid: '2025130200000003',
    number: '（2025）豫1302民再3号',
    cause: '股权转让纠纷',
    parties: ['再审申请人:南阳市金谷置业有限公司', '被申请人:田守义', '被申请人:田野'],
    agents: [{ name: '方圆', firm: '河南大为律师事务所', actsFor: '再审申请人' }],
    panel: ['liujie', 'wuhong', 'wangxl'],
    handler: 'wuhong',
    stage: '再审',
    filedOn: '2025-03-03',
    dueOn: '2025-09-03',
  },
  {
    ajid: '2025130200000041',
    number: '（2025）豫1302执异41号',
    cause: '案外人执行异议',
    parties: ['异议人:常秋菊', '申请执行人:南阳村镇银行股份有限公司', '被执行人:南阳市天工机械有限公司'],
    panel: ['zhengyan', 'zhaogq', 'liujie'],
    handler: 'zhaogq',
    stage: '执行异议',
    filedOn: '2025-04-14',
    dueOn: '2025-05-14',
  },
  {
    ajid: '2025130200000915',
    number: '（2025）豫1302民初915号',
    cause: '买卖合同纠纷',
    parties: ['原告:山东鲁中轴承制造有限公司', '被告:南阳市天工机械有限公司'],
    panel: ['wangxl', 'zhaogq', 'wuhong'],
    handler: 'zhaogq',
    stage: '发回重审一审',
    filedOn: '2025-03-27',
    dueOn: '2025-09-27',
  },
  {
    ajid: '2025130200000077',
    number: '（2025）豫1302民初77号',
    cause: '机动车交通事故责任纠纷',
    parties: ['原告:郭小娥', '被告:段志强', '被告:中国人民财产保险股份有限公司南阳市分公司'],
    panel: ['limh'],
    handler: 'limh',
    stage: '一审（简易程序）',
    filedOn: '2025-01-13',
    dueOn: '2025-04-13',
  },
  {
    ajid: '2024130200001890',
    number: '（2024）豫1302民初1890号',
    cause: '离婚后财产纠纷',
    parties: ['原告:孟秋霞', '被告:樊卫东'],
    panel: ['liujie'],
    handler: 'liujie',
    stage: '一审（简易程序）',
    filedOn: '2024-06-20',
    dueOn: '2024-09-20',
  },
  {
    ajid: '2025130200000019',
    number: '（2025）豫1302行初19号',
    cause: '政府信息公开',
    parties: ['原告:薛文斌', '被告:南阳市宛城区自然资源局'],
    panel: ['zhengyan', 'wuhong', 'liujie'],
    handler: 'zhengyan',
    stage: '一审',
    filedOn: '2025-02-11',
    dueOn: '2025-08-11',
  },
  {
    ajid: '2025130200000012',
    number: '（2025）豫1302民特12号',
    cause: '申请认定公民无民事行为能力',
    parties: ['申请人:何玉兰', '被申请人:何德福'],
    panel: ['limh'],
    handler: 'limh',
    stage: '特别程序',
    filedOn: '2025-04-02',
    dueOn: '2025-05-02',
  },
  {
    ajid: '2025130200000026',
    number: '（2025）豫1302财保26号',
    cause: '申请诉前财产保全',
    parties: ['申请人:南阳市宛东粮油购销有限公司', '被申请人:湖北楚丰饲料有限公司'],
    panel: ['wuhong'],
    handler: 'wuhong',
    stage: '诉前保全',
    filedOn: '2025-05-22',
    dueOn: '2025-05-24',
  },
];

function party(text: string): Party {
  const cut = text.indexOf(':');
  return { role: text.slice(0, cut), name: text.slice(cut + 1) };
}

function panelOf(logins: string[]): PanelMember[] {
  return logins.map((login, index) => ({
    login,
    role: index === 0 && logins.length > 1 ? '审判长' : '审判员',
  }));
}

export function seedCases(nameOf: (login: string) => string): CourtCase[] {
  return BRIEFS.map((brief) => ({
    ...brief,
    parties: brief.parties.map(party),
    agents: brief.agents ?? [],
    panel: panelOf(brief.panel),
    clerk: 'zhouyt',
    submissions: [],
    log: [
      { time: at(brief.filedOn, '09:12'), by: '钱立案', action: '立案登记', detail: `案由：${brief.cause}` },
      {
        time: at(brief.filedOn, '10:40'),
        by: '',
        action: '分案',
        detail: `随机分案，承办法官：${nameOf(brief.handler)}`,
      },
      {
        time: at(brief.filedOn, '16:05'),
        by: '钱立案',
        action: brief.panel.length > 1 ? '组成合议庭' : '确定独任审判员',
        detail: brief.panel.map(nameOf).join('、'),
      },
    ],
  }));
}
