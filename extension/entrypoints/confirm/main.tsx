import '../../look/look.css';
import '../../console/reading.css';
import '../../console/confirm.css';
import { i18n } from '#i18n';
import { Confirm } from '../../console/confirm.tsx';
import { showPage } from '../../look/page.ts';

document.title = i18n.t('sign.pageTitle');
showPage(<Confirm />);
