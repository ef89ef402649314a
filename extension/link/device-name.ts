/** What a person recognises a browser by in the list of their own sessions, from what it says of itself. */
const BROWSERS: readonly [pattern: RegExp, name: string][] = [
  [/\bEdg\/(\d+)/, 'Edge'],
  [/\bFirefox\/(\d+)/, 'Firefox'],
  [/Chrome\/(\d+)/, 'Chrome'],
];
const SYSTEMS: readonly [pattern: RegExp, name: string][] = [
  [/Windows NT 6\.1/, 'Windows 7'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** @returns e.g. `Chrome 131 · Windows`; empty when nothing in it is known */
export function deviceName(userAgent: string): string {
  const browser = BROWSERS.flatMap(([pattern, name]) => {
    const version = pattern.exec(userAgent)?.[1];
    return version === undefined ? [] : [`${name} ${version}`];
  });
  const system = SYSTEMS.flatMap(([pattern, name]) => (pattern.test(userAgent) ? [name] : []));
  return [browser[0], system[0]].filter((part) => part !== undefined).join(' · ');
}
