/** A button that signs: when it is ready, and what a press of it comes to. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { keyRepeats, sightNow, watchSight } from './plain-sight.ts';
import { inPlainSight, judgePress, type Press, readyFrom, type Verdict } from './press.ts';

function pressOf(event: MouseEvent, shownAt: number): Press {
  // A click by the keys, or by a screen reader, has no pointer.
  const { pointerType } = event as Partial<PointerEvent>;
  const by = pointerType || (event.detail > 0 ? 'mouse' : '');
  return {
    trusted: event.isTrusted,
    active: navigator.userActivation?.isActive ?? event.isTrusted,
    by: by === 'mouse' ? 'mouse' : by === '' ? 'key' : 'touch',
    repeated: keyRepeats(),
    shownAt,
  };
}

export interface OwnPress {
  /** False for the moment in which a press would come too early. */
  ready: boolean;
  judge(event: MouseEvent): Verdict;
}

export function useOwnPress(): OwnPress {
  const shownAt = useRef(0);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    shownAt.current = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      const sight = sightNow();
      const wait = sight && (inPlainSight(sight) ? readyFrom(sight, shownAt.current) - sight.now : 0);
      setReady(wait !== undefined && wait <= 0);
      if (wait !== undefined && wait > 0) timer = setTimeout(look, wait);
    };
    const stop = watchSight(look);
    look();
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
  return {
    ready,
    judge(event) {
      const sight = sightNow();
      return sight ? judgePress(pressOf(event, shownAt.current), sight) : 'early';
    },
  };
}
