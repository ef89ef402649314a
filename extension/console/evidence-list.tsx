import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Evidence } from '../../shared/records/entry.ts';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { Icon } from '../look/icon.tsx';
import { blobOf, saveFile } from '../look/save-file.ts';
import { errorWords } from '../look/words.ts';
import { isPicture, sizeWords } from './files.ts';
import { Told } from './told.tsx';

function File({ file, opening }: { file: Evidence; opening: string | undefined }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const [picture, setPicture] = useState<string>();
  useEffect(() => {
    if (picture === undefined) return;
    return () => URL.revokeObjectURL(picture);
  }, [picture]);

  async function fetched(use: (base64: string) => void) {
    setBusy(true);
    setSaid(undefined);
    try {
      const { base64 } = await call('evidence', file.hash, ...(opening === undefined ? [] : [opening]));
      use(base64);
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <li class="evidence-file">
      <div class="file">
        <Icon name="clip" />
        <span class="file-name">
          <Told text={file.name} />
        </span>
        <span class="small">{sizeWords(file.bytes)}</span>
        {isPicture(file.mediaType) && (
          <Button
            look="quiet"
            busy={busy}
            label={i18n.t(picture === undefined ? 'console.showFile' : 'console.hideFile', [file.name])}
            onPress={() =>
              picture === undefined
                ? fetched((base64) => setPicture(URL.createObjectURL(blobOf(base64, file.mediaType))))
                : setPicture(undefined)
            }
          >
            {picture === undefined ? i18n.t('console.show') : i18n.t('console.hide')}
          </Button>
        )}
        <Button
          look="quiet"
          busy={busy}
          label={i18n.t('console.downloadFile', [file.name])}
          onPress={() => fetched((base64) => saveFile(blobOf(base64, 'application/octet-stream'), file.name))}
        >
          {i18n.t('console.download')}
        </Button>
      </div>
      {picture !== undefined && <img class="picture" src={picture} alt={file.name} />}
      <p class="small said" role="status">
        {said}
      </p>
    </li>
  );
}

/** Files of an entry; their bytes are asked for one by one, and only when somebody wants them. */
export function EvidenceList({
  files,
  opening,
}: {
  files: readonly Evidence[];
  opening?: string | undefined;
}) {
  if (files.length === 0) return <p class="small">{i18n.t('console.evidenceNone')}</p>;
  return (
    <ul class="evidence">
      {files.map((file) => (
        <File key={file.hash} file={file} opening={opening} />
      ))}
    </ul>
  );
}
