/** Files from the sidecar, given to the person as a download: nothing of them is ever run in a page of ours. */
import { withoutHidden } from '../../shared/names.ts';

export function blobOf(base64: string, type: string): Blob {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type });
}

export const pdfOf = (base64: string): Blob => blobOf(base64, 'application/pdf');

/** A name a disk takes, which shows all of itself. */
export const fileNameOf = (name: string): string =>
  withoutHidden(name)
    .replace(/[\\/:*?"<>|]/g, '_')
    .trim() || 'file';

export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileNameOf(name);
  link.click();
  // The browser has taken it over by then; kept, it would stay in memory as long as the page.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
