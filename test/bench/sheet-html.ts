/** The sheet as an HTML document with the same content, fonts, sizes, paper and margins: what Chromium is given to print. */
import { renderSVG } from 'uqr';
import type { CourtDocument } from '../../sidecar/sheet/document.ts';
import {
  type Block,
  type Cell,
  LINE,
  PADDING,
  PAGE,
  type Row,
  RULE,
  SIZE,
  TEXT_WIDTH,
} from '../../sidecar/sheet/ruled-form.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);
const cssText = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

const styleOf = ({ size, bold, align }: { size: number; bold: boolean; align: string }) =>
  `font-size:${size}pt;text-align:${align}${bold ? ';font-weight:600' : ''}`;

const cellOf = (cell: Cell) =>
  `<td${cell.span > 1 ? ` colspan="${cell.span}"` : ''} style="${styleOf(cell)}">${escaped(cell.text)}</td>`;
const rowOf = (row: Row, more = '') => `<tr>${row.map(cellOf).join('')}${more}</tr>`;

const columnsOf = (widths: readonly number[]) =>
  `<colgroup>${widths.map((width) => `<col style="width:${width + 2 * PADDING.side + RULE}pt">`).join('')}</colgroup>`;

function blockOf(block: Block): string {
  const above = `margin-top:${block.above}pt`;
  if (block.type === 'heading') {
    const keep = block.withNext ? ';break-after:avoid' : '';
    return `<p style="${styleOf(block)};${above};margin-bottom:${block.below}pt${keep}">${escaped(block.text)}</p>`;
  }
  if (block.type === 'table') {
    return `<table style="${above}">${columnsOf(block.widths)}<thead>${block.heads.map((row) => rowOf(row)).join('')}</thead><tbody>${block.rows.map((row) => rowOf(row)).join('')}</tbody></table>`;
  }
  const code = `<td rowspan="${block.rows.length}">${renderSVG(block.qr, { ecc: 'M', border: 0 })}</td>`;
  const rows = block.rows.map((row, index) => rowOf(row, index === 0 ? code : '')).join('');
  return `<table style="${above};break-inside:avoid">${columnsOf([...block.widths, block.qrWidth])}<tbody>${rows}</tbody></table>`;
}

export function htmlOf(document: CourtDocument): string {
  const margins = [PAGE.top, PAGE.right, PAGE.bottom, PAGE.left].map((each) => `${each}pt`).join(' ');
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(document.title)}</title><style>
@page { size: A4; margin: ${margins};
  @top-left { content: ${cssText(document.court)}; font-size: ${SIZE.running}pt }
  @top-right { content: ${cssText(document.about)}; font-size: ${SIZE.running}pt }
  @bottom-center { content: "— " counter(page) " —\\a ${document.foot}　共" counter(pages) "页"; white-space: pre; font-size: ${SIZE.hash}pt } }
html { font-family: 'Noto Serif SC', 'Noto Sans SC'; line-height: ${LINE} }
body { margin: 0; width: ${TEXT_WIDTH}pt }
p { margin: 0 }
table { border-collapse: collapse; table-layout: fixed; width: ${TEXT_WIDTH}pt }
td { border: ${RULE}pt solid #000; padding: ${PADDING.above}pt ${PADDING.side}pt ${PADDING.below}pt; vertical-align: middle; white-space: pre-wrap; overflow-wrap: anywhere }
tr { break-inside: avoid }
svg { display: block; width: 100% }
</style></head><body>${document.blocks.map(blockOf).join('')}</body></html>`;
}
