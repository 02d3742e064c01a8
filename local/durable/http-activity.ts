import type { IncomingAnswer, OutgoingRequest, Post } from '../kit/post';
import type { HttpCall } from './protocol';

/** What callHttp has from the host that sends for it. */
export interface HttpSender {
  readonly post: Post;
  /** A token of the app's own identity. */
  tokenFor(scope: string): Promise<string>;
}

/** What an orchestrator gets; a header that came more than once has a list of values. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly content: string;
}

/** Sends what callHttp asks for, as the extension does (TaskHttpActivityShim), with .NET's HttpClient behind it. */
export async function sendHttp({ post, tokenFor }: HttpSender, call: HttpCall): Promise<HttpResult> {
  let request = await requestOf(call, tokenFor);
  let answer = await post(request);
  for (let left = MOST_REDIRECTIONS; left > 0; left -= 1) {
    const next = redirected(request, answer);
    if (next === undefined) break;
    request = next;
    answer = await post(next);
  }
  return { statusCode: answer.status, headers: shown(answer), content: answer.body };
}

/** How long an answer is waited for (DurableHttpClientFactory). */
export const MOST_PATIENCE_MS = 240_000;
const USER_AGENT = 'Microsoft.Azure.WebJobs.Extensions.DurableTask/3.19.0';
const FORM = 'application/x-www-form-urlencoded';
const CONTENT_TYPE = /^content-type$/iu;

async function requestOf(call: HttpCall, tokenFor: HttpSender['tokenFor']): Promise<OutgoingRequest> {
  const given = Object.entries(call.headers ?? {});
  const type = given.find(([name]) => CONTENT_TYPE.test(name))?.[1] ?? '';
  if (type.includes('multipart')) throw new Error('Multipart content is not supported with CallHttpAsync.');
  const { content = null, tokenSource } = call;
  const token = tokenSource ? await tokenFor(scopeOf(tokenSource.resource)) : undefined;
  const others = given.filter(([name]) => !CONTENT_TYPE.test(name) && !(token && /^authorization$/iu.test(name)));
  return {
    url: call.uri,
    method: call.method.toUpperCase(),
    headers: {
      ...(!others.some(([name]) => /^user-agent$/iu.test(name)) && { 'User-Agent': USER_AGENT }),
      ...Object.fromEntries(others),
      ...(content !== null && { 'Content-Type': typeOf(type) }),
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    body: content ?? '',
  };
}

function typeOf(given: string): string {
  if (given === '') return 'text/plain';
  return given.toLowerCase() === FORM ? `${FORM}; charset=utf-8` : given;
}

/** Two well known resources are written as scopes, the others are taken as they are (ManagedIdentityTokenSource). */
function scopeOf(resource: string): string {
  const known = /^(https:\/\/(?:management\.core\.windows\.net|graph\.microsoft\.com))\/?$/u.exec(resource)?.[1];
  return known === undefined ? resource : `${known}/.default`;
}

const MOST_REDIRECTIONS = 50;
const REDIRECTIONS = [300, 301, 302, 303, 307, 308];

/** As SocketsHttpHandler follows it: never from https to http, without what authorised the first, by GET where a form was answered. */
function redirected(request: OutgoingRequest, answer: IncomingAnswer): OutgoingRequest | undefined {
  const location = answer.headers['location'];
  if (!REDIRECTIONS.includes(answer.status) || location === undefined) return undefined;
  const url = new URL(location, request.url);
  if (request.url.startsWith('https:') && url.protocol !== 'https:') return undefined;
  const { method = 'GET' } = request;
  const isPost = method === 'POST' && answer.status <= 302;
  const becomesGet = isPost || (answer.status === 303 && method !== 'GET' && method !== 'HEAD');
  const dropped = becomesGet ? /^(?:authorization|content-type)$/iu : /^authorization$/iu;
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !dropped.test(name)));
  return { url: url.href, headers, ...(becomesGet ? { method: 'GET', body: '' } : { method, body: request.body }) };
}

/** Names that .NET writes in its own letters, whatever the server wrote. */
const WELL_KNOWN = new Map(
  [
    ...['Accept-Ranges', 'Age', 'Cache-Control', 'Connection', 'Date', 'ETag', 'Keep-Alive', 'Location', 'Pragma'],
    ...['Proxy-Authenticate', 'Retry-After', 'Server', 'Set-Cookie', 'Strict-Transport-Security', 'Trailer'],
    ...['Transfer-Encoding', 'Upgrade', 'Vary', 'Via', 'Warning', 'WWW-Authenticate'],
  ].map((name) => [name.toLowerCase(), name]),
);

/** To .NET these are of the content, and the extension looks at the others alone. */
const OF_THE_CONTENT = new Set([
  ...['allow', 'content-disposition', 'content-encoding', 'content-language', 'content-length', 'content-location'],
  ...['content-md5', 'content-range', 'content-type', 'expires', 'last-modified'],
]);

function shown({ rawHeaders = [] }: IncomingAnswer): HttpResult['headers'] {
  const found = new Map<string, string[]>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [sent = '', value = ''] = rawHeaders.slice(i, i + 2);
    if (OF_THE_CONTENT.has(sent.toLowerCase())) continue;
    const name = WELL_KNOWN.get(sent.toLowerCase()) ?? sent;
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return Object.fromEntries(
    [...found].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}
