import '../../look/look.css';
import './options.css';
import { i18n } from '#i18n';
import { showPage } from '../../look/page.ts';
import { OptionsPage } from './options-page.tsx';

document.title = i18n.t('options.title');
showPage(<OptionsPage />);
