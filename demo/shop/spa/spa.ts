import { createCobrowse } from 'cobrowse-widget';
import { showCartCount } from '../cart.ts';
import { type Cobrowse, connectHelpButton } from '../help-button.ts';
import { startRouter } from './router.ts';
import { VIEWS } from './views.ts';

// An open root lets the end-to-end tests press the widget's buttons; a merchant's page leaves it out.
const cobrowse = createCobrowse({ connectionInfo: '/cobrowse/connection-info', ui: { shadowRoot: 'open' } });
connectHelpButton(cobrowse as unknown as Cobrowse);
// A session that another page of the shop began goes on here.
void cobrowse.resume();

startRouter(VIEWS);
showCartCount();
