import { defineBackground } from 'wxt/utils/define-background';
import { applyNetworkRules, closeAll, closeDue, closeNetwork, openNetwork } from '../gate/network.ts';
import { startBackground } from '../link/background.ts';

export default defineBackground(() =>
  startBackground({
    apply: applyNetworkRules,
    open: openNetwork,
    close: closeNetwork,
    closeDue,
    closeAll,
  }),
);
