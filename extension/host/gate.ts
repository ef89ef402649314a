/**
 * The gate's first layer: the controls of the page. An action on a gated control is held before the page hears
 * of it, the background is asked, and an action that may pass is done again exactly once. The layers behind this
 * one (the browser's network rule, the court's gateway) are closed by default, so whatever is let through here
 * by not being a gated control, or too early, still does not send the case.
 */
import type { MeetingKind } from '../../shared/codes.ts';
import type { GatedControl } from '../../shared/host-profile.ts';
import { type GateTarget, gateTarget, meetingMeant, needsPerson } from './gate-target.ts';
import { native } from './native.ts';
import { matches } from './select.ts';

/** An answer that comes later than this finds a person who has gone on to something else. */
const REPLAY_WITHIN_MS = 5_000;

/** What the page does by itself, again and again, is held without asking more often than this. */
const SCRIPT_ASKS_MS = 3_000;

/** How long a person has for the click that only they can do, and how long what follows from it may take. */
const GRANT_MS = 60_000;
const GRANT_USED_MS = 500;

export interface GateKeeper {
  /** The gated controls of the page as it is now; none while no case page is recognised. */
  controls(): readonly GatedControl[];
  /** Never rejects. */
  ask(meeting: MeetingKind, byPerson: boolean): Promise<'pass' | 'hold'>;
  /** The action may pass but could not be done again. */
  clickAgain(): void;
  /** The profile's field for the meeting found nothing. */
  meetingMissing(): void;
}

/** Adds the listeners; must be called before the page's own scripts run. */
export function keepGate(keeper: GateKeeper, signal: AbortSignal, now: () => number = Date.now): void {
  let asking = false;
  let scriptAskedAt = Number.NEGATIVE_INFINITY;
  let replaying: Element | undefined;
  let granted: { control: Element; until: number } | undefined;

  const hear = (event: Event): void => {
    const controls = keeper.controls();
    if (controls.length === 0) return;
    const target = gateTarget(event, controls);
    if (!target || target.control === replaying || isGranted(target, event)) return;
    const meant = meetingMeant(target, document);
    if (meant.meeting === undefined) {
      if (meant.missing) keeper.meetingMissing();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const heldAt = now();
    // The submit a script asks for is an event of the browser's own as well: what tells is whether somebody did something.
    const acted = navigator.userActivation?.isActive === true;
    const byPerson = acted || (event.isTrusted && event.type !== 'submit');
    if (asking || (!byPerson && heldAt < scriptAskedAt + SCRIPT_ASKS_MS)) return;
    if (!byPerson) scriptAskedAt = heldAt;
    asking = true;
    void keeper.ask(meant.meeting, byPerson).then((verdict) => {
      asking = false;
      if (verdict === 'hold') return;
      if (now() - heldAt > REPLAY_WITHIN_MS || !replay(target)) keeper.clickAgain();
    });
  };

  /** A click that was granted covers the submit it makes. */
  function isGranted({ control }: GateTarget, event: Event): boolean {
    if (granted?.control !== control || now() > granted.until || !event.isTrusted) return false;
    granted.until = Math.min(granted.until, now() + GRANT_USED_MS);
    return true;
  }

  /** @returns false when the page is no longer as it was, or only the person can do the action again */
  function replay(target: GateTarget): boolean {
    const { control, action, gated } = target;
    const acting = action.do === 'click' ? action.on : (action.submitter ?? action.form);
    if (
      !native(control, 'isConnected') ||
      !native(acting, 'isConnected') ||
      !matches(control, gated.selector)
    )
      return false;
    if (matches(acting, ':disabled')) return false;
    if (needsPerson(target)) {
      granted = { control, until: now() + GRANT_MS };
      return false;
    }
    replaying = control;
    try {
      if (action.do === 'click') action.on.click();
      else native(action.form, 'requestSubmit')(action.submitter);
    } finally {
      replaying = undefined;
    }
    return true;
  }

  for (const type of ['click', 'auxclick', 'submit', 'keydown']) {
    window.addEventListener(type, hear, { capture: true, signal });
  }
}
