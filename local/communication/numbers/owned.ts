import { z } from 'zod';
import type { LocalRequest, LocalResponse, Route } from '../../kit/http';
import { badRequest, refusal, withBody } from '../answers';
import { begun, pageOf, type NumbersContext } from './context';
import { CAPABILITIES, costOf, covers, offerOf } from './market';
import type { NumberOperation, Owned } from './shelf';

const changeSchema = z.object({ calling: z.enum(CAPABILITIES).optional(), sms: z.enum(CAPABILITIES).optional() });

/** The numbers that the resource has, and the operations by which they come, change and go. */
export function ownedRoutes(context: NumbersContext): Route[] {
  const { shelf, asResource } = context;
  const withOwned = (handle: (owned: Owned, request: LocalRequest) => LocalResponse | Promise<LocalResponse>) =>
    asResource((request) => {
      const { phoneNumber = '' } = request.params;
      const owned = shelf.find(phoneNumber);
      return owned === undefined
        ? refusal(404, 'NotFound', `Input phoneNumber ${phoneNumber} cannot be found.`)
        : handle(owned, request);
    });
  return [
    { method: 'GET', path: '/phoneNumbers', handle: asResource((request) => list(context, request)) },
    ...operationRoutes(context),
    {
      method: 'GET',
      path: '/phoneNumbers/{phoneNumber}',
      handle: withOwned((owned) => ({ status: 200, body: wireOwned(owned) })),
    },
    {
      method: 'DELETE',
      path: '/phoneNumbers/{phoneNumber}',
      handle: withOwned(({ phoneNumber }, request) =>
        begun(context, request, { type: 'releasePhoneNumber', header: 'release-id' }, shelf.release(phoneNumber)),
      ),
    },
    {
      method: 'PATCH',
      path: '/phoneNumbers/{phoneNumber}/capabilities',
      handle: withOwned((owned, request) =>
        withBody(request, changeSchema, ({ calling = owned.capabilities.calling, sms = owned.capabilities.sms }) =>
          change(context, request, { ...owned, capabilities: { calling, sms } }),
        ),
      ),
    },
  ];
}

function operationRoutes(context: NumbersContext): Route[] {
  const { shelf, asResource } = context;
  const withOperation = (handle: (operation: NumberOperation) => LocalResponse | Promise<LocalResponse>) =>
    asResource(({ params }) => {
      const operation = shelf.operation(params['operationId'] ?? '');
      return operation === undefined ? refusal(404, 'NotFound', 'The operation does not exist.') : handle(operation);
    });
  return [
    {
      method: 'GET',
      path: '/phoneNumbers/operations/{operationId}',
      handle: withOperation((operation) => ({ status: 200, body: wireOperation(context, operation) })),
    },
    {
      method: 'DELETE',
      path: '/phoneNumbers/operations/{operationId}',
      handle: withOperation(async ({ id }) => {
        await shelf.forgetOperation(id);
        return { status: 204 };
      }),
    },
  ];
}

function list({ shelf }: NumbersContext, request: LocalRequest): LocalResponse {
  const { items, ...link } = pageOf(shelf.owned(), request, 'top');
  return { status: 200, body: { phoneNumbers: items.map(wireOwned), ...link } };
}

function change(
  context: NumbersContext,
  request: LocalRequest,
  changed: Owned,
): LocalResponse | Promise<LocalResponse> {
  const offered = offerOf(changed.phoneNumber)?.offer;
  if (offered !== undefined && !covers(offered.capabilities, changed.capabilities))
    return badRequest('The capabilities are not offered for the phone number.');
  const result = `/phoneNumbers/${encodeURIComponent(changed.phoneNumber)}`;
  const what = { type: 'updatePhoneNumberCapabilities', header: 'capabilities-id', result } as const;
  return begun(context, request, what, context.shelf.change(changed));
}

const wireOwned = ({ phoneNumber, boughtAt, monthlyCost, ...rest }: Owned) => ({
  id: phoneNumber.replace(/^\+/, ''),
  phoneNumber,
  ...rest,
  purchaseDate: new Date(boughtAt).toISOString(),
  cost: costOf(monthlyCost),
});

const wireOperation = ({ endpoint }: NumbersContext, { id, type, at, result }: NumberOperation) => ({
  id,
  operationType: type,
  status: 'succeeded',
  ...(result !== null && { resourceLocation: `${endpoint()}${result}` }),
  createdDateTime: new Date(at).toISOString(),
  lastActionDateTime: new Date(at).toISOString(),
});
