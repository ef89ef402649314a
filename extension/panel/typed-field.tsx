import type { ComponentChildren, Ref } from 'preact';
import { i18n } from '#i18n';
import type { EntryField } from '../../shared/entry-check.ts';
import { withoutHidden } from '../../shared/names.ts';
import { storable } from '../../shared/text.ts';
import { Button } from '../look/button.tsx';
import { Field } from '../look/field.tsx';
import { type EntryPart, idOf } from './entry-parts.ts';

interface TypedFieldProps extends Pick<EntryPart, 'errorOf' | 'gapOf'> {
  field: EntryField;
  label: string;
  value: string;
  onType(value: string): void;
  onLeave?(): void;
  hint?: string | undefined;
  optional?: boolean;
  disabled?: boolean;
  /** Several lines, with a count of characters against this many. */
  lines?: { max: number } | undefined;
  /** Id of a datalist. */
  list?: string | undefined;
  controlRef?: Ref<HTMLInputElement>;
  children?: ComponentChildren;
}

/** The offer to take out what nobody can see, where something of the kind was typed or pasted. */
export function WithoutHidden({
  gap,
  onAgree,
}: {
  gap: ReturnType<EntryPart['gapOf']>;
  onAgree(clean: (text: string) => string): void;
}) {
  if (gap?.code !== 'hidden-characters' && gap?.code !== 'control-characters') return null;
  return (
    <div class="fix">
      <Button onPress={() => onAgree(gap.code === 'hidden-characters' ? withoutHidden : storable)}>
        {i18n.t('entry.removeHidden')}
      </Button>
    </div>
  );
}

/** A field somebody types in. What is pasted is never cut: what is too much is said instead. */
export function TypedField(props: TypedFieldProps) {
  const { field, label, value, onType, onLeave, hint, optional, disabled, lines, list, controlRef } = props;
  return (
    <>
      <Field
        id={idOf(field)}
        label={label}
        hint={hint}
        error={props.errorOf(field)}
        {...(optional === undefined ? {} : { optional })}
      >
        {(wiring) => (
          <>
            {lines ? (
              <textarea
                class={lines.max > 1000 ? 'input' : 'input brief-text'}
                {...wiring}
                value={value}
                onInput={(event) => onType(event.currentTarget.value)}
                onBlur={onLeave}
              />
            ) : (
              <input
                class="input"
                {...wiring}
                ref={controlRef ?? null}
                autocomplete="off"
                list={list}
                disabled={disabled}
                value={value}
                onInput={(event) => onType(event.currentTarget.value)}
                onBlur={onLeave}
              />
            )}
            {lines && lines.max > 1000 && (
              <p class="count small">{i18n.t('entry.count', [String(value.length), String(lines.max)])}</p>
            )}
            {props.children}
          </>
        )}
      </Field>
      <WithoutHidden gap={props.gapOf(field)} onAgree={(clean) => onType(clean(value))} />
    </>
  );
}
