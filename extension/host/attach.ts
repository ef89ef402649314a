/**
 * Puts a file into the host's case file through the host's own upload form, as the person who is signed in there,
 * and reads it back. Only bytes that come back as they were sent count as filed; a file that is already there is
 * not sent again, so that a retry never doubles it.
 */
import { fillPath } from '../../shared/host-path.ts';
import type { AttachRecipe } from '../../shared/host-profile.ts';
import type { AttachOutcome } from '../link/calls.ts';
import { native } from './native.ts';
import { textOf } from './read.ts';
import { selectAll } from './select.ts';

export interface AttachTools {
  fetch(address: URL, init?: RequestInit): Promise<Response>;
  parse(html: string): Document;
  /** What the browser would send of this form. */
  formData(form: HTMLFormElement): FormData;
  /** Address of the page on which this runs; nothing is sent to another origin. */
  location: string;
}

export const browserTools = (): AttachTools => ({
  fetch: (address, init) => fetch(address, { credentials: 'include', cache: 'no-store', ...init }),
  parse: (html) => new DOMParser().parseFromString(html, 'text/html'),
  formData: (form) => new FormData(form),
  location: location.href,
});

export interface FileToAttach {
  fileName: string;
  base64: string;
  /** SHA-256 of the bytes, computed by who made them. */
  fileHash: string;
}

class Stop extends Error {
  readonly code: (AttachOutcome & { ok: false })['code'];
  constructor(code: Stop['code']) {
    super(code);
    this.code = code;
  }
}

export async function attachFile(
  recipe: AttachRecipe,
  ids: Readonly<Record<string, string>>,
  file: FileToAttach,
  tools: AttachTools,
): Promise<AttachOutcome> {
  try {
    const bytes = bytesOf(file.base64);
    const address = ofHost(fillPath(recipe.page, ids), tools.location, tools);
    for (const [name, value] of Object.entries(recipe.query)) address.searchParams.set(name, value);

    const page = await openPage(address, tools);
    if ((await find(recipe, page, file.fileName, bytes, tools)) !== 'same') {
      const refused = await upload(recipe, page, file.fileName, bytes, tools);
      // Looked at even after a refusal: an answer may be lost on its way while the file has arrived.
      const listed = await find(recipe, await openPage(address, tools), file.fileName, bytes, tools);
      if (listed === 'absent') throw new Stop(refused ? 'refused-by-host' : 'not-listed');
      if (listed === 'other') throw new Stop(refused ? 'refused-by-host' : 'bytes-differ');
    }
    // The same bytes have the same hash. It is not computed here: pages of plain http have no crypto.subtle.
    return { ok: true, fileHash: file.fileHash, bytes: bytes.length };
  } catch (error) {
    return { ok: false, code: error instanceof Stop ? error.code : 'unexpected' };
  }
}

interface Opened {
  document: Document;
  /** What the page's relative addresses stand against. */
  base: string;
}

/** @throws Stop when the address is not of this host: a profile must not send case files elsewhere */
function ofHost(address: string, base: string, tools: AttachTools): URL {
  const url = new URL(address, base);
  if (url.origin !== new URL(tools.location).origin) throw new Stop('form-not-found');
  return url;
}

async function openPage(address: URL, tools: AttachTools): Promise<Opened> {
  const response = await tools.fetch(address);
  if (!response.ok) throw new Stop('refused-by-host');
  const document = tools.parse(await response.text());
  const url = response.url || address.href;
  const base = selectAll(document, 'base[href]')[0]?.getAttribute('href');
  return { document, base: base ? new URL(base, url).href : url };
}

/** @returns true when the host answered with an error, or not at all */
async function upload(
  recipe: AttachRecipe,
  page: Opened,
  fileName: string,
  bytes: Uint8Array<ArrayBuffer>,
  tools: AttachTools,
): Promise<boolean> {
  const form = selectAll(page.document, recipe.form)[0] as HTMLFormElement | undefined;
  if (!form) throw new Stop('form-not-found');
  const action = ofHost(native(form, 'getAttribute')('action') ?? '', page.base, tools);
  const body = tools.formData(form);
  for (const [name, value] of Object.entries(recipe.set)) body.set(name, value);
  body.set(recipe.fileField, new File([bytes], fileName, { type: 'application/pdf' }));
  try {
    return !(await tools.fetch(action, { method: 'POST', body })).ok;
  } catch {
    return true;
  }
}

/** Whether a file of this name is listed, and whether one of that name has these bytes. */
async function find(
  { confirm }: AttachRecipe,
  page: Opened,
  fileName: string,
  bytes: Uint8Array,
  tools: AttachTools,
): Promise<'absent' | 'other' | 'same'> {
  const links = selectAll(page.document, confirm.rows)
    .flatMap((row) => selectAll(row, confirm.link))
    .filter((link) => textOf(link) === fileName.trim());
  // Newest files are usually last.
  for (const link of links.reverse()) {
    const response = await tools.fetch(ofHost(link.getAttribute('href') ?? '', page.base, tools));
    if (response.ok && same(new Uint8Array(await response.arrayBuffer()), bytes)) return 'same';
  }
  return links.length === 0 ? 'absent' : 'other';
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}
