/**
 * The shell's look. Every rule of :host is important: inside a shadow root that outranks whatever the page says.
 * The note is there also while it says nothing: readers of the screen hear only what comes into a node they know.
 */
import { PANEL_WIDTH, TAB_WIDTH } from './dock-place.ts';

export const SHELL_STYLE = `
:host {
  all: initial !important;
  /* These two "all" leaves as they are. */
  direction: ltr !important;
  unicode-bidi: isolate !important;
  position: fixed !important;
  top: 0 !important;
  left: 0 !important;
  width: 0 !important;
  height: 0 !important;
  display: block !important;
  z-index: 2147483647 !important;
}
* { box-sizing: border-box; margin: 0; }
.dock {
  --ink: #1b2631; --line: #7b8792; --paper: #fff; --wash: #f3f5f7; --blue: #1a5fb4;
  --tone: #44515e; --tone-wash: var(--wash);
  position: fixed;
  display: flex;
  flex-direction: column;
  width: ${TAB_WIDTH}px;
  color: var(--ink);
  background: var(--paper);
  border: 1px solid var(--line);
  box-shadow: 0 1px 4px rgb(0 0 0 / .22);
  font: 13px/1.4 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif;
  color-scheme: light;
}
.dock[data-side=right] { right: 0; border-right: 0; border-radius: 4px 0 0 4px; }
.dock[data-side=left] { left: 0; border-left: 0; border-radius: 0 4px 4px 0; }
.dock[data-open] { width: ${PANEL_WIDTH}px; border-radius: 0; }
.dock[data-mood=due] { --tone: #7d5100; --tone-wash: #fff6e0; }
.dock[data-mood=held] { --tone: #a9201b; --tone-wash: #fdecea; }
.dock[data-mood=signed-out] { --tone: #1a5fb4; --tone-wash: #eaf2fb; }
.bar { display: flex; flex-direction: column; flex: none; }
[data-open] .bar { flex-direction: row; border-bottom: 1px solid var(--line); }
button {
  appearance: none;
  display: flex;
  align-items: center;
  justify-content: center;
  gap: 4px;
  min-width: 32px;
  min-height: 36px;
  padding: 0;
  border: 0;
  background: transparent;
  color: inherit;
  font: inherit;
  cursor: pointer;
  user-select: none;
}
button:hover { text-decoration: underline; }
button:focus-visible { outline: 3px solid var(--blue); outline-offset: -3px; }
.tab { flex-direction: column; height: 106px; color: var(--tone); background: var(--tone-wash); font-weight: 600; }
[data-open] .tab { flex: 1; flex-direction: row; justify-content: flex-start; height: 36px; padding: 0 10px; }
.word { writing-mode: vertical-rl; letter-spacing: 1px; }
[data-open] .word { writing-mode: horizontal-tb; letter-spacing: 0; }
.count { min-width: 20px; padding: 0 4px; border: 1px solid currentColor; border-radius: 10px; text-align: center;
  font-size: 12px; line-height: 18px; font-variant-numeric: tabular-nums; }
.count:empty, .fold { display: none; }
[data-open] .fold { display: flex; align-items: center; gap: 4px; margin-left: auto; color: #44515e;
  font-weight: 400; }
.grip { cursor: grab; touch-action: none; color: #44515e; border-top: 1px solid #cdd4da; }
[data-open] .grip { width: 40px; border-top: 0; border-left: 1px solid #cdd4da; }
svg { width: 16px; height: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.5;
  stroke-linecap: round; stroke-linejoin: round; }
.note { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.note.said { position: static; width: auto; height: auto; clip-path: none; padding: 8px 10px; color: var(--ink);
  background: #fff6e0; border: 1px solid #c98a12; }
.dock:not([data-open]) .note.said { position: absolute; top: 0; width: 220px;
  box-shadow: 0 1px 4px rgb(0 0 0 / .22); }
.dock:not([data-open])[data-side=right] .note.said { right: 100%; }
.dock:not([data-open])[data-side=left] .note.said { left: 100%; }
iframe { display: none; width: 100%; flex: 1; min-height: 0; border: 0; background: var(--paper); }
[data-open] iframe { display: block; }
@media (forced-colors: active) {
  .count, .note { border: 1px solid CanvasText; }
  button:focus-visible { outline-color: Highlight; }
}
@media print { :host { display: none !important; } }
`;
