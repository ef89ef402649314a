import { i18n } from '#i18n';

/** What a person calls a record of this type. */
export function recordTypeWords(type: string): string {
  switch (type) {
    case 'entry':
      return i18n.t('types.entry');
    case 'supplement':
      return i18n.t('types.supplement');
    case 'case-link':
      return i18n.t('types.link');
    case 'nil-declaration':
      return i18n.t('types.nil');
    case 'escalation':
      return i18n.t('types.escalation');
    case 'reminder':
      return i18n.t('types.reminder');
    case 'recusal':
      return i18n.t('types.recusal');
    case 'opening':
      return i18n.t('types.opening');
    case 'screening':
      return i18n.t('types.screening');
    case 'entry-return':
      return i18n.t('types.return');
    case 'grant-request':
      return i18n.t('types.grantRequest');
    case 'grant-decision':
      return i18n.t('types.grantDecision');
    case 'grant-countersign':
      return i18n.t('types.grantCountersign');
    case 'grant-withdrawal':
      return i18n.t('types.grantWithdrawal');
    case 'destruction-request':
      return i18n.t('types.destructionRequest');
    case 'destruction':
      return i18n.t('types.destruction');
    case 'case-reading':
      return i18n.t('types.reading');
    case 'clearance':
      return i18n.t('types.clearance');
    case 'sheet-filing':
      return i18n.t('types.sheet');
    case 'staff-list':
      return i18n.t('types.staffList');
    case 'received-record':
      return i18n.t('types.received');
    case 'upstream-receipt':
      return i18n.t('types.receipt');
    case 'witnessed-checkpoint':
      return i18n.t('types.witnessed');
    case 'witness-refusal':
      return i18n.t('types.witnessRefusal');
    case 'log-restart':
      return i18n.t('types.logRestart');
    case 'complaint':
      return i18n.t('types.complaint');
    case 'complaint-reply':
      return i18n.t('types.complaintReply');
    case 'sealed-envelope':
      return i18n.t('types.sealed');
    // 'direct-report' has no word of its own: whoever looks over the queue learns nothing.
    default:
      return i18n.t('types.other');
  }
}
