/**
 * Paths of a host's pages and requests, by pattern: `/cases/{caseId}/dossier`. Apart from the profile's schema,
 * because the script that runs on the host's page matches paths but validates nothing.
 */

const segments = (path: string): string[] => path.replace(/\/+$/, '').split('/').map(decoded);

/** An address the page made itself may hold a stray %, which is then meant as it stands. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * Matches a path against a pattern. Compares decoded segments; a trailing slash is not a difference.
 * @returns what the placeholders stand for, or undefined when the path is another
 */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const want = segments(pattern);
  const have = segments(path);
  if (want.length !== have.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, segment] of want.entries()) {
    const actual = have[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name !== undefined) {
      if (actual === '') return undefined;
      found[name] = actual;
    } else if (segment !== actual) return undefined;
  }
  return found;
}

/** Puts values into a pattern's placeholders. */
export function fillPath(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}
