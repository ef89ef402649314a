import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { ENTRY_LIMITS, type EntryDraft } from '../../shared/entry-check.ts';
import { extensionsOf } from '../../shared/evidence-kinds.ts';
import type { EvidencePolicy } from '../../shared/policy.ts';
import type { Evidence } from '../../shared/records/entry.ts';
import { Button } from '../look/button.tsx';
import { FieldGroup } from '../look/field.tsx';
import { Icon } from '../look/icon.tsx';
import { listWords } from '../look/words.ts';
import { idOf } from './entry-parts.ts';
import { printSize } from './evidence-files.ts';
import { kindWords, Thumbnail } from './evidence-thumbnail.tsx';
import { type EvidenceUse, useEvidence } from './use-evidence.ts';

interface EvidenceFieldProps {
  evidence: Evidence[];
  manner: EntryDraft['manner'];
  /** What the court takes. */
  policy: EvidencePolicy;
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

/** Anywhere on the form: a file dropped beside the box must not replace the page. */
function useDropAndPaste(add: EvidenceUse['add']): boolean {
  const [over, setOver] = useState(false);
  const adding = useRef(add);
  adding.current = add;
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const drag = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(event.type === 'dragover');
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      adding.current([...(event.dataTransfer?.files ?? [])], 'dropped');
    };
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      adding.current(files, 'pasted');
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
  return over;
}

/** How far a file is on its way, while it is. */
function Sending({ file, sent }: { file: Evidence; sent: number | undefined }) {
  if (sent === undefined || sent >= file.bytes) return null;
  const percent = `${Math.floor((sent / file.bytes) * 100)}%`;
  return (
    <span class="small sending">
      <progress max={file.bytes} value={sent} aria-label={i18n.t('entry.sending', [file.name])} /> {percent}
    </span>
  );
}

/** Files picked, dropped or pasted; each is looked into and kept at once, so that it outlives the page. */
export function EvidenceField({ evidence, manner, policy, error, onBusy, update }: EvidenceFieldProps) {
  const { said, pictures, sent, add, remove } = useEvidence({ evidence, policy, onBusy, update });
  const over = useDropAndPaste(add);
  const picker = useRef<HTMLInputElement>(null);
  const pickButton = useRef<HTMLButtonElement>(null);

  return (
    <FieldGroup
      id={idOf('evidence')}
      label={i18n.t('entry.evidence')}
      hint={i18n.t('entry.evidenceHint', [
        printSize(policy.maxBytes),
        String(ENTRY_LIMITS.evidenceFiles),
        listWords(policy.kinds.map(kindWords)),
      ])}
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
          accept={extensionsOf(policy.kinds).join(',')}
          onChange={(event) => {
            const input = event.currentTarget;
            const files = [...(input.files ?? [])];
            input.value = '';
            add(files, 'picked');
          }}
        />
        <Button icon="clip" buttonRef={pickButton} onPress={() => picker.current?.click()}>
          {i18n.t('entry.pick')}
        </Button>
        {evidence.length > 0 && (
          <ul class="files">
            {evidence.map((file) => (
              <li key={file.hash}>
                <Thumbnail mediaType={file.mediaType} bitmap={pictures.get(file.hash)} />
                <span class="file-name">{file.name}</span>
                <Sending file={file} sent={sent.get(file.hash)} />
                <span class="small">{printSize(file.bytes)}</span>
                <Button
                  look="quiet"
                  label={i18n.t('entry.removeFile', [file.name])}
                  onPress={() => {
                    remove(file);
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
          {said.map(({ words, refused }) => (
            <p key={words} class={refused ? 'not-taken' : undefined}>
              {refused && <Icon name="due" />}
              <span>{words}</span>
            </p>
          ))}
        </div>
      </div>
    </FieldGroup>
  );
}
