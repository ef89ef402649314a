/**
 * Reads a page as its profile says. Reading never changes the page and never fails: what is not found is empty,
 * and named in `drift` when it was the profile's selector that found nothing.
 */
import type { MeetingKind } from '../../shared/codes.ts';
import type { FieldReader, HostProfile, ListReader, PeopleReader } from '../../shared/host-profile.ts';
import type { CasePerson, CaseReadingBody } from '../../shared/records/case-reading.ts';
import { clip, isNothing, plain, withoutColon } from './plain-text.ts';
import { selectAll } from './select.ts';

export interface CaseRead {
  /** Absent when the case number could not be read: then nothing else is known of the case. */
  reading: CaseReadingBody | undefined;
  /** Names of the profile's fields that found nothing. */
  drift: string[];
}

/** Whether people the gate asks may be missing from a reading because the profile no longer finds them. */
export function peopleUnread(drift: readonly string[]): boolean {
  return drift.some((field) => /^people(?:\.(?:handling-judge|presiding-judge|panel-member))?$/.test(field));
}

export interface MeetingRead {
  meeting: MeetingKind | undefined;
  rows: { cell: Element; caseNumber: string }[];
  drift: string[];
}

export function textOf(node: Element): string {
  // A host may show a field inside a form that edits it.
  const typed = /^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName) ? (node as HTMLInputElement).value : undefined;
  return plain(typed ?? node.textContent ?? '');
}

export function nodesOf(reader: FieldReader, root: ParentNode): Element[] {
  if ('selector' in reader) return selectAll(root, reader.selector);
  const label = withoutColon(reader.label);
  return selectAll(root, reader.cells).flatMap((cell) =>
    withoutColon(textOf(cell)) === label && cell.nextElementSibling ? [cell.nextElementSibling] : [],
  );
}

/** A list's items as the profile finds them, or its nodes when it names none. */
function itemsOf(reader: ListReader | PeopleReader, nodes: Element[]): Element[] {
  const { items } = reader;
  return items === undefined ? nodes : nodes.flatMap((node) => selectAll(node, items));
}

function textsOf(reader: ListReader | PeopleReader, items: Element[]): string[] {
  const { split } = reader;
  return items
    .map(textOf)
    .flatMap((text) => (split === undefined ? [text] : text.split(split).map(plain)))
    .filter((text) => !isNothing(text));
}

function peopleOf(reader: PeopleReader, nodes: Element[]): CasePerson[] {
  const { role, where } = reader;
  const items = itemsOf(reader, nodes).filter(
    (item) => where === undefined || item.getAttribute(where.attribute)?.trim() === where.value,
  );
  return textsOf(reader, items).map((name) => ({ role, name: clip(name, 60) }));
}

export function readCase(
  profile: HostProfile,
  ids: Readonly<Record<string, string>>,
  root: ParentNode,
): CaseRead {
  const { read } = profile.case;
  const drift: string[] = [];
  const found = (field: string, reader: FieldReader | undefined): Element[] => {
    if (reader === undefined) return [];
    const nodes = nodesOf(reader, root);
    if (nodes.length === 0 && !drift.includes(field)) drift.push(field);
    return nodes;
  };
  const first = (field: string, reader: FieldReader | undefined): string =>
    found(field, reader)
      .map(textOf)
      .find((text) => text !== '') ?? '';
  const list = (field: string, reader: ListReader | undefined): string[] =>
    reader === undefined
      ? []
      : textsOf(reader, itemsOf(reader, found(field, reader.from)))
          .slice(0, 200)
          .map((text) => clip(text, 300));

  const caseNumber = first('caseNumber', read.caseNumber);
  const reading: CaseReadingBody = {
    caseNumber,
    cause: clip(first('cause', read.cause), 200),
    stage: clip(first('stage', read.stage), 60),
    parties: list('parties', read.parties),
    agents: list('agents', read.agents),
    people: read.people
      .flatMap((reader) => peopleOf(reader, found(`people.${reader.role}`, reader.from)))
      .slice(0, 60),
    host: {
      profile: profile.id,
      profileVersion: profile.version,
      ...(ids.caseId === undefined ? {} : { caseId: clip(ids.caseId, 120) }),
    },
  };
  // A case without anybody is a page that was rebuilt inside the nodes the profile still finds.
  if (reading.people.length === 0 && !drift.some((field) => field.startsWith('people'))) drift.push('people');
  const readable = caseNumber.length >= 4 && caseNumber.length <= 60;
  if (!readable && !drift.includes('caseNumber')) drift.push('caseNumber');
  return { reading: readable ? reading : undefined, drift };
}

export function readMeeting(profile: HostProfile, root: ParentNode): MeetingRead {
  const page = profile.meeting;
  if (!page) return { meeting: undefined, rows: [], drift: [] };
  const drift: string[] = [];
  const meeting = nodesOf(page.kind.from, root)
    .map((node) => page.kind.values[textOf(node)])
    .find((kind) => kind !== undefined);
  if (meeting === undefined) drift.push('meeting.kind');
  const all = selectAll(root, page.rows);
  const rows = all.flatMap((row) => {
    const cell = selectAll(row, page.caseNumber)[0];
    const caseNumber = cell ? textOf(cell) : '';
    return cell && caseNumber !== '' ? [{ cell, caseNumber: clip(caseNumber, 80) }] : [];
  });
  // No row, or one that says there is none, is an empty agenda; rows without any case number are another table.
  if (all.length > 1 && rows.length === 0) drift.push('meeting.caseNumber');
  return { meeting, rows, drift };
}
