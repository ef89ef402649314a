import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenCharacters, nameLooksUnknown, withoutHidden } from './names.ts';

/** Names and units as they are. */
const REAL = [
  '张伟',
  '欧阳文静',
  '吴𬭎㛃䶮',
  '𰻝面馆',
  '阿卜杜拉·买买提',
  '阿卜杜拉•买买提',
  '迪丽热巴‧迪力木拉提',
  'Иван Петров',
  'José García-López',
  "Sean O'Brien",
  'ئابدۇللا مەمەت',
  'བསྟན་འཛིན',
  'ᠪᠠᠲᠤ',
  // A Mongolian letter with its free variation selector, an ideograph with its variation selector.
  'ᠠ\u180bᠨ',
  '葛\u{e0100}飾区',
  '神\ufe00',
  // Characters that a court's old font keeps for itself, and one no Unicode of today may know.
  '王\ue1a3',
  '\ue1a3\ue1a4',
  '王\u{323b0}',
  '张　三',
  '张\u00a0三',
  '宛城区人民法院（本部）',
  '副县长',
  '未来',
  '无极',
  '不花',
  '何处',
  '佚民',
  '文一名',
  '男爵',
  '',
];

describe('hiddenCharacters', () => {
  it.each(REAL)('passes %j', (name) => {
    expect(hiddenCharacters(name)).toEqual([]);
    expect(withoutHidden(name)).toBe(name);
  });

  it.each<[text: string, code: string, sort: string, at: number]>([
    ['张\u202e伟', 'U+202E', 'direction', 1],
    ['张\u202a伟', 'U+202A', 'direction', 1],
    ['\u2066张伟', 'U+2066', 'direction', 0],
    ['张伟\u2069', 'U+2069', 'direction', 2],
    ['张\u200e伟', 'U+200E', 'direction', 1],
    ['张\u200f伟', 'U+200F', 'direction', 1],
    ['张\u061c伟', 'U+061C', 'direction', 1],
    ['张\u200b伟', 'U+200B', 'invisible', 1],
    ['张\u200c伟', 'U+200C', 'invisible', 1],
    ['张\u200d伟', 'U+200D', 'invisible', 1],
    ['张\u2060伟', 'U+2060', 'invisible', 1],
    ['\ufeff张伟', 'U+FEFF', 'invisible', 0],
    ['张\u00ad伟', 'U+00AD', 'invisible', 1],
    ['张\u3164伟', 'U+3164', 'invisible', 1],
    ['张\uffa0伟', 'U+FFA0', 'invisible', 1],
    ['张\u115f伟', 'U+115F', 'invisible', 1],
    ['张\u034f伟', 'U+034F', 'invisible', 1],
    ['张\u2800伟', 'U+2800', 'invisible', 1],
    ['张\u2028伟', 'U+2028', 'invisible', 1],
    ['张\u2029伟', 'U+2029', 'invisible', 1],
    ['张\ufff9伟', 'U+FFF9', 'invisible', 1],
    ['吴𬭎\u{e0041}', 'U+E0041', 'invisible', 3],
    ['吴\u{e0001}', 'U+E0001', 'invisible', 1],
    ['Zhang\ufe0f', 'U+FE0F', 'invisible', 5],
    ['张\u180b伟', 'U+180B', 'invisible', 1],
    ['张\ud86d', 'U+D86D', 'invisible', 1],
    ['张\u0000伟', 'U+0000', 'control', 1],
    ['张\t伟', 'U+0009', 'control', 1],
    ['张\n伟', 'U+000A', 'control', 1],
    ['张\u0085伟', 'U+0085', 'control', 1],
    ['张\u007f伟', 'U+007F', 'control', 1],
  ])('finds in %j %s', (text, code, sort, at) => {
    expect(hiddenCharacters(text)).toEqual([{ at, code, sort }]);
    expect(hiddenCharacters(withoutHidden(text))).toEqual([]);
  });

  it('finds each of several', () => {
    expect(hiddenCharacters('\u202e张\u200b𬭎\u{e0041}伟').map(({ at, code }) => [at, code])).toEqual([
      [0, 'U+202E'],
      [2, 'U+200B'],
      [5, 'U+E0041'],
    ]);
  });

  it('a selector whose ideograph is not before it is hidden', () => {
    expect(hiddenCharacters('\u{e0100}葛')).toHaveLength(1);
    expect(hiddenCharacters('葛\u200b\u{e0100}').map(({ code }) => code)).toEqual(['U+200B', 'U+E0100']);
    expect(withoutHidden('葛\u200b\u{e0100}')).toBe('葛\u{e0100}');
  });

  it('says where, of any text; and what is left hides nothing and has lost nothing that is seen', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
            fc.integer({ min: 0xe0000, max: 0xe01ff }).map((point) => String.fromCodePoint(point)),
            fc.constantFrom('张', '𬭎', '\u202e', '\u200b', '·'),
          ),
        ),
        (parts) => {
          const text = parts.join('');
          for (const { at, code } of hiddenCharacters(text))
            expect(text.codePointAt(at)).toBe(Number.parseInt(code.slice(2), 16));
          const kept = withoutHidden(text);
          expect(hiddenCharacters(kept)).toEqual([]);
          const seen = /[\p{L}\p{N}\p{P}\p{S}]/u;
          const ignorable = /[\p{Default_Ignorable_Code_Point}\u2800]/u;
          const visible = (one: string) =>
            [...one].filter((c) => seen.test(c) && !ignorable.test(c)).join('');
          expect(visible(kept)).toBe(visible(text));
        },
      ),
    );
  });
});

describe('nameLooksUnknown', () => {
  it.each(REAL)('%j is a name, or nothing', (name) => {
    expect(nameLooksUnknown(name)).toBe(false);
  });

  it.each([
    '某',
    '某某',
    '某人',
    '某男子',
    '某局领导',
    '李某',
    '欧阳某某',
    '张某甲',
    '王某先生',
    '不详',
    '（不详）',
    ' 不 详 ',
    '姓名不详',
    '不清楚',
    '不知道',
    '身份不明',
    '未知',
    '无',
    '无名',
    '无名氏',
    '佚名',
    '匿名',
    '陌生人',
    '一名男子',
    '先生',
    '待查',
    'X',
    'xxx',
    'ＸＸ',
    '李××',
    '王**',
    '张X',
    '???',
    '——',
    '13800000000',
    'Unknown',
    'N/A',
    'anonymous',
    '不\u200b详',
  ])('%j is not', (name) => {
    expect(nameLooksUnknown(name)).toBe(true);
  });

  it('does not hang on spaces around it, and takes any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...REAL, '李某', '不详')),
        (name) => {
          expect(nameLooksUnknown(` ${name}\u3000`)).toBe(nameLooksUnknown(name));
        },
      ),
    );
  });
});
