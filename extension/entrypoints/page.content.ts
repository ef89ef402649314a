import { defineContentScript } from 'wxt/utils/define-content-script';
import { boot } from '../host/boot.ts';

/** Registered by the background, for the addresses of this court's trial systems only. */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  runAt: 'document_start',
  allFrames: false,
  // A page needs no message about us; takeover after an update is boot's own matter.
  noScriptStartedPostMessage: true,
  main: boot,
});
