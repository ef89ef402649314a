/** Files on their way into an entry. */
import { printBeijingTime } from '../../shared/calendar.ts';
import { ENTRY_LIMITS } from '../../shared/entry-check.ts';
import { seenName } from '../../shared/evidence-kinds.ts';
import type { EvidencePolicy } from '../../shared/policy.ts';

const NAME_MAX = 120;

/** A name the record can hold; the end stays, because it says what kind of file it is. */
export function shortName(name: string): string {
  if (name.length <= NAME_MAX) return name;
  const tail = 20;
  return `${name.slice(0, NAME_MAX - tail - 1)}…${name.slice(-tail)}`.replace(/\p{Surrogate}/gu, '');
}

/** What a browser calls a picture that comes from the clipboard without a name of its own. */
const NAMELESS = /^(?:image|blob|clipboard)?(\.[a-z]{3,4})?$/i;

/**
 * The name a file is kept under: without what nobody sees; a pasted screenshot gets the Beijing time it was pasted at.
 * @param screenshot the word for it
 * @param taken names that stand in the list already
 */
export function keptName(
  file: { name: string },
  { pasted, screenshot, now, taken }: { pasted: boolean; screenshot: string; now: string; taken: string[] },
): string {
  const name = seenName(file.name);
  const [nameless, ending = '.png'] = NAMELESS.exec(name) ?? [];
  if (!pasted || nameless === undefined) return shortName(name === '' ? screenshot : name);
  const base = `${screenshot} ${printBeijingTime(now).replace(':', '.')}`;
  let given = base + ending;
  for (let number = 2; taken.includes(given); number += 1) given = `${base} (${number})${ending}`;
  return given;
}

/** What can be said before the file is read. */
export function fileProblem(
  file: { size: number },
  already: number,
  { maxBytes }: Pick<EvidencePolicy, 'maxBytes'>,
): 'empty' | 'too-large' | 'many' | undefined {
  if (file.size === 0) return 'empty';
  if (file.size > maxBytes) return 'too-large';
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

/** `512 B`, `87.4 KB`, `20 MB`. */
export function printSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  const print = (value: number) => value.toFixed(1).replace(/\.0$/, '');
  return kilo < 1024 ? `${print(kilo)} KB` : `${print(kilo / 1024)} MB`;
}
