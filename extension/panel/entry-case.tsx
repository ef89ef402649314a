import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { parseCaseNumber, printCaseNumber } from '../../shared/case-number.ts';
import { beijingDay } from '../../shared/work-calendar.ts';
import { gapWords } from './entry-errors.ts';
import type { EntryPart } from './entry-parts.ts';
import { TypedField } from './typed-field.tsx';

/** 案号, where no case page stands beside: it may be left out, and linked later. */
export function EntryCasePart({ draft, setting, change, errorOf, gapOf }: EntryPart) {
  const [left, setLeft] = useState(false);
  const currentYear = Number(beijingDay(setting.now).slice(0, 4));
  const read = parseCaseNumber(draft.caseNumber, { currentYear });
  const gap = gapOf('caseNumber');
  const warned = read.ok && read.warnings.includes('type-unknown');
  return (
    <TypedField
      field="caseNumber"
      label={i18n.t('entry.caseNumber')}
      hint={warned ? i18n.t('entry.caseTypeUnknown') : i18n.t('entry.caseNumberHint')}
      optional
      value={draft.caseNumber}
      onType={(caseNumber) => change({ caseNumber })}
      onLeave={() => {
        setLeft(true);
        if (read.ok && !gap) change({ caseNumber: printCaseNumber(read.value) });
      }}
      errorOf={(field) => errorOf(field) ?? (left && gap ? gapWords(gap) : undefined)}
      gapOf={gapOf}
    />
  );
}
