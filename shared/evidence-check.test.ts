import fc from 'fast-check';
import { strToU8 } from 'fflate';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as made from '../test/evidence-files.ts';
import { inspectEvidence } from './evidence-check.ts';
import {
  EVIDENCE_FORMATS,
  type EvidenceFault,
  type EvidenceFormat,
  NATIONAL_EVIDENCE,
} from './evidence-kinds.ts';
import { EVIDENCE_KINDS, type EvidencePolicy, NATIONAL_POLICY } from './policy.ts';

/** What was unpacked, in all and at a time. */
const unpacked = vi.hoisted(() => ({ inAll: 0, atATime: 0 }));
vi.mock('fflate', async (original) => {
  const real = await original<typeof import('fflate')>();
  class Inflate extends real.Inflate {
    constructor(take: (part: Uint8Array<ArrayBuffer>, last: boolean) => void) {
      super((part, last) => {
        unpacked.inAll += part.length;
        unpacked.atATime = Math.max(unpacked.atATime, part.length);
        take(part, last);
      });
    }
  }
  return { ...real, Inflate };
});
beforeEach(() => Object.assign(unpacked, { inAll: 0, atATime: 0 }));

const { joined } = made;
const MIB = 1024 * 1024;
const policy: EvidencePolicy = NATIONAL_POLICY.evidence;

async function told(name: string, bytes: Uint8Array, by: EvidencePolicy = policy): Promise<string> {
  const finding = await inspectEvidence(bytes, name, by);
  return finding.ok ? finding.format : finding.code;
}

describe('what may be evidence', () => {
  const taken: [EvidenceFormat, string, Uint8Array][] = [
    ['jpeg', '现场.JPG', made.jpeg(4032, 3024)],
    ['png', '截图 2026-11-24 10.32.png', made.png(300, 200)],
    ['gif', 'a.gif', made.gif(20, 10)],
    ['webp', 'a.webp', made.webp(1080, 1920)],
    ['bmp', 'a.bmp', made.bmp(20, 10)],
    ['tiff', '扫描件.tif', made.tiff(2480, 3508)],
    ['heic', 'IMG_0001.HEIC', made.heic(4032, 3024)],
    ['pdf', '来函.pdf', made.pdf()],
    ['pdf', '只有字母.pdf', made.text('%PDF-1.7\n1 0 obj\n')],
    ['doc', '来函.doc', made.ole(['WordDocument', '1Table'])],
    ['doc', '来函.wps', made.ole(['WordDocument', '1Table'])],
    ['xls', '名单.xls', made.ole(['Workbook'])],
    ['xls', '名单.et', made.ole(['Workbook'])],
    ['ppt', '汇报.ppt', made.ole(['PowerPoint Document'])],
    ['ppt', '汇报.dps', made.ole(['PowerPoint Document'])],
    ['docx', '批示.docx', made.office('docx')],
    ['docx', '附表在内.docx', made.office('docx', { 'word/embeddings/表.xlsx': made.office('xlsx') })],
    ['xlsx', '名单.xlsx', made.office('xlsx')],
    ['pptx', '汇报.pptx', made.office('pptx')],
    ['ofd', '公文.ofd', made.ofd()],
    ['mp3', '通话.mp3', made.mp3()],
    ['m4a', '通话.m4a', made.mp4('M4A ', 'soun')],
    ['m4a', '录音机.m4a', made.mp4('isom', 'soun')],
    ['m4a', '只有声音.mp4', made.mp4('mp42', 'soun')],
    ['amr', '通话.amr', made.amr()],
    ['wav', '通话.wav', made.wav()],
    ['ogg', '语音.ogg', made.ogg()],
    ['aac', '语音.aac', made.aac()],
    ['mp4', '监控.mp4', made.mp4('isom', 'vide', 'soun')],
    ['mov', '拍摄.mov', made.mp4('qt  ', 'vide', 'soun')],
    ['3gp', '拍摄.3gp', made.mp4('3gp5', 'vide', 'soun')],
    ['txt', '来电记录.txt', made.text('张三来电，询问开庭时间。\r\n')],
    ['txt', '来电记录.txt', made.gbText()],
    ['txt', '来电记录.txt', joined([0xff, 0xfe, 0x65, 0x67, 0x35, 0x75])],
    ['txt', '以字母开头.txt', made.text('BMW 一辆。')],
    ['txt', '以字母开头.txt', made.text('MZ 是两个字母。')],
    // A name that says nothing, as a chat program saves it.
    ['png', 'mmexport1700000000', made.png(3, 2)],
    ['png', '与张某通话3.15', made.png(3, 2)],
    ['png', '', made.png(3, 2)],
  ];

  it.each(taken)('%s as %s', async (format, name, bytes) => {
    const { kind, mediaType } = EVIDENCE_FORMATS[format];
    expect(await inspectEvidence(bytes, name, policy)).toMatchObject({ ok: true, kind, mediaType, format });
  });

  it('covers every format', () => {
    expect(new Set(taken.map(([format]) => format))).toEqual(new Set(Object.keys(EVIDENCE_FORMATS)));
  });

  it.each(EVIDENCE_KINDS)('only of the kinds the court allows: %s', async (kind) => {
    const without = { ...policy, kinds: EVIDENCE_KINDS.filter((one) => one !== kind) };
    const answers = await Promise.all(
      taken.map(async ([format, name, bytes]) => [
        EVIDENCE_FORMATS[format].kind === kind,
        await told(name, bytes, without),
      ]),
    );
    expect(answers.some(([gone]) => gone)).toBe(true);
    for (const [gone, answer] of answers) expect(answer === 'kind-not-allowed').toBe(gone);
  });
});

/** Many small parts that unpack to 100 MB each would take seconds to make: the same letter over and over is small. */
const letters = (size: number) => new Uint8Array(size).fill(0x61);

describe('what may not', () => {
  const refused: [EvidenceFault, string, string, Uint8Array][] = [
    ['empty', 'an empty file', 'a.pdf', new Uint8Array()],
    ['too-large', 'a byte too many', 'a.txt', letters(20 * MIB + 1)],

    ['executable', 'a program', 'setup.exe', made.program()],
    ['executable', 'a program called a picture', '截图.png', made.program()],
    ['executable', 'a program called a PDF twice', '来函.pdf.exe', made.pdf()],
    ['executable', 'a program with dots and spaces behind', '来函.pdf.exe. ', made.pdf()],
    ['executable', 'a program behind many spaces', `来函.pdf${' '.repeat(60)}.scr`, made.pdf()],
    ['executable', 'a program read backwards', '来函\u202efdp.exe', made.pdf()],
    ['executable', 'a program for Linux called a recording', '录音.mp3', made.elf()],
    ['executable', 'a program for macOS', 'a.pdf', joined([0xcf, 0xfa, 0xed, 0xfe], new Uint8Array(60))],
    ['executable', 'a Java class', 'a.docx', joined([0xca, 0xfe, 0xba, 0xbe], new Uint8Array(60))],
    ['executable', 'a link of Windows called a document', '来函.doc', made.link()],
    ['executable', 'a script called a text', 'a.txt', made.text('#!/bin/sh\nrm -rf ~\n')],
    ['executable', 'a web page', 'a.html', made.text('<html></html>')],
    ['executable', 'a drawing with a script', 'a.svg', made.text('<svg><script>alert(1)</script></svg>')],
    [
      'executable',
      'an installer called a document',
      'a.doc',
      made.ole(['x'], undefined, [0x84, 0x10, 0x0c, 0]),
    ],
    [
      'executable',
      'a document with a program in it',
      'a.docx',
      made.office('docx', { 'word/media/image1.png': made.program() }),
    ],
    [
      'executable',
      'an Android program called a document',
      'a.docx',
      made.office('docx', { 'classes.dex': letters(9) }),
    ],

    ['name-unsafe', 'a name read backwards', '来函\u202efdp.docx', made.office('docx')],
    ['name-unsafe', 'a name with what nobody sees', '来\u200b函.pdf', made.pdf()],
    ['name-unsafe', 'a name with a folder', '../来函.pdf', made.pdf()],
    ['name-unsafe', 'a name with a line end', '来函\n.pdf', made.pdf()],

    [
      'type-lies',
      'a web page called a picture',
      '截图.png',
      made.text('<!DOCTYPE html><script>alert(1)</script>'),
    ],
    ['type-lies', 'a drawing called a picture', '截图.png', made.text('<svg xmlns="x"><script/></svg>')],
    ['type-lies', 'a web page called a text', 'a.txt', made.text('\ufeff <html><body>')],
    ['type-lies', 'a rich text called a document', 'a.doc', made.text('{\\rtf1 来函}')],
    ['type-lies', 'a web page called a document', 'a.doc', made.text('<html xmlns:w="urn:x">')],
    ['type-lies', 'a picture called a PDF', '来函.pdf', made.png(3, 2)],
    ['type-lies', 'a JPEG called a PNG', '截图.png', made.jpeg(30, 20)],
    ['type-lies', 'a film called a recording', '录音.mp3', made.mp4('isom', 'vide', 'soun')],
    ['type-lies', 'a film called a recording of a phone', '录音.amr', made.mp4('isom', 'vide')],
    ['type-lies', 'a zip called a document', '来函.docx', made.zip({ 'a.txt': letters(9) })],
    ['type-lies', 'a text called a document', '来函.docx', made.text('来函')],
    ['type-lies', 'a table called a document', '来函.docx', made.office('xlsx')],
    ['type-lies', 'a message called a document', '来函.doc', made.ole(['__properties_version1.0'])],
    ['type-lies', 'an old document called a new one', '来函.docx', made.ole(['WordDocument'])],
    ['type-lies', 'a text with NUL', 'a.txt', joined('hello', [0, 0, 0], 'there')],
    ['type-lies', 'a text with control characters', 'a.txt', made.text('hello\u0007')],
    ['type-lies', 'noise called a PDF', 'a.pdf', joined([0x81, 0, 0x93, 0x07, 0xfe])],
    [
      'type-lies',
      'a picture with a zip behind it',
      'a.jpg',
      joined(made.jpeg(9, 9), made.zip({ a: letters(9) })),
    ],
    [
      'type-lies',
      'a picture with a RAR behind it',
      'a.png',
      joined(made.png(9, 9), 'Rar!', [0x1a, 7, 1, 0, 0]),
    ],
    ['type-lies', 'a picture that is a PDF as well', 'a.jpg', joined(made.jpeg(9, 9), made.pdf())],
    ['type-lies', 'a PDF that is a zip as well', 'a.pdf', joined(made.pdf(), made.zip({ a: letters(9) }))],
    ['type-lies', 'a packed file called a text', 'a.txt', joined([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])],

    ['unknown-type', 'a zip', '材料.zip', made.zip({ 'a.txt': letters(9) })],
    ['unknown-type', 'a RAR', '材料.rar', joined('Rar!', [0x1a, 7, 1, 0], new Uint8Array(40))],
    ['unknown-type', 'a picture with a name of something else', 'a.psd', made.png(3, 2)],
    ['unknown-type', 'a web page without a name', '', made.text('<html><body>')],
    ['unknown-type', 'noise', '', joined([0x81, 0, 0x93, 0x07, 0xfe])],

    ['archive-bomb', 'a zip of zips', '42.zip', made.zip({ 'lib 0.zip': made.zip({ '0': letters(MIB) }) })],
    [
      'archive-bomb',
      'a zip in a document',
      'a.docx',
      made.office('docx', { 'word/x.zip': made.zip({ a: letters(9) }) }),
    ],
    [
      'archive-bomb',
      'a zip in a document under another name',
      'a.docx',
      made.office('docx', { 'word/theme.xml': made.zip({ a: letters(9) }) }),
    ],
    [
      'archive-bomb',
      'a part of one letter',
      'a.docx',
      made.office('docx', { 'word/x.xml': letters(40 * MIB) }),
    ],
    [
      'archive-bomb',
      'a part of one letter that says it is small',
      'a.docx',
      made.withDeclaredSize(made.office('docx', { 'word/x.xml': letters(40 * MIB) }), 'word/x.xml', 2000),
    ],
    [
      'archive-bomb',
      'a part that says it is 4 GB',
      'a.docx',
      made.withDeclaredSize(made.office('docx', { 'word/x.xml': letters(2000) }), 'word/x.xml', 0xfffffffe),
    ],
    [
      'archive-bomb',
      'a stored part that says it is larger',
      'a.docx',
      made.withDeclaredSize(
        made.office('docx', { 'word/x.xml': [letters(2000), { level: 0 }] }),
        'word/x.xml',
        3000,
      ),
    ],
    ['archive-bomb', 'parts that share their bytes', 'a.docx', made.withOverlap(made.office('docx'))],
    [
      'archive-bomb',
      'more parts than a document has',
      'a.docx',
      made.office(
        'docx',
        Object.fromEntries(
          Array.from({ length: 5000 }, (_, number) => [`p${number}`, [letters(1), { level: 0 as const }]]),
        ),
      ),
    ],
    [
      'archive-bomb',
      'a document in a document in a document in a document',
      'a.docx',
      [1, 2, 3].reduce(
        (inner) => made.office('docx', { 'word/embeddings/x.docx': inner }),
        made.office('docx'),
      ),
    ],
    [
      'unreadable',
      'a part that ends before its size',
      'a.docx',
      made.withDeclaredSize(made.office('docx', { 'word/x.xml': letters(2000) }), 'word/x.xml', 2001),
    ],
    ['unreadable', 'half a document', 'a.docx', made.office('docx').subarray(0, 300)],
    ['unreadable', 'a document that ends early', 'a.doc', made.ole(['WordDocument']).subarray(0, 700)],
    ['unreadable', 'a film without any track', 'a.mp4', made.mp4('isom')],

    ['macros', 'a name that says macros', 'a.docm', made.office('docx')],
    ['macros', 'a document with macros', 'a.docx', made.office('docm')],
    [
      'macros',
      'a document with macros that says it has none',
      'a.docx',
      made.office('docx', { 'word/vbaProject.bin': letters(9) }),
    ],
    ['macros', 'an old document with macros', 'a.doc', made.ole(['WordDocument', 'Macros'])],
    ['macros', 'an old table with macros', 'a.et', made.ole(['Workbook', '_VBA_PROJECT_CUR'])],

    ['encrypted', 'a document with a password', 'a.docx', made.ole(['EncryptedPackage', 'EncryptionInfo'])],
    [
      'encrypted',
      'an old document with a password',
      'a.doc',
      made.ole(['WordDocument'], joined(new Uint8Array(10), [0, 1], new Uint8Array(4084))),
    ],
    [
      'encrypted',
      'an old table with a password',
      'a.xls',
      made.ole(['Workbook'], joined([9, 8, 2, 0, 0, 6, 0x2f, 0, 4, 0], new Uint8Array(4086))),
    ],

    ['picture-too-large', '30,000 × 30,000 as PNG', 'a.png', made.png(30_000, 30_000)],
    ['picture-too-large', '30,000 × 30,000 as JPEG', 'a.jpg', made.jpeg(30_000, 30_000)],
    ['picture-too-large', '30,000 × 30,000 as GIF', 'a.gif', made.gif(30_000, 30_000)],
    [
      'picture-too-large',
      'a GIF whose picture is larger than its screen',
      'a.gif',
      made.gif(1, 1, [30_000, 30_000]),
    ],
    ['picture-too-large', '30,000 × 30,000 as BMP', 'a.bmp', made.bmp(30_000, 30_000)],
    ['picture-too-large', '16,383 × 16,383 as WebP', 'a.webp', made.webp(16_383, 16_383)],
    ['picture-too-large', '30,000 × 30,000 as TIFF', 'a.tif', made.tiff(30_000, 30_000)],
    ['picture-too-large', '30,000 × 30,000 as HEIC', 'a.heic', made.heic(30_000, 30_000)],
    ['unreadable', 'a picture of no size', 'a.png', made.png(0, 9)],
    [
      'unreadable',
      'a picture without a size',
      'a.jpg',
      joined([0xff, 0xd8, 0xff, 0xe0], new Uint8Array(200)),
    ],
    ['unreadable', 'two letters and noise', 'a.bmp', joined('BM', new Uint8Array(60))],
  ];

  it.each(refused)('%s: %s', async (code, _, name, bytes) => {
    expect(await told(name, bytes)).toBe(code);
  });

  it.each([
    ['a.png', made.png(300, 200), { width: 300, height: 200 }],
    ['a.jpg', made.jpeg(300, 200), { width: 300, height: 200 }],
    ['sideways.jpg', made.jpeg(300, 200, 6), { width: 200, height: 300 }],
    ['a.gif', made.gif(10, 200, [300, 20]), { width: 300, height: 200 }],
    ['a.pdf', made.pdf(), undefined],
  ])('the size of a picture is told as it is shown: %s', async (name, bytes, size) => {
    expect(((await inspectEvidence(bytes, name, policy)) as { size?: unknown }).size).toEqual(size);
  });

  it('the national limits of a form without a policy are those of the policy', () => {
    expect(NATIONAL_EVIDENCE).toEqual(policy);
  });

  it('a picture as large as the court allows is taken, one with a pixel more is not', async () => {
    const by = { ...policy, maxPixels: 1_000_000 };
    expect(await told('a.png', made.png(1000, 1000), by)).toBe('png');
    expect(await told('a.png', made.png(1000, 1001), by)).toBe('picture-too-large');
  });

  it('a document as large as the court allows is taken, one with a byte more is not', async () => {
    const by = { ...policy, maxBytes: 1024 };
    expect(await told('a.txt', letters(1024), by)).toBe('txt');
    expect(await told('a.txt', letters(1025), by)).toBe('too-large');
  });
});

describe('whatever the bytes', () => {
  const heads = [
    made.png(9, 9),
    made.jpeg(9, 9),
    made.gif(9, 9),
    made.webp(9, 9),
    made.bmp(9, 9),
    made.tiff(9, 9),
    made.heic(9, 9),
    made.pdf(),
    made.ole(['WordDocument']),
    made.office('docx'),
    made.ofd(),
    made.mp3(),
    made.amr(),
    made.wav(),
    made.ogg(),
    made.aac(),
    made.mp4('isom', 'vide'),
    made.program(),
  ];
  const names = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      ...Object.values(EVIDENCE_FORMATS).flatMap((format) => format.names.map((name) => `a.${name}`)),
    ),
  );
  const noise = fc.uint8Array({ maxLength: 4000 });
  /** A good file with some bytes changed, cut short, or followed by noise. */
  const damaged = fc
    .tuple(
      fc.constantFrom(...heads),
      fc.array(fc.tuple(fc.nat(6000), fc.nat(255)), { maxLength: 12 }),
      fc.nat(6000),
      fc.uint8Array({ maxLength: 200 }),
    )
    .map(([head, changes, length, tail]) => {
      const bytes = joined(head.subarray(0, length), tail);
      for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
      return bytes;
    });

  it('never throws, and answers by a known code or a format the court allows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(noise, damaged), names, async (bytes, name) => {
        const finding = await inspectEvidence(bytes, name, policy);
        if (finding.ok) expect(EVIDENCE_FORMATS[finding.format].kind).toBe(finding.kind);
        else expect(finding.code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      }),
      { numRuns: 800 },
    );
  });

  it('unpacks nothing where the directory itself admits too much', async () => {
    const parts = Object.fromEntries(
      Array.from({ length: 80 }, (_, number) => [`p${number}.xml`, letters(3 * MIB)]),
    );
    expect(await told('a.docx', made.office('docx', parts))).toBe('archive-bomb');
    expect(unpacked.inAll).toBe(0);
  });

  it('stops at the first part that is larger than it says, a few megabytes later at most', async () => {
    const names = Array.from({ length: 60 }, (_, number) => `p${number}.xml`);
    const parts = Object.fromEntries(names.map((name) => [name, letters(3 * MIB)]));
    const bomb = names.reduce(
      (archive, name) => made.withDeclaredSize(archive, name, 4000),
      made.office('docx', parts),
    );
    expect(await told('a.docx', bomb)).toBe('archive-bomb');
    expect(unpacked.inAll).toBeGreaterThan(0);
    expect(unpacked.inAll).toBeLessThan(5 * MIB);
  });

  it('takes a text of the largest size there may be, and unpacks a document of many parts', async () => {
    expect(await told('a.txt', letters(20 * MIB))).toBe('txt');
    const part = strToU8('<row><c>来函</c></row>'.repeat(3000));
    const parts = Object.fromEntries(Array.from({ length: 300 }, (_, number) => [`xl/p${number}.xml`, part]));
    expect(await told('a.xlsx', made.office('xlsx', parts))).toBe('xlsx');
    expect(unpacked.inAll).toBeGreaterThan(300 * part.length);
    expect(unpacked.atATime).toBeLessThan(5 * MIB);
  });
});
