/**
 * A staff list as the personnel office has it, a CSV file saved by a spreadsheet, read into the staff list of the
 * log and the first passwords of the embedded provider. Every row that cannot be taken is named with its line,
 * column and reason; the others are taken.
 */
import { parse } from 'csv-parse/sync';
import {
  STAFF_ROLES,
  type StaffMember,
  type StaffRole,
  staffMember,
} from '../../shared/records/staff-list.ts';
import { isStorableText } from '../../shared/text.ts';
import { normalizeAccount, PASSWORD_MAX, PASSWORD_MIN, passwordFault } from './accounts.ts';

export interface StaffCsvError {
  /** As a spreadsheet counts rows; the header is line 1. */
  line: number;
  /** The column's Chinese name, or '' when the whole line is meant. */
  column: string;
  code: keyof typeof MESSAGES;
  message: string;
}

export interface StaffCsv {
  staff: StaffMember[];
  /** Account → first password, for the rows that gave one. */
  passwords: Map<string, string>;
  errors: StaffCsvError[];
}

const MESSAGES = {
  'encoding-unknown': '文件编码无法识别，请另存为“CSV UTF-8”后再导入',
  'file-empty': '文件中没有内容',
  'column-missing': '缺少这一列',
  'column-twice': '这一列出现了两次',
  'csv-malformed': '引号不成对，或格式不正确',
  'too-many-cells': '单元格比表头多；含逗号的内容要加英文双引号',
  'cell-empty': '不能为空',
  'cell-too-long': '内容过长',
  'text-not-storable': '含有不能保存的字符',
  'code-invalid': '工号只能用字母、数字、短横线和下划线，不超过32位',
  'code-twice': '工号与前面的行重复',
  'account-twice': '账号与前面的行重复',
  'role-unknown':
    '不认识的角色；可用：干警、审委会委员、部门负责人、部门管理员、院管理员、党组书记、督察专员、督察室、院长、信息技术',
  'password-too-short': `初始密码少于${PASSWORD_MIN}位`,
  'password-too-long': `初始密码超过${PASSWORD_MAX}位`,
} as const;

type Column = 'code' | 'name' | 'department' | 'post' | 'roles' | 'account' | 'password';

const COLUMNS: Readonly<Record<Column, { zh: string; aliases: readonly string[]; required: boolean }>> = {
  code: { zh: '工号', aliases: ['工号', 'code'], required: true },
  name: { zh: '姓名', aliases: ['姓名', 'name'], required: true },
  department: { zh: '部门', aliases: ['部门', 'department'], required: true },
  post: { zh: '职务', aliases: ['职务', 'post'], required: true },
  roles: { zh: '角色', aliases: ['角色', 'roles'], required: false },
  account: { zh: '账号', aliases: ['账号', '帐号', 'account'], required: true },
  password: { zh: '初始密码', aliases: ['初始密码', 'password'], required: false },
};
const COLUMN_NAMES = Object.keys(COLUMNS) as Column[];

const ROLE_NAMES: ReadonlyMap<string, StaffRole> = new Map<string, StaffRole>([
  ['干警', 'staff'],
  ['审委会委员', 'committee-member'],
  ['部门负责人', 'department-head'],
  ['部门管理员', 'department-administrator'],
  ['院管理员', 'court-administrator'],
  ['党组书记', 'party-secretary'],
  ['督察专员', 'custodian'],
  ['督察室', 'inspection'],
  ['院长', 'president'],
  ['信息技术', 'it'],
  ...STAFF_ROLES.map((role): [string, StaffRole] => [role, role]),
]);

export function parseStaffCsv(bytes: Uint8Array): StaffCsv {
  const out: StaffCsv = { staff: [], passwords: new Map(), errors: [] };
  const report = (line: number, column: Column | '', code: StaffCsvError['code']) => {
    out.errors.push({ line, column: column && COLUMNS[column].zh, code, message: MESSAGES[code] });
  };

  const text = decode(bytes);
  if (text === undefined) {
    report(1, '', 'encoding-unknown');
    return out;
  }
  const [header, ...rows] = split(text, (line) => report(line, '', 'csv-malformed'));
  if (!header) {
    if (out.errors.length === 0) report(1, '', 'file-empty');
    return out;
  }

  const places = new Map<Column, number>();
  header.cells.forEach((cell, place) => {
    const title = cell.normalize('NFKC').trim().toLowerCase();
    const column = COLUMN_NAMES.find((name) => COLUMNS[name].aliases.includes(title));
    if (!column) return; // 序号, 备注 and the like are nobody's business here
    if (places.has(column)) report(header.line, column, 'column-twice');
    else places.set(column, place);
  });
  for (const column of COLUMN_NAMES) {
    if (COLUMNS[column].required && !places.has(column)) report(header.line, column, 'column-missing');
  }
  if (out.errors.some(({ code }) => code === 'column-missing' || code === 'column-twice')) return out;

  const codes = new Set<string>();
  const accounts = new Set<string>();
  for (const { line, cells } of rows) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const faults = new Map<Column | '', StaffCsvError['code']>();
    const cell = (column: Column): string => {
      const place = places.get(column);
      return (place === undefined ? '' : (cells[place] ?? '')).trim();
    };
    if (cells.slice(header.cells.length).some((extra) => extra.trim() !== ''))
      faults.set('', 'too-many-cells');

    const names = cell('roles')
      .split(/[、;；|,，]/u)
      .map((name) => name.normalize('NFKC').trim().toLowerCase());
    const roles = new Set<StaffRole>();
    for (const name of names.filter((part) => part !== '')) {
      const role = ROLE_NAMES.get(name);
      if (role) roles.add(role);
      else faults.set('roles', 'role-unknown');
    }
    if (roles.size === 0) roles.add('staff');

    const member: StaffMember = {
      code: cell('code').normalize('NFKC'),
      name: cell('name').normalize('NFC'),
      department: cell('department').normalize('NFC'),
      post: cell('post').normalize('NFC'),
      roles: STAFF_ROLES.filter((role) => roles.has(role)),
      account: normalizeAccount(cell('account')),
    };
    for (const issue of staffMember.safeParse(member).error?.issues ?? []) {
      const column = String(issue.path[0] ?? '') as Column;
      if (!faults.has(column)) faults.set(column, faultOf(column, member));
    }
    if (codes.has(member.code)) faults.set('code', 'code-twice');
    if (accounts.has(member.account)) faults.set('account', 'account-twice');

    const password = cell('password');
    const fault = password === '' ? undefined : passwordFault(password);
    if (fault) faults.set('password', fault);

    // A row with a fault still claims its number and account: its twin further down is a fault of the list too.
    if (member.code !== '') codes.add(member.code);
    if (member.account !== '') accounts.add(member.account);
    if (faults.size > 0) {
      for (const [column, code] of faults) report(line, column, code);
      continue;
    }
    out.staff.push(member);
    if (password !== '') out.passwords.set(member.account, password);
  }
  return out;
}

function faultOf(column: Column, member: StaffMember): StaffCsvError['code'] {
  const value = column === 'roles' || column === 'password' ? '' : member[column];
  if (value === '') return 'cell-empty';
  if (column === 'code') return 'code-invalid';
  return isStorableText(value) ? 'cell-too-long' : 'text-not-storable';
}

/** Spreadsheets here save UTF-8 with or without a mark, UTF-16 ("Unicode text"), or GBK; GB18030 reads all of GBK. */
function decode(bytes: Uint8Array): string | undefined {
  const encodings = bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le'] : ['utf-8', 'gb18030'];
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // not this one
    }
  }
  return undefined;
}

interface Row {
  line: number;
  cells: string[];
}

function split(text: string, malformed: (line: number) => void): Row[] {
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const delimiter = firstLine.includes('\t') && !firstLine.includes(',') ? '\t' : ',';
  const rows: Row[] = [];
  try {
    parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        const line = (error as { lines?: unknown } | undefined)?.lines;
        malformed(typeof line === 'number' ? line : 1);
        return undefined;
      },
      on_record: (cells: string[], { lines }) => {
        // The parser names the line a record ends on; line ends inside quotes lead back to where it began.
        const inside = cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
        rows.push({ line: lines - inside, cells });
        return null;
      },
    });
  } catch (error) {
    const line = (error as { lines?: unknown }).lines;
    malformed(typeof line === 'number' ? line : 1);
  }
  return rows;
}
