import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import type { CodeList } from '../../shared/codes.ts';
import type { Wiring } from './field.tsx';
import { wordOf } from './words.ts';

interface ChoiceProps {
  type: 'radio' | 'checkbox';
  name: string;
  value?: string;
  checked: boolean;
  onChange(checked: boolean): void;
  children: ComponentChildren;
  describedBy?: string | undefined;
  invalid?: boolean;
  id?: string;
}

/** A radio or checkbox; the whole row can be pressed. */
export function Choice({
  type,
  name,
  value,
  checked,
  onChange,
  children,
  describedBy,
  invalid = false,
  id,
}: ChoiceProps) {
  return (
    <label class={checked ? 'choice chosen' : 'choice'}>
      <input
        id={id}
        type={type}
        name={name}
        value={value}
        checked={checked}
        aria-describedby={describedBy}
        aria-invalid={invalid ? 'true' : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}

/** A list of codes of which one is chosen. */
export function Pick<Code extends string>({
  wiring,
  list,
  first,
  value,
  onPick,
  onClear,
}: {
  wiring: Wiring;
  list: CodeList;
  /** Codes to put before the others, under their own heading. */
  first?: { codes: readonly string[]; label: string; restLabel: string };
  value: Code | '';
  onPick(code: Code): void;
  /** Present where nothing need be chosen: then what was chosen can be taken back. */
  onClear?: () => void;
}) {
  const option = (code: string) => (
    <option key={code} value={code}>
      {wordOf(list, code)}
    </option>
  );
  const codes = Object.keys(list);
  return (
    <select
      class="input"
      {...wiring}
      value={value}
      onChange={(event) => {
        const chosen = event.currentTarget.value as Code | '';
        if (chosen === '') onClear?.();
        else onPick(chosen);
      }}
    >
      <option value="" disabled={!onClear}>
        {onClear ? i18n.t('common.chooseNone') : i18n.t('common.chooseOne')}
      </option>
      {first === undefined ? (
        codes.map(option)
      ) : (
        <>
          <optgroup label={first.label}>{first.codes.map(option)}</optgroup>
          <optgroup label={first.restLabel}>
            {codes.filter((code) => !first.codes.includes(code)).map(option)}
          </optgroup>
        </>
      )}
    </select>
  );
}
