import { hiddenCharacters } from '../../shared/names.ts';

/**
 * Text as somebody typed it: its direction ends with it, and what cannot be seen in it is shown by its code, so that
 * two names that look alike are not taken for one.
 */
export function Told({ text }: { text: string }) {
  const hidden = hiddenCharacters(text).filter(({ at }) => !/[\n\r\t]/.test(text.charAt(at)));
  if (hidden.length === 0) return <bdi>{text}</bdi>;
  const parts = [];
  let from = 0;
  for (const { at, code } of hidden) {
    parts.push(
      text.slice(from, at),
      <span key={at} class="hidden-character">
        {code}
      </span>,
    );
    from = at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  }
  return (
    <bdi>
      {parts}
      {text.slice(from)}
    </bdi>
  );
}
