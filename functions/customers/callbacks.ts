import { tenantIdOf } from '../../shared/core/lib/ids';
import { askForCall } from '../../shared/flows/customers/ask-for-call';
import { startWebCall } from '../../shared/flows/customers/start-web-call';
import { publicOperation } from '../operations';

/** Whoever fills in a form on the web is called back, or calls from the page. */
export function registerCallbackForm(): void {
  publicOperation('askForCall', async ({ deps }, { body }, { clientAddress }) => {
    const { at, ...asked } = body;
    const request = { ...asked, tenantId: tenantIdOf(body.tenantId), at: at === null ? null : Date.parse(at) };
    return askForCall(deps, request, clientAddress);
  });
  publicOperation('startWebCall', ({ deps }, { body }, { clientAddress }) =>
    startWebCall(deps, { ...body, tenantId: tenantIdOf(body.tenantId) }, clientAddress),
  );
}
