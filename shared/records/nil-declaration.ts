/**
 * A nil declaration (无上述情形): the signed statement that nothing of the kind happened in this case, made
 * against an explicit list of questions so that nobody signs a blank (一案一表; 零报告).
 */
import { z } from 'zod';
import { STAGES, type Stage } from '../codes.ts';
import { caseNumberText, envelope } from './record.ts';

export { NIL_QUESTIONS } from '../nil-questions.ts';

export const nilDeclarationBody = z.strictObject({
  caseNumber: caseNumberText,
  /** Version of the question list that was shown and affirmed. */
  questions: z.literal(1),
  affirmed: z.tuple([
    z.literal('external'),
    z.literal('internal'),
    z.literal('contact'),
    z.literal('omission'),
  ]),
  /** 诉讼环节 the statement is made at. */
  stage: z.enum(Object.keys(STAGES) as [Stage, ...Stage[]]).optional(),
  declared: z.literal(true),
});
export type NilDeclarationBody = z.infer<typeof nilDeclarationBody>;

export const nilDeclaration = envelope('nil-declaration', nilDeclarationBody);
export type NilDeclaration = z.infer<typeof nilDeclaration>;
