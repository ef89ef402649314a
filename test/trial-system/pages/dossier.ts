import { html } from '../html.ts';
import { Refusal } from '../store.ts';
import { timestamp } from '../time.ts';
import type { Volume } from '../types.ts';
import { isVolume, VOLUME_NAMES } from '../types.ts';
import type { App, System } from '../web.ts';
import { checkedForm, page } from '../web.ts';
import { caseCrumbs, caseTabs } from './case-parts.ts';

const LIMIT = 20 * 1024 * 1024;
/** A whole multipart body, with room for its other parts. */
export const UPLOAD_LIMIT = LIMIT + 64 * 1024;
export const TOO_LARGE = '单个文件不得超过 20 MB，请压缩或拆分后再上传。';

const TYPES = new Map([
  ['pdf', 'application/pdf'],
  ['doc', 'application/msword'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xls', 'application/vnd.ms-excel'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['tif', 'image/tiff'],
  ['txt', 'text/plain; charset=utf-8'],
  ['json', 'application/json'],
  ['zip', 'application/zip'],
  ['ofd', 'application/ofd'],
]);

function typeOf(name: string): string {
  return TYPES.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) ?? 'application/octet-stream';
}

/** The last part of a path, without control characters. */
function plainName(name: string): string {
  const base = name.split(/[/\\]/).pop() ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return base.replace(/[\u0000-\u001f\u007f]/g, '').trim();
}

function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

function uploadForm(ajid: string, volume: Volume, csrf: string) {
  return html`<form class="upbox" method="post" enctype="multipart/form-data" action="/cases/${ajid}/dossier/files">
<input type="hidden" name="_csrf" value="${csrf}">
<input type="hidden" name="volume" value="${volume}">
上传至${VOLUME_NAMES[volume]}：<input type="file" name="file" id="scwj">
<button type="submit" class="btn main">上传</button>
<span class="grey">单个文件不超过 20 MB</span>
</form>`;
}

export function dossierRoutes(app: App, { store }: System): void {
  app.get('/cases/:ajid/dossier', (c) => {
    const item = store.case(c.req.param('ajid'));
    const volume = c.req.query('volume') ?? 'main';
    if (!isVolume(volume)) throw new Refusal(404, '没有该卷宗。');
    const files = store.filesOf(item.ajid, volume);
    const onCase = store.isOnCase(item, c.get('user'));
    const tab = (key: Volume) =>
      html`<a href="/cases/${item.ajid}/dossier?volume=${key}"${
        key === volume && html` class="on"`
      }>${VOLUME_NAMES[key]}（${store.filesOf(item.ajid, key).length}）</a>`;
    const body = html`${caseTabs(item, 'dossier')}
<div class="vols">${tab('main')}${tab('confidential')}<span class="right">案号：<b id="ah">${item.number}</b></span></div>
<table class="list" id="jzlist">
<thead><tr><th width="50">序号</th><th>文件名</th><th width="110">大小(字节)</th><th width="110">上传人</th>
<th width="160">上传时间</th></tr></thead>
<tbody>
${files.map(
  (file, index) => html`<tr><td class="c">${index + 1}</td>
<td><a href="/cases/${item.ajid}/dossier/files/${file.id}">${file.name}</a></td>
<td class="r">${file.bytes.length}</td><td class="c">${store.nameOf(file.by)}</td>
<td class="c">${timestamp(file.time)}</td></tr>
`,
)}${files.length === 0 && html`<tr><td colspan="5" class="none">暂无文件</td></tr>`}
</tbody>
</table>
${
  onCase
    ? uploadForm(item.ajid, volume, c.get('session').csrf)
    : html`<p class="grey pad">您不是本案合议庭成员或书记员，仅可查阅。</p>`
}`;
    return page(c, {
      title: `电子卷宗 ${item.number}`,
      crumbs: caseCrumbs(item, '电子卷宗'),
      body,
      menu: '/cases',
    });
  });

  app.post('/cases/:ajid/dossier/files', async (c) => {
    const item = store.case(c.req.param('ajid'));
    const fields = await checkedForm(c);
    if (!store.isOnCase(item, c.get('user'))) {
      throw new Refusal(403, '您不是本案合议庭成员或书记员，不能上传材料。');
    }
    const { file, volume } = fields;
    if (!isVolume(volume)) throw new Refusal(400, '请选择正卷或副卷。');
    if (!(file instanceof File) || file.name === '') throw new Refusal(400, '请选择要上传的文件。');
    if (file.size === 0) throw new Refusal(400, '所选文件是空文件，不能上传。');
    if (file.size > LIMIT) throw new Refusal(413, TOO_LARGE);
    const name = plainName(file.name) || '未命名';
    const bytes = new Uint8Array(await file.arrayBuffer());
    store.addFile(item.ajid, { volume, name, type: typeOf(name), bytes }, c.get('user'));
    return c.redirect(`/cases/${item.ajid}/dossier?volume=${volume}`, 303);
  });

  app.get('/cases/:ajid/dossier/files/:fileId', (c) => {
    const file = store.file(store.case(c.req.param('ajid')).ajid, c.req.param('fileId'));
    return c.body(file.bytes, 200, {
      'Content-Type': file.type,
      'Content-Length': String(file.bytes.length),
      'Content-Disposition': attachment(file.name),
    });
  });
}
