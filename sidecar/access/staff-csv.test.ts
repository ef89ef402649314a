import { describe, expect, test } from 'vitest';
import { parseStaffCsv } from './staff-csv.ts';

const HEADER = '工号,姓名,部门,职务,角色,账号,初始密码';
const read = (text: string) => parseStaffCsv(new TextEncoder().encode(text));
const faults = (text: string) => read(text).errors.map(({ line, column, code }) => [line, column, code]);

describe('what is read', () => {
  test('a plain list', () => {
    const { staff, passwords, errors } = read(`${HEADER}
0101,张𬭎,民事审判第一庭,审判员,干警、审委会委员,zhanghong,Liuhen-0101
0102,㛃䶮,立案庭,书记员,"干警,部门负责人",jieyan,
0103,王芳,督察室,督察专员,督察专员;信息技术|院长, ｗａｎｇｆａｎｇ ,Liuhen-0103
0104,李娜,研究室,法官助理,,lina,
`);
    expect(errors).toEqual([]);
    expect(staff).toEqual([
      {
        code: '0101',
        name: '张𬭎',
        department: '民事审判第一庭',
        post: '审判员',
        roles: ['staff', 'committee-member'],
        account: 'zhanghong',
      },
      {
        code: '0102',
        name: '㛃䶮',
        department: '立案庭',
        post: '书记员',
        roles: ['staff', 'department-head'],
        account: 'jieyan',
      },
      {
        code: '0103',
        name: '王芳',
        department: '督察室',
        post: '督察专员',
        roles: ['custodian', 'president', 'it'],
        account: 'wangfang',
      },
      {
        code: '0104',
        name: '李娜',
        department: '研究室',
        post: '法官助理',
        roles: ['staff'],
        account: 'lina',
      },
    ]);
    expect([...passwords]).toEqual([
      ['zhanghong', 'Liuhen-0101'],
      ['wangfang', 'Liuhen-0103'],
    ]);
  });

  test('English headers in any order, further columns, CRLF, a mark of order, tabs', () => {
    const english =
      '\ufeffAccount,Code,Note,Name,Department,Post,Roles\r\nlina,0104,x,李娜,研究室,法官助理,it\r\n';
    const tabbed = english.replaceAll(',', '\t');
    for (const text of [english, tabbed]) {
      const { staff, errors } = read(text);
      expect(errors).toEqual([]);
      expect(staff).toEqual([
        {
          code: '0104',
          name: '李娜',
          department: '研究室',
          post: '法官助理',
          roles: ['it'],
          account: 'lina',
        },
      ]);
    }
  });

  test('GB18030 with rare characters', () => {
    // 工号,姓名,部门,职务,角色,账号,初始密码 / 0101,张𬭎,民一庭,审判员,干警、审委会委员,zhang, / 0102,㛃䶮,立案庭,书记员,干警,jie,
    const bytes = Buffer.from(
      'b9a4bac52cd0d5c3fb2cb2bfc3c52cd6b0cef12cbdc7c9ab2cd5cbbac52cb3f5cabcc3dcc2eb0a' +
        '303130312cd5c59933a9322cc3f1d2bbcda52cc9f3c5d0d4b12cb8c9beafa1a2c9f3ceafbbe1ceafd4b12c7a68616e672c0a' +
        '303130322c8230b731fe9f2cc1a2b0b8cda52ccae9bcc7d4b12cb8c9beaf2c6a69652c0a',
      'hex',
    );
    const { staff, errors } = parseStaffCsv(bytes);
    expect(errors).toEqual([]);
    expect(staff.map(({ name, roles }) => [name, roles])).toEqual([
      ['张𬭎', ['staff', 'committee-member']],
      ['㛃䶮', ['staff']],
    ]);
  });

  test('UTF-16 as a spreadsheet saves it', () => {
    const { staff, errors } = parseStaffCsv(
      Buffer.from(`\ufeff${HEADER}\n0101,张𬭎,民一庭,审判员,干警,zhang,\n`.replaceAll(',', '\t'), 'utf16le'),
    );
    expect(errors).toEqual([]);
    expect(staff[0]?.name).toBe('张𬭎');
  });
});

describe('what is refused', () => {
  test('every bad row by line, column and reason; the good rows are kept', () => {
    const { staff, passwords, errors } = read(`${HEADER}
0101,张伟,民一庭,审判员,干警,zhangwei,Liuhen-0101
01 02,李娜,民一庭,审判员,干警,lina,Liuhen-0102
0103,,民一庭,审判员,干警,wangfang,

0105,"刘
洋",民一庭,审判员,干警,liuyang,
0106,陈静,民一庭,审判员,庭长,chenjing,123
0101,赵敏,民一庭,审判员,干警,zhangwei,
0108,周杰,民一庭,审判员,干警,zhoujie,,多余
0109,${'长'.repeat(61)},民一庭,审判员,干警,chang,
0110,孙\u0000丽,民一庭,审判员,干警,sunli,
0111,吴刚,民一庭,审判员,干警,wugang,Liuhen-0111
`);
    expect(errors.map(({ line, column, code }) => [line, column, code])).toEqual([
      [3, '工号', 'code-invalid'],
      [4, '姓名', 'cell-empty'],
      [8, '角色', 'role-unknown'],
      [8, '初始密码', 'password-too-short'],
      [9, '工号', 'code-twice'],
      [9, '账号', 'account-twice'],
      [10, '', 'too-many-cells'],
      [11, '姓名', 'cell-too-long'],
      [12, '姓名', 'text-not-storable'],
    ]);
    expect(staff.map(({ code }) => code)).toEqual(['0101', '0105', '0111']);
    expect([...passwords.keys()]).toEqual(['zhangwei', 'wugang']);
    expect(errors[3]?.message).toContain('少于8位');
    expect(JSON.stringify(errors)).not.toContain('123');
  });

  test('a row after a bad one with the same number is still its double', () => {
    expect(faults(`${HEADER}\n7,,庭,职,干警,a,\n7,张伟,庭,职,干警,b,\n`)).toEqual([
      [2, '姓名', 'cell-empty'],
      [3, '工号', 'code-twice'],
    ]);
  });

  test('missing and doubled columns, with no row taken', () => {
    const { staff, errors } = read('工号,姓名,姓名,部门,职务\n1,张伟,张伟,庭,职\n');
    expect(staff).toEqual([]);
    expect(errors.map(({ line, column, code }) => [line, column, code])).toEqual([
      [1, '姓名', 'column-twice'],
      [1, '账号', 'column-missing'],
    ]);
  });

  test('a stray quote names its line, and the rows around it are taken', () => {
    const { staff, errors } = read(
      `${HEADER}\n1,张伟,庭,职,干警,a,\n2,李"娜,庭,职,干警,b,\n3,王芳,庭,职,干警,c,\n`,
    );
    expect(errors.map(({ line, code }) => [line, code])).toEqual([[3, 'csv-malformed']]);
    expect(staff.map(({ code }) => code)).toEqual(['1', '3']);
  });

  test('an open quote, nothing at all, bytes that are no text', () => {
    expect(read(`${HEADER}\n1,"张伟,庭,职,干警,a,\n`).errors.map(({ code }) => code)).toEqual([
      'csv-malformed',
    ]);
    expect(faults('')).toEqual([[1, '', 'file-empty']]);
    expect(
      parseStaffCsv(Uint8Array.of(0x50, 0x4b, 3, 4, 0xff, 0xff, 0xff)).errors.map(({ code }) => code),
    ).toEqual(['encoding-unknown']);
  });
});
