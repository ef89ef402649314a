import { shownParts } from './shown-text.ts';

/**
 * Text as somebody typed it: its direction ends with it, and what cannot be seen in it is shown by its code, so that
 * two names that look alike are not taken for one.
 */
export function Told({ text }: { text: string }) {
  return (
    <bdi>
      {shownParts(text).map((part) =>
        typeof part === 'string' ? (
          part
        ) : (
          <span key={part.at} class="hidden-character">
            {part.code}
          </span>
        ),
      )}
    </bdi>
  );
}
