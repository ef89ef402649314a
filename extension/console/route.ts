/** Where in the console one is, by the part of its address after `#`. */

/** What may be done with an own entry, in the place of its reading. */
export const OWN_ACTS = ['supplement', 'correction', 'copy', 'link', 'escalate'] as const;
export type OwnAct = (typeof OWN_ACTS)[number];

export type Route =
  | { view: 'record' }
  | { view: 'mine'; id?: string; act?: OwnAct }
  | { view: 'screening'; id?: string }
  | { view: 'escalations' }
  | { view: 'grants'; id?: string; entryId?: string }
  | { view: 'destruction' }
  | { view: 'counts' }
  | { view: 'log' }
  /** 直报. Nothing but the person's own press leads there, and it leaves no address (use-route.ts). */
  | { view: 'direct' }
  /** 申诉控告; `id` is the own entry it follows from. */
  | { view: 'complain'; id?: string }
  | { view: 'complaints'; id?: string }
  | { view: 'direct-reports' };

const isAct = (text: string | undefined): text is OwnAct => OWN_ACTS.some((act) => act === text);
const idOf = (text: string | undefined) =>
  text !== undefined && /^[0-9a-f-]{36}$/.test(text) ? { id: text } : {};

/** Whatever the address says, there is something to show: one's own records where it says nothing known. */
export function routeOf(hash: string): Route {
  const [view, first, second] = hash.replace(/^#\/?/, '').split('/');
  switch (view) {
    case 'record':
    case 'escalations':
    case 'destruction':
    case 'counts':
    case 'log':
    case 'direct':
    case 'direct-reports':
      return { view };
    case 'screening':
    case 'complain':
    case 'complaints':
      return { view, ...idOf(first) };
    case 'grants': {
      // An entry is read under a grant: one without the other is the list.
      const [grant, entry] = [idOf(first), idOf(second)];
      return 'id' in grant && 'id' in entry ? { view, ...grant, entryId: entry.id } : { view };
    }
    default: {
      const id = view === 'mine' ? idOf(first) : {};
      return { view: 'mine', ...id, ...('id' in id && isAct(second) ? { act: second } : {}) };
    }
  }
}

export function hashOf(route: Route): string {
  const parts: string[] = [route.view];
  if ('id' in route && route.id !== undefined) parts.push(route.id);
  if ('entryId' in route && route.entryId !== undefined) parts.push(route.entryId);
  if ('act' in route && route.act !== undefined) parts.push(route.act);
  return `#/${parts.join('/')}`;
}
