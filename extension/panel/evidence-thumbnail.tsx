import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import type { EvidenceFinding, PictureSize } from '../../shared/evidence-check.ts';
import { kindOfMedia } from '../../shared/evidence-kinds.ts';
import type { EvidenceKind } from '../../shared/policy.ts';
import { Icon, type IconName } from '../look/icon.tsx';

/** Edge of a thumbnail in its own pixels; shown at half of it. */
const EDGE = 80;
/** A larger picture is not decoded for a thumbnail: it would take more than 200 MB for a moment. */
const MAX_PIXELS = 50_000_000;

/** Both edges within `EDGE`, and at least a pixel: one long line must not become a large picture again. */
function fitted({ width, height }: PictureSize): PictureSize {
  const scale = Math.min(1, EDGE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** @returns undefined for what is no picture, too large for one, or not to be shown by this browser (TIFF, HEIC) */
export async function thumbnailOf(file: Blob, finding: EvidenceFinding): Promise<ImageBitmap | undefined> {
  if (!finding.ok || !finding.size || finding.size.width * finding.size.height > MAX_PIXELS) return undefined;
  const { width, height } = fitted(finding.size);
  const picture = new Blob([file], { type: finding.mediaType });
  const options = { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' } as const;
  return createImageBitmap(picture, options).catch(() => undefined);
}

const ICONS: Readonly<Record<EvidenceKind, IconName>> = {
  image: 'picture',
  pdf: 'sheet',
  office: 'sheet',
  audio: 'sound',
  video: 'film',
  text: 'sheet',
};

export function kindWords(kind: EvidenceKind): string {
  switch (kind) {
    case 'image':
      return i18n.t('entry.kindImage');
    case 'pdf':
      return i18n.t('entry.kindPdf');
    case 'office':
      return i18n.t('entry.kindOffice');
    case 'audio':
      return i18n.t('entry.kindAudio');
    case 'video':
      return i18n.t('entry.kindVideo');
    case 'text':
      return i18n.t('entry.kindText');
  }
}

/** Drawn, not linked: no address of the picture is made that anything else could ask for. */
function Drawn({ bitmap }: { bitmap: ImageBitmap }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext('2d')?.drawImage(bitmap, 0, 0);
  }, [bitmap]);
  return <canvas ref={canvas} width={bitmap.width} height={bitmap.height} />;
}

/** What a file looks like; its kind in a word where it does not look like anything. */
export function Thumbnail({ mediaType, bitmap }: { mediaType: string; bitmap: ImageBitmap | undefined }) {
  const kind = kindOfMedia(mediaType);
  return (
    <span class="thumbnail">
      {bitmap ? (
        <Drawn bitmap={bitmap} />
      ) : (
        <>
          <Icon name={kind === undefined ? 'clip' : ICONS[kind]} />
          {kind !== undefined && <span>{kindWords(kind)}</span>}
        </>
      )}
    </span>
  );
}
