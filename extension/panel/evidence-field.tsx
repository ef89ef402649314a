import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { EntryDraft } from '../../shared/entry-check.ts';
import type { Evidence } from '../../shared/records/entry.ts';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { FieldGroup } from '../look/field.tsx';
import { Icon } from '../look/icon.tsx';
import { idOf } from './entry-parts.ts';
import { fileProblem, printSize, readBase64, shortName } from './evidence-files.ts';

interface EvidenceFieldProps {
  evidence: Evidence[];
  manner: EntryDraft['manner'];
  error: string | undefined;
  onBusy(busy: boolean): void;
  update(change: (evidence: Evidence[]) => Evidence[]): void;
}

/** Manners that leave something a picture can be taken of. */
const LEAVES_TRACE: readonly EntryDraft['manner'][] = [
  'sms',
  'wechat',
  'weibo',
  'email',
  'letter',
  'instruction',
  'material',
];

const isSame = (a: Evidence, b: Evidence) => a.hash === b.hash;

function problemWords(problem: 'empty' | 'large' | 'many', name: string): string {
  if (problem === 'empty') return i18n.t('entry.fileEmpty', [name]);
  return problem === 'large' ? i18n.t('entry.fileLarge', [name]) : i18n.t('entry.fileMany', [name]);
}

/** Files picked, dropped or pasted; each is kept at once, so that it outlives the page. */
export function EvidenceField({ evidence, manner, error, onBusy, update }: EvidenceFieldProps) {
  const [said, setSaid] = useState<string[]>([]);
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const pickButton = useRef<HTMLButtonElement>(null);
  const kept = useRef(evidence);
  kept.current = evidence;

  async function keep(file: File): Promise<string> {
    const name = shortName(file.name);
    const problem = fileProblem(file, kept.current.length);
    if (problem) return problemWords(problem, name);
    let base64: string;
    try {
      base64 = await readBase64(file);
    } catch {
      return i18n.t('entry.fileUnread', [name]);
    }
    const mediaType = file.type || 'application/octet-stream';
    const item = await call('keepEvidence', { name, mediaType, base64 });
    if (kept.current.some((other) => isSame(other, item))) return i18n.t('entry.fileTwice', [name]);
    kept.current = [...kept.current, item];
    update((list) => (list.some((other) => isSame(other, item)) ? list : [...list, item]));
    return i18n.t('entry.kept', [name]);
  }

  async function add(files: File[]) {
    if (files.length === 0) return;
    onBusy(true);
    const words: string[] = [];
    for (const file of files) {
      setSaid([...words, i18n.t('entry.keeping', [shortName(file.name)])]);
      words.push(await keep(file).catch(() => i18n.t('entry.fileUnread', [shortName(file.name)])));
    }
    setSaid(words);
    onBusy(false);
  }
  const adding = useRef(add);
  adding.current = add;

  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const drag = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(event.type === 'dragover');
    };
    // Anywhere on the form: a file dropped beside the box must not replace the page.
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      adding.current([...(event.dataTransfer?.files ?? [])]);
    };
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      adding.current(files);
    };
    addEventListener('dragover', drag);
    addEventListener('dragleave', drag);
    addEventListener('drop', drop);
    addEventListener('paste', paste);
    return () => {
      removeEventListener('dragover', drag);
      removeEventListener('dragleave', drag);
      removeEventListener('drop', drop);
      removeEventListener('paste', paste);
    };
  }, []);

  return (
    <FieldGroup
      id={idOf('evidence')}
      label={i18n.t('entry.evidence')}
      hint={i18n.t('entry.evidenceHint')}
      error={error}
      optional
    >
      {LEAVES_TRACE.includes(manner) && evidence.length === 0 && (
        <p class="small">{i18n.t('entry.evidenceSuggest')}</p>
      )}
      <div class={over ? 'drop over' : 'drop'}>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            const input = event.currentTarget;
            const files = [...(input.files ?? [])];
            input.value = '';
            add(files);
          }}
        />
        <Button icon="clip" buttonRef={pickButton} onPress={() => picker.current?.click()}>
          {i18n.t('entry.pick')}
        </Button>
        {evidence.length > 0 && (
          <ul class="files">
            {evidence.map((file) => (
              <li key={file.hash}>
                <Icon name="clip" />
                <span class="file-name">{file.name}</span>
                <span class="small">{printSize(file.bytes)}</span>
                <Button
                  look="quiet"
                  label={i18n.t('entry.removeFile', [file.name])}
                  onPress={() => {
                    update((list) => list.filter((other) => !isSame(other, file)));
                    setSaid([i18n.t('entry.removed', [file.name])]);
                    pickButton.current?.focus();
                  }}
                >
                  {i18n.t('common.remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
        <div class="said" role="status">
          {said.map((words) => (
            <p key={words}>{words}</p>
          ))}
        </div>
      </div>
    </FieldGroup>
  );
}
