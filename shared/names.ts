/** Names of people, units and posts as typed: what in them cannot be seen, and what is no name at all. Both are hints. */
import { comparable } from './text.ts';

export interface HiddenCharacter {
  /** Where it stands in the text, in code units. */
  at: number;
  /** `U+202E` */
  code: string;
  /** What it does: turns the direction of writing, cannot be seen, or is a control character. */
  sort: 'direction' | 'invisible' | 'control';
}

const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const CONTROL = /\p{Cc}/u;
/**
 * Unicode's format characters and whatever a font shows nothing of: zero width, soft hyphen, tags, variation selectors,
 * Hangul fillers, line and paragraph separators, the blank of braille; and half of a character.
 */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Surrogate}\u2800]/u;

/** They choose the form of the ideograph before them, as names may need it (𮞉, 葛󠄀), or of a Mongolian letter. */
const IDEOGRAPHIC_SELECTOR = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
const MONGOLIAN_SELECTOR = /[\u180b-\u180f]/u;

const sortOf = (character: string, before: string): HiddenCharacter['sort'] | undefined => {
  if (DIRECTION.test(character)) return 'direction';
  if (CONTROL.test(character)) return 'control';
  if (!INVISIBLE.test(character)) return undefined;
  if (IDEOGRAPHIC_SELECTOR.test(character) && /\p{Ideographic}/u.test(before)) return undefined;
  if (MONGOLIAN_SELECTOR.test(character) && /\p{Script=Mongolian}/u.test(before)) return undefined;
  return 'invisible';
};

/**
 * Characters that nobody sees and that have no place in a name, unit or post: they make two names look alike that are
 * not, or one read as another. Rare ideographs, those a font keeps for itself, and the dots of names pass.
 */
export function hiddenCharacters(text: string): HiddenCharacter[] {
  const found: HiddenCharacter[] = [];
  let at = 0;
  let before = '';
  for (const character of text) {
    const sort = sortOf(character, before);
    if (sort !== undefined) {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      found.push({ at, code: `U+${code}`, sort });
    }
    at += character.length;
    before = character;
  }
  return found;
}

/** The text without them, for whoever agrees to have them taken out. */
export function withoutHidden(text: string): string {
  let kept = '';
  // Against the last that is kept, or a selector could lose its ideograph and be left alone.
  let before = '';
  for (const character of text) {
    if (sortOf(character, before) !== undefined) continue;
    kept += character;
    before = character;
  }
  return kept;
}

/** What is written where no name is known. Compared as a whole, for 未来 and 无极 may be names. */
const UNKNOWN: ReadonlySet<string> = new Set(
  [
    ['不详', '不明', '未知', '不知', '不知道', '不清楚', '不认识', '不记得', '记不清', '不确定', '说不清'],
    [
      '姓名不详',
      '姓名不明',
      '姓名未知',
      '身份不明',
      '身份不详',
      '身份未知',
      '不知姓名',
      '不知名',
      '未透露姓名',
    ],
    ['无', '没有', '暂无', '无名', '无名氏', '佚名', '匿名', '匿名者', '匿名人士', '未留名', '未留姓名'],
    ['待查', '待核实', '待确认', '待定', '保密', '略', '同上'],
    ['陌生人', '陌生男子', '陌生女子', '路人', '来电人', '来访人', '男子', '女子', '一男子', '一女子'],
    ['一名男子', '一名女子', '男', '女', '先生', '女士', '有人', '他人', '其他', '对方'],
    ['unknown', 'anonymous', 'unidentified', 'nobody', 'somebody', 'someone', 'noname', 'none', 'n/a', 'na'],
  ].flat(),
);

/** 某, 某某, 某男子, 李某, 欧阳某某, 张某甲: 某 stands for what is not told, and is no part of a name. */
const SOMEBODY = /^(?:某.*|\p{Script=Han}{1,2}某+(?:[甲乙丙丁戊男女]|先生|女士|人)?)$/u;
/** 李××, 王**, 张X; and nothing but such signs, or digits. */
const MASKED = /^\p{Script=Han}{0,2}(?:[*×✕＊○〇□■?_.。·\-—]+|[xX]+)$/u;
/** Letters, those a court's own font adds, and those this machine's Unicode does not know yet. */
const LETTER = /[\p{L}\p{Co}\p{Cn}]/u;

/** Whether what stands for a name tells that it is not known: then 身份不明 is suggested, and nothing is changed. */
export function nameLooksUnknown(name: string): boolean {
  const plain = comparable(name)
    .toLowerCase()
    .replace(/[（）()[\]【】"'“”‘’,，、;；:：!！]/gu, '');
  if (plain === '') return false;
  return UNKNOWN.has(plain) || SOMEBODY.test(plain) || MASKED.test(plain) || !LETTER.test(plain);
}
