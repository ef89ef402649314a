import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { EvidenceFinding } from '../../shared/evidence-check.ts';
import type { EvidenceFault } from '../../shared/evidence-kinds.ts';
import type { EvidencePolicy } from '../../shared/policy.ts';
import type { Evidence } from '../../shared/records/entry.ts';
import { call, onChanged } from '../link/client.ts';
import { errorWords, listWords } from '../look/words.ts';
import { fileProblem, keptName, printSize, readBase64 } from './evidence-files.ts';
import { kindWords, thumbnailOf } from './evidence-thumbnail.tsx';

/** What became of one file, in words. */
export interface Said {
  words: string;
  refused: boolean;
}

const isSame = (a: Evidence, b: Evidence) => a.hash === b.hash;
const allowed = ({ kinds }: EvidencePolicy): string => listWords(kinds.map(kindWords));

/** One sentence for each reason, and the way out. */
function faultWords(fault: EvidenceFault | 'many' | 'twice', name: string, policy: EvidencePolicy): string {
  switch (fault) {
    case 'empty':
      return i18n.t('entry.fileEmpty', [name]);
    case 'too-large':
      return i18n.t('entry.fileLarge', [name, printSize(policy.maxBytes)]);
    case 'many':
      return i18n.t('entry.fileMany', [name]);
    case 'twice':
      return i18n.t('entry.fileTwice', [name]);
    case 'name-unsafe':
      return i18n.t('entry.fileNameUnsafe', [name]);
    case 'executable':
      return i18n.t('entry.fileExecutable', [name]);
    case 'type-lies':
      return i18n.t('entry.fileTypeLies', [name]);
    case 'unknown-type':
      return i18n.t('entry.fileUnknownType', [name, allowed(policy)]);
    case 'kind-not-allowed':
      return i18n.t('entry.fileKindNotAllowed', [name, allowed(policy)]);
    case 'archive-bomb':
      return i18n.t('entry.fileArchiveBomb', [name]);
    case 'picture-too-large':
      return i18n.t('entry.filePictureTooLarge', [name]);
    case 'encrypted':
      return i18n.t('entry.fileEncrypted', [name]);
    case 'macros':
      return i18n.t('entry.fileMacros', [name]);
    case 'unreadable':
      return i18n.t('entry.fileUnreadable', [name]);
  }
}

/** The check is loaded with the first file: most entries have none. */
async function inspect(bytes: Uint8Array, name: string, policy: EvidencePolicy): Promise<EvidenceFinding> {
  const { inspectEvidence } = await import('../../shared/evidence-check.ts');
  return inspectEvidence(bytes, name, policy);
}

interface EvidenceIn {
  evidence: Evidence[];
  policy: EvidencePolicy;
  onBusy(busy: boolean): void;
  update(change: (evidence: Evidence[]) => Evidence[]): void;
}

export interface EvidenceUse {
  said: Said[];
  /** Thumbnails by hash, of what was added on this page. */
  pictures: ReadonlyMap<string, ImageBitmap>;
  /** Bytes the sidecar has of a file that is being sent, by hash. */
  sent: ReadonlyMap<string, number>;
  add(files: File[], from: 'picked' | 'dropped' | 'pasted'): void;
  remove(file: Evidence): void;
}

/** Files of an entry: looked into, kept at once so that they outlive the page, one after the other. */
export function useEvidence({ evidence, policy, onBusy, update }: EvidenceIn): EvidenceUse {
  const [said, setSaid] = useState<Said[]>([]);
  const [pictures, setPictures] = useState<ReadonlyMap<string, ImageBitmap>>(new Map());
  const [sent, setSent] = useState<ReadonlyMap<string, number>>(new Map());
  const kept = useRef(evidence);
  kept.current = evidence;
  const shown = useRef(pictures);
  shown.current = pictures;
  const line = useRef<Promise<void>>(Promise.resolve());
  const waiting = useRef(0);

  useEffect(
    () =>
      onChanged(({ evidence: change }) => {
        if (change) setSent((before) => new Map(before).set(change.hash, change.sent));
      }),
    [],
  );
  useEffect(
    () => () => {
      for (const bitmap of shown.current.values()) bitmap.close();
    },
    [],
  );

  async function keep(file: File, name: string): Promise<Said> {
    const no = (fault: Parameters<typeof faultWords>[0]): Said => ({
      words: faultWords(fault, name, policy),
      refused: true,
    });
    const problem = fileProblem(file, kept.current.length, policy);
    if (problem) return no(problem);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const finding = await inspect(bytes, name, policy);
    if (!finding.ok) return no(finding.code);
    // Of the bytes that were looked into: the file may be another by now.
    const looked = new Blob([bytes]);
    const { mediaType } = finding;
    let item: Evidence;
    try {
      item = await call('keepEvidence', { name, mediaType, base64: await readBase64(looked) });
    } catch (error) {
      return { words: i18n.t('entry.fileNotKept', [name, errorWords(error)]), refused: true };
    }
    if (kept.current.some((other) => isSame(other, item))) return no('twice');
    const picture = await thumbnailOf(looked, finding);
    if (picture) setPictures((before) => new Map(before).set(item.hash, picture));
    kept.current = [...kept.current, item];
    update((list) => (list.some((other) => isSame(other, item)) ? list : [...list, item]));
    return { words: i18n.t('entry.kept', [name]), refused: false };
  }

  async function addAll(files: File[], pasted: boolean) {
    const told: Said[] = [];
    for (const file of files) {
      const name = keptName(file, {
        pasted,
        screenshot: i18n.t('entry.screenshot'),
        now: new Date().toISOString(),
        taken: kept.current.map((other) => other.name),
      });
      setSaid([...told, { words: i18n.t('entry.keeping', [name]), refused: false }]);
      told.push(
        await keep(file, name).catch(() => ({ words: i18n.t('entry.fileUnread', [name]), refused: true })),
      );
    }
    setSaid(told);
  }

  return {
    said,
    pictures,
    sent,
    add(files, from) {
      if (files.length === 0) return;
      waiting.current += 1;
      onBusy(true);
      line.current = line.current
        .then(() => addAll(files, from === 'pasted'))
        .finally(() => {
          waiting.current -= 1;
          if (waiting.current === 0) onBusy(false);
        });
    },
    remove(file) {
      update((list) => list.filter((other) => !isSame(other, file)));
      pictures.get(file.hash)?.close();
      setPictures((before) => new Map([...before].filter(([hash]) => hash !== file.hash)));
      setSaid([{ words: i18n.t('entry.removed', [file.name]), refused: false }]);
    },
  };
}
