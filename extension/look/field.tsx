import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { Icon } from './icon.tsx';

/** What the control of a field needs so that its hint and its error are read with it. */
export interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
}

interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  optional?: boolean;
}

const describedBy = ({ id, hint, error }: FieldProps) =>
  [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
    .filter((part) => part !== '')
    .join(' ') || undefined;

function Below({ id, hint, error }: FieldProps) {
  return (
    <>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="error" id={`${id}-error`}>
          <Icon name="due" />
          <span>{error}</span>
        </p>
      )}
    </>
  );
}

const Optional = () => <span class="optional">{i18n.t('common.optional')}</span>;

/** One control with its label. */
export function Field(props: FieldProps & { children(wiring: Wiring): ComponentChildren }) {
  const { id, label, error, optional, children } = props;
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && <Optional />}
      </label>
      {children({
        id,
        'aria-describedby': describedBy(props),
        'aria-invalid': error === undefined ? undefined : 'true',
      })}
      <Below {...props} />
    </div>
  );
}

/** Several controls under one question. */
export function FieldGroup(props: FieldProps & { children: ComponentChildren }) {
  const { id, label, optional, children } = props;
  return (
    <fieldset class="field" id={id} aria-describedby={describedBy(props)}>
      <legend class="label">
        {label}
        {optional && <Optional />}
      </legend>
      {children}
      <Below {...props} />
    </fieldset>
  );
}
