import '../../popup/popup.css';
import { i18n } from '#i18n';
import { showPage } from '../../look/page.ts';
import { Popup } from '../../popup/popup.tsx';

document.title = i18n.t('popup.title');
showPage(<Popup />);
