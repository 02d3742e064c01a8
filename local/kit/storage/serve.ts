import type { Clock } from '../clock';
import type { LocalRequest, LocalResponse } from '../http';
import type { Account } from './account';
import { answered, Refusal } from './answers';
import { crossOriginHeaders, preflight } from './cross-origin';
import type { ServiceProperties } from './service-properties';

/** Methods of Azure Storage, and the one by which browsers ask whether a page may use them. */
export const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS'];

/** Answers a request to an account's service as each of them is answered: by name, to pages of other origins, with its headers. */
export async function serve(
  { account, clock, properties }: { account: Account; clock: Clock; properties: ServiceProperties },
  request: LocalRequest,
  run: () => Promise<LocalResponse>,
): Promise<LocalResponse> {
  const response = await answered(request, clock.now(), () => {
    if (request.params['account'] !== account.name)
      throw new Refusal('InvalidResourceName', `The account '${request.params['account']}' does not exist.`);
    return request.method === 'OPTIONS' ? preflight(properties.cors(), request) : run();
  });
  const crossOrigin = request.method === 'OPTIONS' ? {} : crossOriginHeaders(properties.cors(), request);
  return { ...response, headers: { ...response.headers, ...crossOrigin } };
}
