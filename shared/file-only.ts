/**
 * What is filed in the case but not entered on the platform (001 第7、8、9条): which grounds fit which entry, and what
 * each of them asks for. Everything is kept in the log all the same; only the report upstream leaves it out.
 */
import type { EntryKind, FileOnlyGround } from './codes.ts';

export interface GroundRule {
  kind: EntryKind;
  /** Where the ground comes from. */
  article: string;
  /** 相关材料、批示、指示附卷: at least one file must be attached. */
  material: boolean;
  /** An approval given beforehand must be named. */
  approval: boolean;
  /** Only at the workplace and in working time. */
  atWork: boolean;
  /** The 履职依据 that goes with it. */
  dutyBasis?: 'superior-guidance' | 'authority-list';
}

const rule = (kind: EntryKind, article: string, asks: Partial<GroundRule> = {}): GroundRule => ({
  kind,
  article,
  material: false,
  approval: false,
  atWork: false,
  ...asks,
});

export const GROUND_RULES: Readonly<Record<FileOnlyGround, GroundRule>> = {
  'commissioned-opinion': rule('external', '001 第7条', { material: true }),
  'superior-guidance': rule('internal', '001 第8条', { dutyBasis: 'superior-guidance' }),
  'authority-list': rule('internal', '001 第5、8条', { material: true, dutyBasis: 'authority-list' }),
  'approved-contact': rule('contact', '001 第9条', { approval: true }),
  'workplace-contact': rule('contact', '001 第9条', { atWork: true }),
};

/** What an entry must have told for a ground to be judged. */
export interface GroundFacts {
  kind: EntryKind;
  evidence: readonly unknown[];
  approval?: unknown;
  atWorkplace: boolean | null;
  workingTime?: boolean | undefined;
  dutyBasis?: string | undefined;
}

export interface GroundLack {
  code: 'other-kind' | 'material-required' | 'approval-required' | 'not-at-work' | 'duty-basis-required';
  path: string[];
}

/** The first thing that is missing for a ground; undefined when it holds. */
export function fileOnlyLack(entry: GroundFacts, ground: FileOnlyGround): GroundLack | undefined {
  const asks = GROUND_RULES[ground];
  if (asks.kind !== entry.kind) return { code: 'other-kind', path: ['fileOnly', 'ground'] };
  if (asks.dutyBasis !== undefined && entry.dutyBasis !== asks.dutyBasis)
    return { code: 'duty-basis-required', path: ['dutyBasis'] };
  if (asks.atWork && !(entry.atWorkplace === true && entry.workingTime !== false))
    return { code: 'not-at-work', path: ['fileOnly', 'ground'] };
  if (asks.approval && !entry.approval) return { code: 'approval-required', path: ['approval'] };
  if (asks.material && entry.evidence.length === 0) return { code: 'material-required', path: ['evidence'] };
  return undefined;
}

/** 上报范围: whether an entry goes onto the platform, or stays in the case. */
export type Scope = 'report' | 'file-only';

export const scopeOf = (entry: { fileOnly?: unknown }): Scope =>
  entry.fileOnly === undefined ? 'report' : 'file-only';
