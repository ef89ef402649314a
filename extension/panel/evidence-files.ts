/** Files on their way into an entry. */
import { ENTRY_LIMITS } from '../../shared/entry-check.ts';

const NAME_MAX = 120;

/** A name the record can hold; the end stays, because it says what kind of file it is. */
export function shortName(name: string): string {
  if (name.length <= NAME_MAX) return name;
  const tail = 20;
  return `${name.slice(0, NAME_MAX - tail - 1)}…${name.slice(-tail)}`.replace(/\p{Surrogate}/gu, '');
}

export function fileProblem(file: { size: number }, already: number): 'empty' | 'large' | 'many' | undefined {
  if (file.size === 0) return 'empty';
  if (file.size > ENTRY_LIMITS.evidenceBytes) return 'large';
  return already >= ENTRY_LIMITS.evidenceFiles ? 'many' : undefined;
}

export function readBase64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** `512 B`, `87.4 KB`, `3.2 MB`. */
export function printSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${kilo.toFixed(1)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}
