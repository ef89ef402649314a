import { useEffect, useState } from 'preact/hooks';
import { hashOf, type Route, routeOf } from './route.ts';

/**
 * A browser writes down every address it has shown, and nobody who looks into its history need see that somebody was at the
 * place for direct reports: that one is shown without an address, until the next one is.
 */
let unwritten: Route | undefined;
const MOVED = 'liuhen-moved';

const current = (): Route => unwritten ?? routeOf(location.hash);

export function useRoute(): Route {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const follow = ({ type }: Event) => {
      if (type === 'hashchange') unwritten = undefined;
      setRoute(current());
    };
    addEventListener('hashchange', follow);
    addEventListener(MOVED, follow);
    return () => {
      removeEventListener('hashchange', follow);
      removeEventListener(MOVED, follow);
    };
  }, []);
  return route;
}

export function go(route: Route): void {
  const unseen = route.view === 'direct' ? route : undefined;
  const stays = unseen !== undefined || location.hash === hashOf(route);
  unwritten = unseen;
  // Where the address does not change, no event tells of it.
  if (stays) dispatchEvent(new Event(MOVED));
  else location.hash = hashOf(route);
}
