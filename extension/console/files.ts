/** Files from the sidecar, given to the person as a download: nothing of them is ever run in a page of ours. */
import { withoutHidden } from '../../shared/names.ts';

export function blobOf(base64: string, type: string): Blob {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type });
}

/** A name a disk takes, which shows all of itself. */
export const fileNameOf = (name: string): string =>
  withoutHidden(name)
    .replace(/[\\/:*?"<>|]/g, '_')
    .trim() || 'file';

export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileNameOf(name);
  link.click();
  // The browser has taken it over by then; kept, it would stay in memory as long as the page.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Pictures a browser draws without running anything in them. */
const PICTURES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp'];
export const isPicture = (mediaType: string): boolean => PICTURES.includes(mediaType.toLowerCase());

export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${Math.round(kilo)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}
