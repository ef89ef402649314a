import { i18n } from '#i18n';
import { storable } from '../../shared/text.ts';
import { Field } from '../look/field.tsx';

interface ReasonFieldProps {
  id: string;
  label: string;
  hint?: string;
  max: number;
  text: string;
  onType(text: string): void;
  /** Somebody has tried to sign. */
  tried: boolean;
}

/** Pasted text brings characters no database stores alike. */
export const reasonOf = (text: string): string => storable(text).trim();

export const reasonFits = (text: string, max: number): boolean => {
  const { length } = reasonOf(text);
  return length > 0 && length <= max;
};

/** A text that has to be written before something is signed. */
export function ReasonField({ id, label, hint, max, text, onType, tried }: ReasonFieldProps) {
  const { length } = reasonOf(text);
  const error =
    length > max
      ? i18n.t('console.tooLong', [String(max)])
      : tried && length === 0
        ? i18n.t('console.reasonMissing')
        : undefined;
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      {(wiring) => (
        <textarea
          {...wiring}
          class="input"
          rows={4}
          value={text}
          onInput={(event) => onType(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
