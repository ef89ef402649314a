import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import {
  answeredOf,
  type HelperAnswers,
  type HelperResult,
  helperResult,
  MOST_QUESTIONS,
  nextQuestion,
} from '../../shared/kind-helper.ts';
import { Button } from '../look/button.tsx';
import { language } from '../look/words.ts';

/** Two or three plain questions, one at a time; never whether anything was unlawful (001 第11条). */
export function KindHelper({ onResult, onClose }: { onResult(result: HelperResult): void; onClose(): void }) {
  const [answers, setAnswers] = useState<HelperAnswers>({});
  const heading = useRef<HTMLParagraphElement>(null);
  const given = answeredOf(answers);
  const question = nextQuestion(answers);
  const id = question?.id;
  useEffect(() => {
    if (id !== undefined) heading.current?.focus();
  }, [id]);
  if (!question) return null;

  function answer(chosen: string) {
    const after = { ...answers, ...(id === undefined ? {} : { [id]: chosen }) };
    setAnswers(after);
    const result = helperResult(after);
    if (result) onResult(result);
  }

  function back() {
    const last = given.at(-1);
    if (!last) return onClose();
    setAnswers(
      Object.fromEntries(
        given.slice(0, -1).map(({ question: asked, answer: { id: chosen } }) => [asked, chosen]),
      ),
    );
  }

  return (
    <fieldset class="helper" aria-labelledby="helper-question">
      {given.length > 0 && (
        <p class="small">{given.map(({ answer: chosen }) => chosen[language]).join(' › ')}</p>
      )}
      <p class="small">{i18n.t('entry.helperStep', [String(given.length + 1), String(MOST_QUESTIONS)])}</p>
      <p id="helper-question" class="question" ref={heading} tabIndex={-1}>
        {question[language]}
      </p>
      <ul class="answers">
        {question.answers.map((choice) => (
          <li key={choice.id}>
            <Button onPress={() => answer(choice.id)}>{choice[language]}</Button>
          </li>
        ))}
      </ul>
      <div class="buttons">
        {given.length > 0 && (
          <Button look="quiet" icon="back" onPress={back}>
            {i18n.t('entry.helperBack')}
          </Button>
        )}
        <Button look="quiet" onPress={onClose}>
          {i18n.t('entry.helperClose')}
        </Button>
      </div>
    </fieldset>
  );
}
