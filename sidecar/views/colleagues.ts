/** Colleagues found by name, by pinyin, or by its initials; several readings of a character all count. */
import { match } from 'pinyin-pro';
import type { Colleague } from '../../shared/api.ts';
import { comparable } from '../../shared/text.ts';
import { prepared, type Steps } from '../store/plan.ts';

const LIMIT = 20;

interface Row {
  code: string;
  name: string;
  name_key: string;
  department: string;
  post: string;
}

const everybody = prepared<{ court: string }, Row>((db, p) =>
  db
    .selectFrom('staff')
    .select(['code', 'name', 'name_key', 'department', 'post'])
    .where('court', '=', p('court'))
    .orderBy('code'),
);

/** Better the lower; undefined when the query does not mean this person. */
function rank(row: Row, query: string): number | undefined {
  if (row.name_key === query || row.code === query) return 0;
  if (row.name_key.startsWith(query)) return 1;
  if (row.name_key.includes(query)) return 2;
  if (!/^[a-z]+$/.test(query)) return undefined;
  const found = match(row.name, query, { precision: 'start', continuous: true, v: true });
  if (found === null) return undefined;
  return found[0] === 0 ? 3 : 4;
}

/** At most twenty, the likeliest first. */
export function* colleaguesFound(court: string, asked: string): Steps<Colleague[]> {
  const query = comparable(asked).toLowerCase();
  if (query === '') return [];
  const found: { row: Row; rank: number }[] = [];
  for (const row of yield* everybody({ court })) {
    const place = rank(row, query);
    if (place !== undefined) found.push({ row, rank: place });
  }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, LIMIT)
    .map(({ row }) => ({
      staffCode: row.code,
      name: row.name,
      department: row.department,
      post: row.post,
    }));
}
