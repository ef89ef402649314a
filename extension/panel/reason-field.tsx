import { i18n } from '#i18n';
import { storable } from '../../shared/text.ts';
import { Field } from '../look/field.tsx';
import type { Typed } from './use-typed.ts';

interface ReasonFieldProps {
  id: string;
  label: string;
  hint?: string;
  max: number;
  typed: Typed;
  /** Somebody has tried to sign. */
  tried: boolean;
  rows?: number;
}

/** Pasted text brings characters no database stores alike. */
export const reasonOf = (text: string): string => storable(text).trim();

export const reasonFits = (text: string, max: number): boolean => {
  const { length } = reasonOf(text);
  return length > 0 && length <= max;
};

/** A text that has to be written before something is signed. */
export function ReasonField({ id, label, hint, max, typed, tried, rows = 4 }: ReasonFieldProps) {
  const { length } = reasonOf(typed.text);
  const error =
    length > max
      ? i18n.t('entry.errorTooLong', [String(length - max), String(max)])
      : tried && length === 0
        ? i18n.t('entry.errorRequired')
        : undefined;
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      {(wiring) => (
        <textarea
          {...wiring}
          class="input"
          rows={rows}
          value={typed.text}
          readOnly={!typed.ready}
          onInput={(event) => typed.type(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
