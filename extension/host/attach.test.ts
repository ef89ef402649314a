import { parseHTML } from 'linkedom';
import { beforeEach, expect, test } from 'vitest';
import type { AttachRecipe } from '../../shared/host-profile.ts';
import { type AttachTools, attachFile } from './attach.ts';

const recipe: AttachRecipe = {
  volume: 'confidential',
  page: '/cases/{caseId}/files',
  query: { volume: 'fj' },
  form: 'form.up',
  fileField: 'file',
  set: { kind: '三个规定' },
  confirm: { rows: 'tbody tr', link: 'td a' },
};
const bytes = new TextEncoder().encode('%PDF one');
const file = { fileName: '一案一表.pdf', base64: btoa('%PDF one'), fileHash: 'ab'.repeat(32) };

let listed: { name: string; body: Uint8Array<ArrayBuffer> }[];
let posts: FormData[];
let form: string;
let onPost: (body: FormData) => Promise<Response>;

const keep = async (body: FormData): Promise<Response> => {
  const sent = body.get('file') as File;
  listed.push({ name: sent.name, body: new Uint8Array(await sent.arrayBuffer()) });
  return new Response('');
};

beforeEach(() => {
  listed = [{ name: '起诉状.pdf', body: bytes }];
  posts = [];
  form = '<form class="up" action="up.do"><input name="_csrf" value="t"></form>';
  onPost = keep;
});

const tools: AttachTools = {
  location: 'http://host.test/cases/1',
  parse: (html) => parseHTML(html).document as unknown as Document,
  formData(found) {
    const data = new FormData();
    for (const field of found.querySelectorAll('input'))
      data.append(field.getAttribute('name') ?? '', field.getAttribute('value') ?? '');
    return data;
  },
  async fetch(address, init) {
    if (init?.method === 'POST') {
      expect(address.href).toBe('http://host.test/base/up.do');
      posts.push(init.body as FormData);
      return onPost(init.body as FormData);
    }
    if (address.pathname.startsWith('/base/get/'))
      return new Response(listed[Number(address.pathname.slice(10))]?.body ?? null);
    expect(address.href).toBe('http://host.test/cases/1/files?volume=fj');
    const rows = listed
      .map(({ name }, index) => `<tr><td><a href="get/${index}"> ${name}\n</a></td></tr>`)
      .join('');
    return new Response(
      `<html><head><base href="/base/"></head><body><table><tbody>${rows}</tbody></table>${form}</body></html>`,
    );
  },
};
const attach = () => attachFile(recipe, { caseId: '1' }, file, tools);

test('sends the form as the page has it, with what the recipe sets, and reads the file back', async () => {
  expect(await attach()).toEqual({ ok: true, fileHash: file.fileHash, bytes: bytes.length });
  const body = posts[0] ?? new FormData();
  expect(body.get('_csrf')).toBe('t');
  expect(body.get('kind')).toBe('三个规定');
  expect((body.get('file') as File).type).toBe('application/pdf');
});

test('does not send again what is there', async () => {
  await attach();
  expect((await attach()).ok).toBe(true);
  expect(posts).toHaveLength(1);
});

test('a file of the same name with other bytes is another file', async () => {
  listed.push({ name: file.fileName, body: new TextEncoder().encode('old') });
  expect((await attach()).ok).toBe(true);
  expect(posts).toHaveLength(1);
});

test('an answer that was lost after the file arrived is no failure', async () => {
  onPost = async (body) => {
    await keep(body);
    throw new TypeError('network');
  };
  expect((await attach()).ok).toBe(true);
});

test.each<[string, () => void]>([
  [
    'form-not-found',
    () => {
      form = '';
    },
  ],
  [
    'form-not-found',
    () => {
      form = '<form class="up" action="http://evil.test/up.do"></form>';
    },
  ],
  [
    'refused-by-host',
    () => {
      onPost = async () => new Response('', { status: 403 });
    },
  ],
  [
    'not-listed',
    () => {
      onPost = async () => new Response('');
    },
  ],
  [
    'bytes-differ',
    () => {
      onPost = async () => {
        listed.push({ name: file.fileName, body: new TextEncoder().encode('cut') });
        return new Response('');
      };
    },
  ],
])('%s', async (code, change) => {
  change();
  expect(await attach()).toEqual({ ok: false, code });
});

test('a recipe cannot lead to another origin', async () => {
  const outcome = await attachFile({ ...recipe, page: '//evil.test/{caseId}' }, { caseId: '1' }, file, tools);
  expect(outcome).toEqual({ ok: false, code: 'form-not-found' });
});
