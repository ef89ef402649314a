/** The words shown on the host's page, taken at once: after an update of the extension none can be asked for. */
import browser from 'webextension-polyfill';

export const WORDS = [
  'shell_name',
  'shell_due',
  'shell_held',
  'shell_clear',
  'shell_quiet',
  'shell_signedOut',
  'shell_offline',
  'shell_expand',
  'shell_collapse',
  'shell_move',
  'shell_clickAgain',
  'shell_updated',
  'shell_caseUnread',
  'shell_notChecked',
  'agenda_complete',
  'agenda_incomplete',
  'agenda_unknown',
  'agenda_waiting',
  'agenda_entries',
  'agenda_recused',
] as const;
export type Word = (typeof WORDS)[number];
export type Words = Readonly<Record<Word, string>>;

export function takeWords(): Words {
  // $1 stands for itself here and is filled in later.
  return Object.fromEntries(WORDS.map((key) => [key, browser.i18n.getMessage(key, '$1')])) as Words;
}
