/**
 * Hints at padding and poor entries (凑数填报; R66): to the author before filing, to 督察 afterwards. A hint explains
 * itself and never refuses. All of it is counting that anybody can repeat by hand: no score, no model.
 */
import type { HintsPolicy } from './policy.ts';
import { comparable } from './text.ts';
import { beijingDay } from './work-calendar.ts';

/** What an entry must tell to be compared. */
export interface HintEntry {
  /** Absent while it is being written. */
  id?: string | undefined;
  /** 记录编号, as people read it. */
  number?: string | undefined;
  authorCode: string;
  caseNumber?: string | undefined;
  content: string;
  /** Names in the content that may be swapped for others: the person recorded, unit, leader. */
  names?: readonly string[] | undefined;
  /** When it was recorded: by the sidecar's clock once it is there, by the form's until then. ISO UTC. */
  recordedAt: string;
}

/** An entry with what comparing it needs, so that thousands are made ready once: see `readyForHints`. */
export interface ReadyEntry extends HintEntry {
  /** Letters and digits only, in one form. */
  plain: string;
  /** Pairs of neighbouring characters, sorted. */
  pairs: Float64Array;
  /** `plain` with names and numbers taken out. */
  skeleton: string;
}

/** The former entry that a hint speaks of: the one most alike. */
export interface LikeEntry {
  id?: string;
  number?: string;
  authorCode: string;
  caseNumber?: string;
  /** The Beijing day it was recorded. */
  day: string;
}

type LikeCode = 'near-duplicate' | 'copy-of-another' | 'boilerplate';

export interface LikeHint<C extends LikeCode = LikeCode> {
  code: C;
  like: LikeEntry;
  /** Of a hundred pairs of neighbouring characters, how many both have. */
  percent: number;
  /** How many former entries are so alike. */
  count: number;
}

export interface LittleHint {
  code: 'too-little';
  reason: 'short' | 'repeated' | 'filler' | 'nothing-done';
  /** Letters and digits it has, and how many are looked for. */
  characters: number;
  least: number;
}

export interface BurstHint {
  code: 'month-end-burst';
  /** `2026-11` */
  month: string;
  from: number;
  to: number;
  /** Entries of the author within those days, this one among them. */
  count: number;
}

/**
 * `near-duplicate`: much the same as a former entry of the same author; `boilerplate`: the same but for a name or a
 * number; `copy-of-another`: either, of another author.
 */
export type EntryHint =
  | LikeHint<'near-duplicate'>
  | LikeHint<'copy-of-another'>
  | LikeHint<'boilerplate'>
  | LittleHint
  | BurstHint;

const NOT_PLAIN = /[^\p{L}\p{N}\p{M}]/gu;
const plainOf = (text: string): string => comparable(text).toLowerCase().replace(NOT_PLAIN, '');

const PAIR = 0x110000;
function pairsOf(plain: string): Float64Array {
  const points = Array.from(plain, (character) => character.codePointAt(0) ?? 0);
  const pairs = new Float64Array(Math.max(0, points.length - 1));
  for (let i = 0; i < pairs.length; i += 1) pairs[i] = (points[i] ?? 0) * PAIR + (points[i + 1] ?? 0);
  return pairs.sort();
}

const NUMBERS = /[\p{Nd}〇零一二三四五六七八九十百千两]+/gu;

/** What is left of a text when names and numbers are taken out: two that differ in nothing else come out the same. */
function skeletonOf(plain: string, names: readonly string[]): string {
  const known = names
    .map(plainOf)
    .filter((name) => name.length > 1)
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  let skeleton = plain;
  for (const name of known) skeleton = skeleton.split(name).join('*');
  return skeleton.replace(NUMBERS, '#');
}

/** Makes an entry ready to be compared; whoever compares with the same entries again and again keeps what it returns. */
export function readyForHints(entry: HintEntry): ReadyEntry {
  const plain = plainOf(entry.content);
  return { ...entry, plain, pairs: pairsOf(plain), skeleton: skeletonOf(plain, entry.names ?? []) };
}

const ready = (entry: HintEntry | ReadyEntry): ReadyEntry =>
  'pairs' in entry ? entry : readyForHints(entry);

/**
 * Likeness of two texts, 0…1: twice the pairs of neighbouring characters both have, by the pairs of each (Dice). One
 * walk over both sorted lists.
 */
function likenessOf(a: ReadyEntry, b: ReadyEntry, least: number): number {
  const all = a.pairs.length + b.pairs.length;
  if (a.plain === b.plain) return a.plain === '' ? 0 : 1;
  // No more can be common than the shorter text has; most entries are passed over here.
  if (all === 0 || (2 * Math.min(a.pairs.length, b.pairs.length)) / all < least) return 0;
  let common = 0;
  for (let i = 0, j = 0; i < a.pairs.length && j < b.pairs.length; ) {
    const [one = 0, other = 0] = [a.pairs[i], b.pairs[j]];
    if (one === other) common += 1;
    if (one <= other) i += 1;
    if (other <= one) j += 1;
  }
  return (2 * common) / all;
}

/** A name is seldom longer. */
const NAME_CHARACTERS = 4;
/** So much of a text, in characters, must stand outside the swapped place. */
const FRAME_CHARACTERS = 8;

/** Whether two texts are one text with another name or number in it: known names and numbers aside, or one short place. */
function isSwapped(a: ReadyEntry, b: ReadyEntry): boolean {
  if (a.plain === b.plain) return false;
  const [one, other] = [a.skeleton, b.skeleton];
  if (one === other) return one.replace(/[*#]/g, '').length >= FRAME_CHARACTERS;
  const shorter = Math.min(one.length, other.length);
  if (Math.max(one.length, other.length) - shorter > NAME_CHARACTERS) return false;
  let start = 0;
  while (start < shorter && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < shorter - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  const place = Math.max(one.length, other.length) - start - end;
  return place <= NAME_CHARACTERS && start + end >= FRAME_CHARACTERS;
}

/** Words that say nothing of this case: a text of nothing else has no substance. */
export const FILLER_WORDS: readonly string[] = [
  '无上述情形',
  '没有上述情况',
  '一切正常',
  '过问案件',
  '打听案件',
  '打招呼',
  '接触交往',
  '外部过问',
  '内部过问',
  '三个规定',
  '如实记录',
  '按规定',
  '已拒绝',
  '予以拒绝',
  '未影响办案',
  '情况正常',
  '没有异常',
  '无异常',
  '无影响',
  '没有',
  '正常',
  '过问',
  '案件',
  '本案',
  '案情',
  '情况',
  '情形',
  '记录',
  '填报',
  '零报告',
  '其他',
  '有人',
  '某人',
  '相关',
  '有关',
  '情节',
  '测试',
  '同上',
  '不详',
  '略',
  '无',
  '某',
  '的',
  '了',
  '已',
  '等',
];
const FILLERS = new RegExp([...FILLER_WORDS].sort((a, b) => b.length - a.length).join('|'), 'gu');

/** What somebody does in an account of an inquiry or a contact; a text without any of it tells of nothing done. */
export const ACTION_WORDS: readonly string[] = [
  ...'问说讲谈聊询听求请托送给拿收交转递寄发打约见会找来去到称告提希望催帮批签拒退推介借租吃喝宴加电微函访联知示表带让叫想要',
];
const ACTIONS = new RegExp(ACTION_WORDS.join('|'), 'u');

/** A short piece written three times or more, and nothing else. */
const REPEATED = /^(.{1,8}?)\1{2,}$/su;
const HAN = /\p{Script=Han}/gu;

/** The first reason for which a text says too little; undefined when it says enough. */
function littleIn(content: string, plain: string, least: number): LittleHint | undefined {
  // The form itself says that there is nothing yet.
  if (content.trim() === '') return undefined;
  const characters = [...plain].length;
  const hint = (reason: LittleHint['reason']) => ({ code: 'too-little', reason, characters, least }) as const;
  if (REPEATED.test(plain)) return hint('repeated');
  // The lists are Chinese: of a text in another language only its length is looked at.
  const chinese = (plain.match(HAN) ?? []).length * 2 > characters;
  if (chinese && [...plain.replace(FILLERS, '')].length * 2 < Math.min(least, characters))
    return hint('filler');
  if (characters < least) return hint('short');
  if (chinese && !ACTIONS.test(plain)) return hint('nothing-done');
  return undefined;
}

/** Whether `other` was recorded before `entry`; what is being written comes after all. */
function isFormer(other: ReadyEntry, entry: ReadyEntry): boolean {
  if (entry.id === undefined) return true;
  if (other.id === undefined) return false;
  if (other.recordedAt !== entry.recordedAt) return other.recordedAt < entry.recordedAt;
  return other.id < entry.id;
}

/** What tells two entries apart wherever one of them has to go first; what it leaves out, no hint says. */
const orderOf = (one: HintEntry): string =>
  [one.recordedAt, one.id, one.number, one.authorCode, one.caseNumber, one.content].join('\u0000');

/** Every other entry once; of two readings of the same entry, the later. */
function othersOf(entry: HintEntry, others: readonly (HintEntry | ReadyEntry)[]): ReadyEntry[] {
  const byId = new Map<string, HintEntry>();
  const unnamed: HintEntry[] = [];
  for (const other of others) {
    if (other === entry || (entry.id !== undefined && other.id === entry.id)) continue;
    if (other.id === undefined) unnamed.push(other);
    else {
      const known = byId.get(other.id);
      if (known === undefined || orderOf(known) < orderOf(other)) byId.set(other.id, other);
    }
  }
  return [...byId.values(), ...unnamed].map(ready);
}

interface Found {
  other: ReadyEntry;
  likeness: number;
}

/** More alike first; of equals, the older. */
const before = (a: Found, b: Found): boolean =>
  a.likeness === b.likeness ? orderOf(a.other) < orderOf(b.other) : a.likeness > b.likeness;

function likeEntry({ id, number, authorCode, caseNumber, recordedAt }: ReadyEntry): LikeEntry {
  return {
    ...(id === undefined ? {} : { id }),
    ...(number === undefined ? {} : { number }),
    authorCode,
    ...(caseNumber === undefined ? {} : { caseNumber }),
    day: beijingDay(recordedAt),
  };
}

function likeHints(entry: ReadyEntry, others: readonly ReadyEntry[], likeness: number): EntryHint[] {
  const best: Partial<Record<LikeCode, Found & { count: number }>> = {};
  const found = (code: LikeCode, one: Found) => {
    const known = best[code];
    best[code] = { ...(known && !before(one, known) ? known : one), count: (known?.count ?? 0) + 1 };
  };
  for (const other of others) {
    if (!isFormer(other, entry)) continue;
    const alike = likenessOf(entry, other, likeness);
    const swapped = isSwapped(entry, other);
    const one = { other, likeness: swapped ? likenessOf(entry, other, 0) : alike };
    if (other.authorCode !== entry.authorCode) {
      if (alike >= likeness || swapped) found('copy-of-another', one);
    } else if (swapped) found('boilerplate', one);
    else if (alike >= likeness) found('near-duplicate', one);
  }
  return (['near-duplicate', 'boilerplate', 'copy-of-another'] as const).flatMap((code) => {
    const one = best[code];
    if (one === undefined) return [];
    // Rounded down: 100 is said of the same text only.
    return [{ code, like: likeEntry(one.other), percent: Math.floor(one.likeness * 100), count: one.count }];
  });
}

function burstHint(entry: HintEntry, others: readonly HintEntry[], policy: HintsPolicy): EntryHint[] {
  const { monthEndFrom: from, monthEndTo: to, burst } = policy;
  const monthOf = (one: HintEntry): string | undefined => {
    const day = beijingDay(one.recordedAt);
    const date = Number(day.slice(-2));
    return from <= date && date <= to ? day.slice(0, -3) : undefined;
  };
  const month = monthOf(entry);
  if (month === undefined) return [];
  const count =
    1 + others.filter((one) => one.authorCode === entry.authorCode && monthOf(one) === month).length;
  return count >= burst ? [{ code: 'month-end-burst', month, from, to, count }] : [];
}

/**
 * What may be said of an entry before it is filed, or afterwards. Each code comes at most once, in a fixed order, and
 * nothing hangs on the order of `others`. An entry is compared with those recorded before it, so that the first of two
 * is not called a copy of the second; one without an id is being written and comes after all.
 *
 * One pass over `others`: for each, a look at lengths, and for the few of like length a walk over the pairs of both
 * texts. The work grows with the number of entries and with their
 * length; it is making entries ready that is worth keeping, not what is done here.
 * @param others the author's own entries before filing; all of the court for 督察
 */
export function entryHints(
  entry: HintEntry | ReadyEntry,
  others: readonly (HintEntry | ReadyEntry)[],
  policy: HintsPolicy,
): EntryHint[] {
  const one = ready(entry);
  const rest = othersOf(entry, others);
  const little = littleIn(one.content, one.plain, policy.minCharacters);
  return [
    ...(little ? [little] : []),
    ...likeHints(one, rest, policy.likeness),
    ...burstHint(one, rest, policy),
  ];
}

const monthAndDate = (day: string): string => day.slice(-5);

const LITTLE_ZH: Readonly<Record<LittleHint['reason'], string>> = {
  short: '内容比较简短',
  repeated: '内容是同样的字句重复',
  filler: '内容主要是通用的说法',
  'nothing-done': '内容里还看不出发生了什么',
};
const LITTLE_EN: Readonly<Record<LittleHint['reason'], string>> = {
  short: 'The account is rather short',
  repeated: 'The account repeats the same words',
  filler: 'The account is made of general words',
  'nothing-done': 'The account does not tell yet what happened',
};

/**
 * A hint in words.
 * @param reader the author, who can still complete the entry, or 督察, who reads it afterwards
 */
export function hintWords(
  hint: EntryHint,
  language: 'zh' | 'en',
  reader: 'author' | 'inspection' = 'author',
): string {
  const zh = language === 'zh';
  const author = reader === 'author';
  if (hint.code === 'too-little') {
    const many = zh ? `（${hint.characters} 字）` : ` (${hint.characters} characters)`;
    const said = `${(zh ? LITTLE_ZH : LITTLE_EN)[hint.reason]}${hint.reason === 'short' ? many : ''}`;
    if (!author) return zh ? `${said}。` : `${said}.`;
    return zh
      ? `${said}。写明谁、问了什么、您怎么答复，日后更能说明情况。`
      : `${said}. Who asked what, and how you answered, will speak for you later.`;
  }
  if (hint.code === 'month-end-burst') {
    const { from, to, count } = hint;
    const [year, month] = hint.month.split('-').map(Number);
    if (zh)
      return author
        ? `加上这一条，${year} 年 ${month} 月 ${from} 日至 ${to} 日您记录了 ${count} 条。集中记录容易漏掉细节，请看看每一条是否写了当时的具体情形。`
        : `记录人在 ${year} 年 ${month} 月 ${from} 日至 ${to} 日记录了 ${count} 条，可看看各条的具体情形是否写明。`;
    return author
      ? `With this one you recorded ${count} entries from day ${from} to ${to} of ${hint.month}. Details get lost when many are recorded at once: please see whether each tells what happened then.`
      : `The recorder made ${count} entries from day ${from} to ${to} of ${hint.month}; each may be looked at for what happened then.`;
  }
  const { like, percent, count } = hint;
  const which = zh
    ? `${monthAndDate(like.day)} 填写的${like.number === undefined ? '一条记录' : ` ${like.number} 号记录`}`
    : `${like.number === undefined ? 'an entry' : `entry ${like.number}`} of ${monthAndDate(like.day)}`;
  const moreZh = count > 1 ? `（相近的共 ${count} 条）` : '';
  const moreEn = count > 1 ? ` (${count} are alike)` : '';
  if (hint.code === 'copy-of-another') {
    if (zh)
      return author
        ? `与另一位同事 ${which}内容有 ${percent}% 相同${moreZh}。若是同一件事可以保留，也请补充您自己见到、听到的情形。`
        : `与另一位记录人 ${which}内容有 ${percent}% 相同${moreZh}，可能是同一件事。`;
    return author
      ? `${percent}% the same as a colleague's: ${which}${moreEn}. If it is the same event, keep it, and please add what you saw and heard yourself.`
      : `${percent}% the same as another recorder's: ${which}${moreEn}. It may be the same event.`;
  }
  const whoseZh = author ? '您' : '同一记录人';
  if (hint.code === 'boilerplate') {
    if (zh)
      return `与${whoseZh} ${which}只有姓名、数字等个别字不同${moreZh}${author ? '，请补充这次的具体情形。' : '。'}`;
    return `Differs from ${author ? 'yours' : 'the same recorder’s'}, ${which}, in a name or number only${moreEn}${author ? '. Please add what was particular this time.' : '.'}`;
  }
  if (zh)
    return `与${whoseZh} ${which}内容有 ${percent}% 相同${moreZh}${author ? '，请补充这次的具体情形。' : '。'}`;
  return `${percent}% the same as ${author ? 'yours' : 'the same recorder’s'}, ${which}${moreEn}${author ? '. Please add what was particular this time.' : '.'}`;
}
