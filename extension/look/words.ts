/** Words that do not stand in the locales: code lists, and what a call came to. */
import browser from 'webextension-polyfill';
import { i18n } from '#i18n';
import type { Problem } from '../../shared/api.ts';
import type { CodeList } from '../../shared/codes.ts';
import { CallError } from '../link/client.ts';

export const language: 'zh' | 'en' = browser.i18n.getUILanguage().toLowerCase().startsWith('zh')
  ? 'zh'
  : 'en';

export function wordOf(list: CodeList, code: string): string {
  return list[code]?.[language] ?? code;
}

/** The rules the articles of the code lists are those of, by their own name. */
export const articleWords = (article: string): string =>
  article.replace(/^001 /, language === 'zh' ? '“三个规定”实施细则' : 'Implementing Rules ');

export function listWords(words: string[]): string {
  return words.join(language === 'zh' ? '、' : ', ');
}

/** Words for a stable problem code; message names know neither dot nor hyphen. */
function problemWords(code: string): string {
  const name = `problem_${code.replaceAll(/[.-]/g, '_')}`;
  return browser.i18n.getMessage(name) || i18n.t('common.unexpected');
}

/** What a failed call is told as. */
export function errorWords(error: unknown): string {
  if (!(error instanceof CallError)) return i18n.t('common.unexpected');
  return error.problem.problem?.detail || problemWords(error.problem.code);
}

/** The sidecar's reason for refusing a record. */
export const refusalWords = (problem: Problem | undefined): string =>
  problem === undefined ? i18n.t('common.unexpected') : problem.detail || problemWords(problem.code);
