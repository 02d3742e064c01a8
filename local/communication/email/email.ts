import type { LocalRequest, LocalResponse, Route } from '../../kit/http';
import { badRequest, refusal, withBody } from '../answers';
import type { Auth } from '../auth';
import { sendMailSchema } from './compose';
import { sendMail, type EmailParts } from './send';
import type { SendOperation } from './state';

const MAX_BYTES = 10 * 1024 * 1024;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The e-mail operations: https://learn.microsoft.com/rest/api/communication/email. */
export function emailRoutes(parts: EmailParts, auth: Auth, endpoint: () => string): Route[] {
  const { state, clock, ids } = parts;

  const bodyOf = ({ id, endsAt, failure }: SendOperation): object => {
    if (clock.now() < endsAt) return { id, status: 'Running', error: null };
    return failure ? { id, status: 'Failed', error: failure } : { id, status: 'Succeeded', error: null };
  };

  function send(request: LocalRequest): LocalResponse | Promise<LocalResponse> {
    const id = request.headers['operation-id'] ?? ids.next('email operation');
    if (!UUID.test(id)) return badRequest('Operation-Id is not a UUID.');
    if (request.body.length > MAX_BYTES) return refusal(413, 'RequestEntityTooLarge', 'The mail is larger than 10 MB.');
    return withBody(request, sendMailSchema, async (body) => {
      await sendMail(parts, id.toLowerCase(), body);
      const location = `${endpoint()}/emails/operations/${id}${request.url.search}`;
      // As in Azure, the answer is the same whatever became of the mail: the operation tells.
      return {
        status: 202,
        headers: { 'operation-location': location, 'retry-after': '1' },
        body: { id, status: 'Running', error: null },
      };
    });
  }

  function read({ params }: LocalRequest): LocalResponse {
    const operation = state.operation((params['id'] ?? '').toLowerCase());
    if (!operation) return refusal(404, 'NotFound', 'The operation does not exist.');
    return { status: 200, headers: { 'retry-after': '1' }, body: bodyOf(operation) };
  }

  return [
    { method: 'POST', path: '/emails:send', handle: auth.asResource(send) },
    { method: 'GET', path: '/emails/operations/{id}', handle: auth.asResource(read) },
  ];
}
