import { createCobrowse } from 'cobrowse-widget';
import { showCartCount } from '../cart.ts';
import { type Cobrowse, connectHelpButton } from '../help-button.ts';
import { startRouter } from './router.ts';
import { VIEWS } from './views.ts';

// For the tests and the QA page, which press the widget's buttons and show the shop in a frame; a merchant's page needs
// neither.
const cobrowse = createCobrowse({ connectionInfo: '/cobrowse/connection-info', ui: { shadowRoot: 'open' }, embedders: ['self'] });
connectHelpButton(cobrowse as unknown as Cobrowse);
// A session that another page of the shop began goes on here.
void cobrowse.resume();

startRouter(VIEWS);
showCartCount();
