/** 日志续记: the court's logs lost their end and begin anew under another name, with the superior court's knowledge. */
import { z } from 'zod';
import { envelope } from './record.ts';

const size = z.int().min(0);

export const logRestartBody = z.strictObject({
  /** How often it has happened, this time included. */
  restarts: z.int().min(1),
  losses: z
    .array(
      z.strictObject({
        log: z.enum(['disclosures', 'access']),
        state: z.enum(['rolled-back', 'forked']),
        /** How many leaves are left, and how many the superior court had cosigned. */
        size,
        witnessed: size,
      }),
    )
    .min(1)
    .max(2),
});
export type LogRestartBody = z.infer<typeof logRestartBody>;
export const logRestart = envelope('log-restart', logRestartBody);
export type LogRestart = z.infer<typeof logRestart>;
