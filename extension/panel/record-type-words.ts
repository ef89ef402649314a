import { i18n } from '#i18n';

/** What a person calls a record of this type. */
export function recordTypeWords(type: string): string {
  switch (type) {
    case 'entry':
      return i18n.t('panel.typeEntry');
    case 'nil-declaration':
      return i18n.t('panel.typeNil');
    case 'reminder':
      return i18n.t('panel.typeReminder');
    case 'recusal':
      return i18n.t('panel.typeRecusal');
    case 'sheet-filing':
      return i18n.t('panel.typeSheet');
    case 'supplement':
      return i18n.t('panel.typeSupplement');
    case 'escalation':
      return i18n.t('panel.typeEscalation');
    case 'case-link':
      return i18n.t('popup.typeLink');
    case 'opening':
      return i18n.t('popup.typeOpening');
    case 'screening':
      return i18n.t('popup.typeScreening');
    case 'entry-return':
      return i18n.t('popup.typeReturn');
    case 'clearance':
      return i18n.t('popup.typeClearance');
    case 'case-reading':
      return i18n.t('popup.typeReading');
    default:
      return i18n.t('panel.typeOther');
  }
}
