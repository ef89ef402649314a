import { i18n } from '#i18n';

interface SignatureProps {
  /** Absent where it stands beside it, and while nobody is signed in. */
  name?: string | undefined;
  /** The case number as it will be filed; absent for what is of no case yet. */
  caseNumber: string | undefined;
}

function words({ name, caseNumber }: SignatureProps): string {
  if (caseNumber === undefined) return name === undefined ? '' : i18n.t('sign.noCase', [name]);
  return name === undefined
    ? i18n.t('sign.forCase', [caseNumber])
    : i18n.t('sign.ofCase', [name, caseNumber]);
}

/**
 * Who signs, and for which case, in our own frame and right above the button: a page may show another number than the
 * one we read from it.
 */
export function Signature(props: SignatureProps) {
  const said = words(props);
  return said === '' ? null : <p class="signature">{said}</p>;
}
