/** A staff list: who works at the court, imported as a whole; the newest list is the one in force. */
import { z } from 'zod';
import { envelope, text } from './record.ts';

export const STAFF_ROLES = [
  'staff',
  'committee-member',
  'department-head',
  /** 部门管理员: counts of a department, no content. */
  'department-administrator',
  /** 院管理员: content only by a grant (济法发〔2021〕17号 四(五)). */
  'court-administrator',
  /** 党组书记 */
  'party-secretary',
  'inspection',
  /** 督察专员: the designated two of the inspection office, who alone screen. */
  'custodian',
  'president',
  'it',
] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

export const staffMember = z.strictObject({
  /** 工号: unique within the court, never given to another person. */
  code: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/),
  name: text(60),
  department: text(80),
  post: text(80),
  roles: z.array(z.enum(STAFF_ROLES)).max(STAFF_ROLES.length),
  /** Sign-in name at the identity provider. */
  account: text(120),
});
export type StaffMember = z.infer<typeof staffMember>;

export const staffListBody = z
  .strictObject({ people: z.array(staffMember).max(20_000) })
  .superRefine((body, ctx) => {
    const codes = new Set<string>();
    const accounts = new Set<string>();
    body.people.forEach((person, index) => {
      if (codes.has(person.code)) {
        ctx.addIssue({ code: 'custom', path: ['people', index, 'code'], message: 'staff-code-twice' });
      }
      if (accounts.has(person.account)) {
        ctx.addIssue({ code: 'custom', path: ['people', index, 'account'], message: 'staff-account-twice' });
      }
      codes.add(person.code);
      accounts.add(person.account);
    });
  });
export type StaffListBody = z.infer<typeof staffListBody>;
export const staffList = envelope('staff-list', staffListBody);
export type StaffList = z.infer<typeof staffList>;
