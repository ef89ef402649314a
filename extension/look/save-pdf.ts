/** Hands a PDF that came through the background to the person, as a download of the page. */
export function savePdf(base64: string, fileName: string): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has begun with the press; the bytes are let go of once it surely has them.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
