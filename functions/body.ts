import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { LARGEST_FILE_BYTES } from '../shared/core/files/accept-file';
import { FlowError } from '../shared/flows/lib/flow-error';

/** The body as it is. One that says that it is too large is not read at all. */
export async function fileIn(request: HttpRequest): Promise<Uint8Array> {
  const said = Number(request.headers.get('content-length') ?? 0);
  if (said > LARGEST_FILE_BYTES) throw tooLarge();
  const content = new Uint8Array(await request.arrayBuffer());
  if (content.byteLength > LARGEST_FILE_BYTES) throw tooLarge();
  return content;
}

const tooLarge = () => new FlowError('refused', 'This file cannot be sent.', [{ path: 'body', message: 'tooLarge' }]);

/** A file for somebody to keep: whatever it is, no browser opens it as a page of ours. */
export const fileAnswer = (
  { name, contentType }: { readonly name: string; readonly contentType: string },
  content: Uint8Array,
): HttpResponseInit => ({
  status: 200,
  headers: {
    'content-type': /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escaped)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  },
  body: content,
});

/** What RFC 8187 does not allow and `encodeURIComponent` leaves. */
const escaped = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
