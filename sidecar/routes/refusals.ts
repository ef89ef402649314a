/** Who asks for what they may never have leaves a trace (济法发〔2021〕17号 四(五): 其他人员不得查看). */
import { recordId } from '../../shared/records/record.ts';
import type { NotesRefusal } from '../access/bearer.ts';
import { READING_OF, type Readings } from '../log/readings.ts';

/** What a path names of a thing is written down only where it can be its name; an attempt is no place to store text. */
function subjectIn(path: string): string | undefined {
  return path.split('/').find((part) => recordId.safeParse(part).success || /^[0-9a-f]{64}$/.test(part));
}

export const noteRefusals =
  (court: string, readings: Pick<Readings, 'refused'>): NotesRefusal =>
  async ({ person, route, path }) => {
    const action = READING_OF[route.thing];
    if (action === undefined) return;
    const actor = person.staffCode;
    await readings.refused({ court, actor, action, subject: subjectIn(path) ?? actor });
  };
