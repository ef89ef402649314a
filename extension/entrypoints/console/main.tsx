// The form for an entry is the panel's, and so is how it looks.
import '../../panel/panel.css';
import '../../console/console.css';
import { i18n } from '#i18n';
import { Console } from '../../console/console.tsx';
import { showPage } from '../../look/page.ts';

document.title = i18n.t('console.pageTitle');
showPage(<Console />);
