import type { CodeList } from '../../shared/codes.ts';
import { Choice } from '../look/choice.tsx';
import { FieldGroup } from '../look/field.tsx';
import { wordOf } from '../look/words.ts';
import { codesOf } from './entry-parts.ts';

interface ExplainedChoiceProps<List extends CodeList> {
  id: string;
  label: string;
  hint?: string;
  error: string | undefined;
  /** Of the radio buttons. */
  name: string;
  list: List;
  explain(code: keyof List & string): string;
  chosen: string | undefined;
  onChoose(code: keyof List & string): void;
  /** How the cards stand. */
  look?: string;
}

/** One of a code list, each with a sentence on what it comes to. */
export function ExplainedChoice<List extends CodeList>({
  id,
  label,
  hint,
  error,
  name,
  list,
  explain,
  chosen,
  onChoose,
  look = '',
}: ExplainedChoiceProps<List>) {
  return (
    <FieldGroup id={id} label={label} hint={hint} error={error}>
      <div class={`choices cards ${look}`}>
        {codesOf(list).map((code) => (
          <Choice
            key={code}
            type="radio"
            name={name}
            value={code}
            checked={chosen === code}
            invalid={error !== undefined}
            onChange={() => onChoose(code)}
          >
            <b>{wordOf(list, code)}</b>
            <small>{explain(code)}</small>
          </Choice>
        ))}
      </div>
    </FieldGroup>
  );
}
