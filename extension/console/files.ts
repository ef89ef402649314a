/** What is told of a file before its bytes are there. */

/** Pictures a browser draws without running anything in them. */
const PICTURES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp'];
export const isPicture = (mediaType: string): boolean => PICTURES.includes(mediaType.toLowerCase());

export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${Math.round(kilo)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}
