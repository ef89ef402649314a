/** How a list is narrowed: by state, each with its count, and by words. */
import { i18n } from '#i18n';
import { Button } from '../look/button.tsx';

interface StatesProps<State extends string> {
  states: readonly State[];
  words(state: State): string;
  /** Absent until it is known. */
  count(state: State): number | undefined;
  chosen: State;
  onChoose(state: State): void;
}

export function States<State extends string>({ states, words, count, chosen, onChoose }: StatesProps<State>) {
  return (
    <fieldset class="segments">
      <legend class="unseen">{i18n.t('console.state')}</legend>
      {states.map((state) => (
        <Button key={state} pressed={state === chosen} onPress={() => onChoose(state)}>
          {words(state)} {count(state) !== undefined && <span class="count-of">{count(state)}</span>}
        </Button>
      ))}
    </fieldset>
  );
}

export function Search({
  hint,
  words,
  onType,
}: {
  hint: string;
  words: string;
  onType(words: string): void;
}) {
  return (
    <label class="search">
      <span class="unseen">{i18n.t('console.search')}</span>
      <input
        class="input"
        type="search"
        placeholder={hint}
        value={words}
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </label>
  );
}
