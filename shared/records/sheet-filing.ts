/** A sheet filing: the printed sheet lies in the host's case file, and was read back from there (随案入卷). */
import { z } from 'zod';
import { caseNumberText, envelope, sha256Hex, text } from './record.ts';

export const sheetFilingBody = z.strictObject({
  caseNumber: caseNumberText,
  /** Hash of the sheet's content, as printed on every page. */
  sheetHash: sha256Hex,
  /** SHA-256 of the PDF's bytes, recomputed over what the host gave back. */
  fileHash: sha256Hex,
  bytes: z.int().min(1),
  fileName: text(200),
  volume: z.enum(['main', 'confidential']),
  host: z.strictObject({ profile: text(60), profileVersion: z.int().min(1) }),
});
export type SheetFilingBody = z.infer<typeof sheetFilingBody>;
export const sheetFiling = envelope('sheet-filing', sheetFilingBody);
export type SheetFiling = z.infer<typeof sheetFiling>;
