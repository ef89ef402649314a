import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { MEASURES, type Measure } from '../../shared/count-protection.ts';
import type { CountsAnswer, MonthCounts } from '../../shared/counts.ts';
import { call } from '../link/client.ts';
import { Failed } from '../look/state-notices.tsx';
import { useLive } from '../look/use-live.ts';
import { listWords } from '../look/words.ts';

type Figure = MonthCounts['lines'][number][Measure];
type AtLeast = NonNullable<MonthCounts['court']>[Measure];

function measureWords(measure: Measure): string {
  switch (measure) {
    case 'external':
      return i18n.t('counts.external');
    case 'internal':
      return i18n.t('counts.internal');
    case 'contact':
      return i18n.t('counts.contact');
    case 'nil':
      return i18n.t('counts.nil');
    case 'people':
      return i18n.t('counts.people');
  }
}

function figureWords(figure: Figure | AtLeast, smallest: number): string {
  if (figure === 'few') return i18n.t('counts.few', [String(smallest)]);
  if (figure === 'untold') return i18n.t('counts.untold');
  if (typeof figure === 'number') return String(figure);
  return figure.exact ? String(figure.atLeast) : i18n.t('counts.atLeast', [String(figure.atLeast)]);
}

/** `2026年10月`. */
const monthWords = (month: string): string => {
  const [year = '', number = ''] = month.split('-');
  return i18n.t('counts.month', [year, String(Number(number))]);
};

/** A department, or those that are told together. */
function nameOf({ departments }: { departments: string[] }): string {
  const [department = '', ...more] = departments;
  return more.length === 0 ? department : i18n.t('counts.together', [listWords(departments)]);
}

interface Line {
  name: string;
  figures: Readonly<Record<Measure, Figure | AtLeast>>;
  whole?: true;
}

function Figures({
  caption,
  head,
  lines,
  smallest,
}: {
  caption: string;
  head: string;
  lines: Line[];
  smallest: number;
}) {
  return (
    <table class="counts">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {MEASURES.map((measure) => (
            <th key={measure} scope="col">
              {measureWords(measure)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ name, figures, whole }) => (
          <tr key={name} class={whole ? 'whole' : undefined}>
            <th scope="row">{name}</th>
            {MEASURES.map((measure) => (
              <td key={measure} class={typeof figures[measure] === 'string' ? 'held-back' : undefined}>
                {figureWords(figures[measure], smallest)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One month, all departments. */
function CourtFigures({ counts }: { counts: CountsAnswer }) {
  const [chosen, choose] = useState<string>();
  const month = counts.months.find((one) => one.month === chosen) ?? counts.months[0];
  if (!month) return null;
  const lines: Line[] = month.lines.map((line) => ({ name: nameOf(line), figures: line }));
  if (month.court) lines.unshift({ name: i18n.t('counts.court'), figures: month.court, whole: true });
  return (
    <>
      <label class="month-choice">
        {i18n.t('counts.chooseMonth')}
        <select value={month.month} onChange={(event) => choose(event.currentTarget.value)}>
          {counts.months.map((one) => (
            <option key={one.month} value={one.month}>
              {monthWords(one.month)}
            </option>
          ))}
        </select>
      </label>
      <Figures
        caption={monthWords(month.month)}
        head={i18n.t('counts.department')}
        lines={lines}
        smallest={counts.smallest}
      />
    </>
  );
}

/** One's own department, month by month. */
function DepartmentFigures({ counts, department }: { counts: CountsAnswer; department: string }) {
  const lines = counts.months.flatMap((one): Line[] => {
    const [line] = one.lines;
    return line ? [{ name: monthWords(one.month), figures: line }] : [];
  });
  if (lines.length === 0) return <p class="empty">{i18n.t('counts.none')}</p>;
  return (
    <Figures
      caption={department}
      head={i18n.t('counts.monthHead')}
      lines={lines}
      smallest={counts.smallest}
    />
  );
}

/** 统计: how many, and nothing of what. */
export function Counts({ staffCode, department }: { staffCode: string; department: string }) {
  // Months that are over do not change: what is filed meanwhile is no reason to ask, and leave a trace, again.
  const live = useLive(`counts:${staffCode}`, ['session'], () => call('counts'));
  const counts = live.value;
  const ofCourt = counts?.months.some((month) => month.court !== undefined);
  return (
    <div class="page">
      <h1 tabIndex={-1} data-heading>
        {i18n.t('counts.title')}
      </h1>
      <p class="small">{i18n.t('counts.text')}</p>
      {live.error !== undefined ? (
        <Failed error={live.error} again={live.again} tone="due" />
      ) : !counts ? (
        <p role="status">{i18n.t('common.loading')}</p>
      ) : counts.months.length === 0 ? (
        <p class="empty">{i18n.t('counts.none')}</p>
      ) : (
        <>
          {ofCourt ? (
            <CourtFigures counts={counts} />
          ) : (
            <DepartmentFigures counts={counts} department={department} />
          )}
          <p class="small">{i18n.t('counts.protected', [String(counts.smallest)])}</p>
        </>
      )}
    </div>
  );
}
