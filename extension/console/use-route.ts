import { useEffect, useState } from 'preact/hooks';
import { hashOf, type Route, routeOf } from './route.ts';

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return routeOf(hash);
}

export function go(route: Route): void {
  location.hash = hashOf(route);
}
