import { i18n } from '#i18n';
import { Button } from '../look/button.tsx';

/** Heading of a form that has taken the place of the overview; takes the focus when it appears. */
export function ScreenHead({ title, onBack }: { title: string; onBack(): void }) {
  return (
    <div class="screen-head">
      <Button look="quiet" icon="back" onPress={onBack}>
        {i18n.t('common.back')}
      </Button>
      <h2 tabIndex={-1} data-heading>
        {title}
      </h2>
    </div>
  );
}
