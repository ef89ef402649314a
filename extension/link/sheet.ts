/**
 * Files the sheet in the host's case file: print → put into the host's own form → read back from the host →
 * record. What is recorded is the hash of the bytes the host gave back, not of those we sent.
 */
import type { SheetFilingBody } from '../../shared/records/sheet-filing.ts';
import { CallError } from './call-error.ts';
import type { FileOutcome } from './calls.ts';
import { sidecar } from './connection.ts';
import { queue } from './outbox.ts';
import { pageCall } from './page-calls.ts';
import { profileOf } from './profiles.ts';
import { mustBeSeenCase } from './same-case.ts';
import { sha256Hex, toBase64 } from './seal.ts';
import type { TabRecord } from './tabs.ts';
import { casePath } from './views.ts';

/** Printing takes longer than an answer from a view. */
const PRINT_TIMEOUT_MS = 28_000;
const HASH = /^[0-9a-f]{64}$/;

async function printed(caseNumber: string) {
  const reply = await sidecar.ask(`${casePath(caseNumber)}/sheet.pdf`, { timeoutMs: PRINT_TIMEOUT_MS });
  const sheetHash = reply.headers.get('Liuhen-Sheet-Hash') ?? '';
  const fileHash = await sha256Hex(reply.body);
  if (!HASH.test(sheetHash) || reply.headers.get('Liuhen-File-Hash') !== fileHash) {
    throw new CallError({ code: 'sheet-damaged' });
  }
  return { bytes: reply.body, sheetHash, fileHash };
}

/**
 * @param tabId the tab of the asking panel, which stands on the record
 * @param caseNumber the case the person saw there
 * @throws CallError case-unread, case-changed, no-recipe, sheet-damaged, page-gone, attach-… and as the sidecar's
 * client does
 */
export async function fileSheet(
  tabId: number,
  { page, origin }: TabRecord,
  caseNumber: string,
): Promise<FileOutcome> {
  if (page.type !== 'case') throw new CallError({ code: 'case-unread' });
  mustBeSeenCase(page, caseNumber);
  const { profile } = await profileOf(origin);
  const recipe = profile.case.attach;
  if (!recipe) throw new CallError({ code: 'attach-no-recipe' });
  const { bytes, sheetHash, fileHash } = await printed(caseNumber);
  const fileName = `一案一表_${caseNumber}_${sheetHash.slice(0, 8)}.pdf`;
  const outcome = await pageCall(tabId, 'attachSheet', { fileName, base64: toBase64(bytes), fileHash });
  if (!outcome.ok) throw new CallError({ code: `attach-${outcome.code}` });
  if (outcome.fileHash !== fileHash) throw new CallError({ code: 'attach-bytes-differ' });
  const body: SheetFilingBody = {
    caseNumber,
    sheetHash,
    fileHash: outcome.fileHash,
    bytes: outcome.bytes,
    fileName,
    volume: recipe.volume,
    host: { profile: profile.id, profileVersion: profile.version },
  };
  return queue.file({ type: 'sheet-filing', body });
}
