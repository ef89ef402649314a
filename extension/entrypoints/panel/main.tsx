import '../../panel/panel.css';
import '../../agenda/brief.css';
import { i18n } from '#i18n';
import { showPage } from '../../look/page.ts';
import { Panel } from '../../panel/panel.tsx';

document.title = i18n.t('panel.title');
showPage(<Panel />);
