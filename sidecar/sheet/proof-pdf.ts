/**
 * 记录证明: what proves to a recorder what was recorded and when. A record made truthfully is protected (001 第10条)
 * and counts for its author (济法发〔2021〕17号 五(二)); this paper is what the author can keep.
 */
import type { EntryProof, SheetCopy } from '../../shared/sheet.ts';
import { type CourtDocument, printDocument } from './document.ts';
import { entryTable, fieldRows } from './entry-table.ts';
import { caption, cell, columns, GAP, heading, label, PAIRS, SIZE, type Table } from './ruled-form.ts';
import { hashLines, sealOf } from './sheet-parts.ts';
import { type OwnConduct, recordNumber, time } from './sheet-words.ts';

const TITLE = '记录证明';

/** Records of an entry's life, in a person's words; another type keeps its name, that nothing is left out. */
const EVENT_WORDS: Readonly<Partial<Record<string, string>>> = {
  entry: '记录收存',
  supplement: '补充更正',
  'case-link': '补挂案号',
  escalation: '逐级上报',
  'sheet-filing': '随案入卷',
  screening: '督察办理',
  destruction: '依法销毁',
  clearance: '放行上会',
  'upstream-receipt': '上级法院回执',
  'received-record': '上级法院收存',
};

const UPSTREAM: Readonly<Record<EntryProof['upstream'], string>> = {
  waiting: '待上报，尚未取得上级法院回执',
  received: '已上报，已取得上级法院签名回执',
  'not-sent': '未上报',
  'file-only': '仅附卷事项，不录入记录报告平台',
};

const EVENTS = columns(66, 72, 126, 158);

function eventTable({ court, events }: EntryProof): Table {
  return {
    type: 'table',
    widths: EVENTS,
    heads: [
      caption('日志中的记录', EVENTS.length),
      [label('日志编号'), label('事　项'), label('收存时间'), label('叶指纹（SHA-256）')],
    ],
    rows:
      events.length === 0
        ? [[cell('没有可列明的记录', { span: EVENTS.length, align: 'center' })]]
        : events.map(({ seq, type, at, leafHash }) => [
            cell(recordNumber(court, seq), { align: 'center' }),
            cell(EVENT_WORDS[type] ?? type, { align: 'center' }),
            cell(time(at, true), { align: 'center' }),
            cell(hashLines(leafHash), { align: 'center', size: SIZE.hash }),
          ]),
    above: GAP,
  };
}

function stateTable({ entry, signedAt, head, upstream }: EntryProof): Table {
  return {
    type: 'table',
    widths: PAIRS,
    heads: [caption('收存与上报', PAIRS.length)],
    rows: fieldRows([
      {
        name: '签署时间',
        value: `${time(signedAt, true)}（记录人所用电脑的时钟）`,
        wide: true,
      },
      { name: '收存时间', value: `${time(entry.receivedAt, true)}（本院服务器的时钟）`, wide: true },
      { name: '记 录 号', value: entry.id, wide: true },
      { name: '日志记录数', value: String(head.size), wide: true },
      { name: '日志根', value: hashLines(head.root), wide: true },
      { name: '上报情况', value: UPSTREAM[upstream], wide: true },
    ]),
    above: GAP,
  };
}

const PROVES = [
  '本证明能说明：记录人在所列时间记录了所列内容，本院记录日志已收存并编号；以后每次补充、更正各自编号，原记录仍在。凭叶指纹和日志根可以核对：所列记录如被改动，指纹即不相同。',
  '本证明不能说明：所记事项本身是否属实，也不是对任何人的认定或评价；签署时间依记录人所用电脑的时钟，未经本院校准。',
];

function proofDocument(
  proof: EntryProof,
  watermark: SheetCopy['watermark'],
  ownConduct: readonly OwnConduct[],
): CourtDocument {
  const { court, entry, events, head } = proof;
  const number = recordNumber(court, entry.seq);
  const leaf = (events.find(({ seq }) => seq === entry.seq) ?? events[0])?.leafHash ?? '';
  const about = proof.caseNumber ?? number;
  return {
    title: `${TITLE} ${number}`,
    court: court.name,
    about,
    foot: `叶指纹 ${leaf}`,
    keywords: `sha256:${leaf}`,
    asOf: events.reduce((latest, { at }) => (at > latest ? at : latest), entry.receivedAt),
    blocks: [
      heading(court.name, { size: SIZE.court, above: 0, below: 2 }),
      heading(TITLE, { size: SIZE.title, bold: true, above: 0, below: 6 }),
      heading(
        `兹证明${entry.by.name}（${entry.by.staffCode}，${entry.by.department}${entry.by.post}）作有下列记录，本院记录日志已收存，编号${number}。`,
        { align: 'left', above: 0, below: 6 },
      ),
      entryTable(
        entry,
        '记录内容（现行）',
        { court, caseNumber: proof.caseNumber, level: 'full', own: ownConduct },
        true,
      ),
      stateTable(proof),
      eventTable(proof),
      ...PROVES.map((text) => heading(text, { size: SIZE.dense, align: 'left', above: 6, withNext: true })),
      sealOf(`sha256:${leaf}`, [
        ['记录编号', number],
        ['叶 指 纹', hashLines(leaf)],
        ['日　　志', `${court.name}记录日志，${head.size}条`],
      ]),
    ],
    watermark,
  };
}

/** The proof as a PDF; the same input gives the same bytes. */
export const printProof = (
  proof: EntryProof,
  watermark: SheetCopy['watermark'],
  ownConduct: readonly OwnConduct[] = [],
): Promise<Uint8Array> => printDocument(proofDocument(proof, watermark, ownConduct));
