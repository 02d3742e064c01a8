import { z } from 'zod';
import type { LocalAzure } from '../azure';
import type { Post } from '../kit/post';
import { LOCAL } from '../setup/identities';
import { personOf } from './people';
import { get, post, Refused, type Operation } from './operation';

/** The product's own API in the name of one of its people: what the desk and the wallboard of the console call. */
export function proxyOperations(azure: LocalAzure, call: Post): readonly Operation[] {
  async function ask(person: string | undefined, method: string, path: string, body: unknown): Promise<unknown> {
    const token = await azure.cloud.entra.tokenFor(personOf(azure, person), LOCAL.apiAppId);
    const answer = await call({
      url: `${azure.endpoints.functions.endpoint}/api/${path}`,
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? '' : JSON.stringify(body),
    });
    const content: unknown = answer.body === '' ? null : JSON.parse(answer.body);
    return { status: answer.status, body: content };
  }
  const asked = z.object({ method: z.enum(['GET', 'POST', 'PUT']), path: z.string(), body: z.unknown().optional() });
  return [
    post(
      'askAs',
      '/_local/people/{person}/ask',
      'Calls the product’s API as an agent or one of the staff.',
      asked,
      ({ params, body }) => {
        if (!/^[\w/.:?&=%+-]+$/.test(body.path) || body.path.includes('..'))
          throw new Refused(400, 'That is no path of the API.');
        return ask(params['person'], body.method, body.path, body.body);
      },
    ),
    get(
      'getToken',
      '/_local/people/{person}/token',
      'An access token of that person for the product’s API.',
      async ({ params }) => ({
        token: await azure.cloud.entra.tokenFor(personOf(azure, params['person']), LOCAL.apiAppId),
      }),
    ),
  ];
}
