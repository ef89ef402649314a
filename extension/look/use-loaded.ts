import { useEffect, useState } from 'preact/hooks';

interface Loaded<T> {
  value: T | undefined;
  /** The file could not be read: the extension was updated under the open page. */
  error: unknown;
  again(): void;
}

/**
 * A part of a page that is loaded when it is first wanted: every case page pays for the panel, few for its largest form.
 * @param load the same function at each call
 */
export function useLoaded<T>(wanted: boolean, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ value?: T; error?: unknown }>({});
  const [turn, setTurn] = useState(0);
  const due = wanted && state.value === undefined;
  // Each press of "again" is another turn.
  useEffect(() => {
    if (!due) return;
    let here = turn >= 0;
    load().then(
      (value) => here && setState({ value }),
      (error: unknown) => here && setState({ error }),
    );
    return () => {
      here = false;
    };
  }, [due, load, turn]);
  return {
    value: state.value,
    error: state.error,
    again() {
      setState({});
      setTurn(turn + 1);
    },
  };
}
