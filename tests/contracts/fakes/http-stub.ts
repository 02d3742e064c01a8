import type { TokenCredential } from '@azure/core-auth';
import {
  createHttpHeaders,
  RestError,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';

/** A request as an Azure client sent it. */
export interface SentRequest {
  readonly method: string;
  /** Without the api version. */
  readonly path: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface StubResponse {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `noAnswer`: the connection broke after the request was sent. */
export type StubAnswer = StubResponse | 'noAnswer';

export interface HttpStub {
  readonly httpClient: HttpClient;
  readonly credential: TokenCredential;
  readonly requests: readonly SentRequest[];
}

/** Stands where an Azure client would reach the network. */
export function createHttpStub(answer: (request: SentRequest) => StubAnswer | Promise<StubAnswer>): HttpStub {
  const requests: SentRequest[] = [];
  return {
    requests,
    credential: { getToken: async () => ({ token: 'a-token', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
    httpClient: {
      sendRequest: async (request) => {
        const sent = sentRequest(request);
        requests.push(sent);
        const answered = await answer(sent);
        if (answered === 'noAnswer') throw new RestError('socket hang up', { code: 'ECONNRESET', request });
        return response(request, answered);
      },
    },
  };
}

function sentRequest(request: PipelineRequest): SentRequest {
  const url = new URL(request.url);
  const body = typeof request.body === 'string' && request.body !== '' ? request.body : '{}';
  return {
    method: request.method,
    path: decodeURIComponent(url.pathname),
    url: request.url,
    headers: request.headers.toJSON(),
    body: JSON.parse(body) as Record<string, unknown>,
  };
}

const response = (request: PipelineRequest, { status, body, headers = {} }: StubResponse): PipelineResponse => ({
  request,
  status,
  headers: createHttpHeaders({ 'content-type': 'application/json', ...headers }),
  bodyAsText: body === undefined ? '' : JSON.stringify(body),
});
