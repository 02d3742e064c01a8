// cspell:ignore batchresponse
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { LocalRequest, LocalResponse } from '../kit/http';
import { invalidHeader, Refusal } from '../kit/storage/answers';
import { partsOfPath } from './sources';

/** https://learn.microsoft.com/rest/api/storageservices/blob-batch */
const MOST_PARTS = 256;

interface Part {
  readonly contentId: string | undefined;
  readonly request: LocalRequest;
}

/** Blob Batch: each part is a request of its own, with its own right and its own outcome. */
export async function batch(
  request: LocalRequest,
  answer: (request: LocalRequest) => Promise<LocalResponse>,
): Promise<LocalResponse> {
  const parts = partsOf(request);
  if (new Set(parts.map((part) => kindOf(part.request))).size > 1)
    throw new Refusal('InvalidInput', 'One of the request inputs is not valid: all parts of a batch are of one kind.');
  const boundary = `batchresponse_${randomUUID()}`;
  const answers: string[] = [];
  for (const { contentId, request: one } of parts) answers.push(partText(boundary, contentId, await answer(one)));
  return {
    status: 202,
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
    body: `${answers.join('')}--${boundary}--\r\n`,
  };
}

const kindOf = ({ method, url }: LocalRequest) => `${method} ${url.searchParams.get('comp') ?? ''}`;

function partsOf({ headers, body, url }: LocalRequest): Part[] {
  const boundary = /^multipart\/mixed\s*;\s*boundary=\s*"?([^";]+)"?\s*$/iu.exec(headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) throw invalidHeader('Content-Type');
  const [, ...pieces] = `\r\n${body.toString('utf8')}`.split(`\r\n--${boundary.trim()}`);
  const parts = pieces.filter((piece) => !piece.startsWith('--')).map((piece) => partOf(piece, url));
  if (parts.length === 0 || parts.length > MOST_PARTS)
    throw new Refusal('InvalidInput', `One of the request inputs is not valid: a batch has 1 to ${MOST_PARTS} parts.`);
  return parts;
}

function partOf(piece: string, base: URL): Part {
  const [outer = '', inner = ''] = piece.split(/\r\n\r\n(.*)/su);
  const [line = '', ...rest] = (inner.split('\r\n\r\n')[0] ?? '').split('\r\n');
  const [, method = '', target = ''] = /^(\w+) (\S+) HTTP\/1\.1$/u.exec(line.trim()) ?? [];
  const url = target.startsWith('/') && URL.canParse(target, base.href) ? new URL(target, base) : undefined;
  const path = url && partsOfPath(url);
  if (method === '' || url === undefined || path === undefined)
    throw new Refusal('InvalidInput', 'One of the request inputs is not valid: a part is no request.');
  const [account = '', container = '', ...blob] = path;
  const params = { account, container, blob: blob.join('/') };
  return {
    contentId: headersIn(outer.split('\r\n'))['content-id'],
    request: {
      ...{ method, url, target, params },
      headers: headersIn(rest),
      body: Buffer.alloc(0),
      json: () => undefined,
    },
  };
}

const headersIn = (lines: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf(':');
      return at < 0 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]];
    }),
  );

function partText(boundary: string, contentId: string | undefined, { status, headers, body }: LocalResponse): string {
  const told = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
  const named = contentId === undefined ? '' : `Content-ID: ${contentId}\r\n`;
  return (
    `--${boundary}\r\nContent-Type: application/http\r\n${named}\r\n` +
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${told.join('')}\r\n${typeof body === 'string' ? body : ''}\r\n`
  );
}
