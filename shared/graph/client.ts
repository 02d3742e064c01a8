import type { TokenCredential } from '@azure/core-auth';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type HttpClient,
} from '@azure/core-rest-pipeline';

/** Which Graph, and as whom. */
export interface GraphAccess {
  /** `https://graph.microsoft.com/v1.0`, or a national cloud's. */
  readonly endpoint: string;
  readonly credential: TokenCredential;
  /** Tests give theirs. */
  readonly httpClient?: HttpClient;
}

/** A request of Microsoft Graph. */
export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below the endpoint, encoded; or a whole link that Graph gave (`@odata.nextLink`). */
  readonly path: string;
  readonly body?: object;
  readonly prefer?: string;
  /** Searches of the directory are answered from an index that follows it a little later, and are refused without saying so. */
  readonly consistency?: 'eventual';
}

/** What Graph answered; the text is JSON where there is any. */
export interface GraphResponse {
  readonly status: number;
  readonly text: string;
}

/** A part of a file that goes by an upload session. */
export interface UploadedPart {
  readonly link: string;
  readonly content: Uint8Array;
  /** Where in the file it begins, and how long the file is. */
  readonly from: number;
  readonly total: number;
}

/** The one client of Microsoft Graph. Answers whatever the status; rejects only when there was no answer. */
export interface Graph {
  send(request: GraphRequest): Promise<GraphResponse>;
  /** Puts a part of a file where an upload session said. The link is the permission: no token goes with it, wherever it leads. */
  upload(part: UploadedPart): Promise<GraphResponse>;
}

const SCOPE = 'https://graph.microsoft.com/.default';
const TIMEOUT_MS = 10_000;
/** Graph asks for patience with 429 and Retry-After; creating a draft twice is harmless, sending one twice is refused by Graph. */
const RETRIES = 2;

/** Asks again twice where Graph asks for patience, or fails. */
export function createGraph({ endpoint, credential, httpClient = createDefaultHttpClient() }: GraphAccess): Graph {
  const retryOptions = { maxRetries: RETRIES, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 };
  const pipeline = createPipelineFromOptions({ retryOptions });
  const withoutToken = createPipelineFromOptions({ retryOptions });
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: SCOPE }));
  const base = endpoint.replace(/\/+$/, '');
  return {
    async send({ method, path, body, prefer, consistency }) {
      const url = path.startsWith('https://') ? path : `${base}${path}`;
      // A link from an answer is followed only back to Graph: the token goes with it.
      if (!url.startsWith(`${base}/`)) throw new Error('A link that leaves Graph was not followed.');
      const headers = createHttpHeaders({
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(prefer === undefined ? {} : { prefer }),
        ...(consistency === undefined ? {} : { consistencylevel: consistency }),
      });
      const request = createPipelineRequest({ url, method, headers, timeout: TIMEOUT_MS });
      if (body !== undefined) request.body = JSON.stringify(body);
      const { status, bodyAsText } = await pipeline.sendRequest(httpClient, request);
      return { status, text: bodyAsText ?? '' };
    },
    async upload({ link, content, from, total }) {
      if (!link.startsWith('https://')) throw new Error('A file was not put where anybody could read it.');
      const range = `bytes ${from}-${from + content.byteLength - 1}/${total}`;
      const headers = createHttpHeaders({ 'content-type': 'application/octet-stream', 'content-range': range });
      const request = createPipelineRequest({ url: link, method: 'PUT', headers, timeout: TIMEOUT_MS });
      request.body = content;
      const { status, bodyAsText } = await withoutToken.sendRequest(httpClient, request);
      return { status, text: bodyAsText ?? '' };
    },
  };
}
