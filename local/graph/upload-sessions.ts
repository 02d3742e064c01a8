import { randomUUID } from 'node:crypto';
import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import type { Collection } from '../kit/store';
import { badRequest, failure, guardedRoute, notFound, objectIn, Refused } from './answers';
import { mailIn, type MailContext } from './mailbox-context';
import { attachmentId, LARGEST_ATTACHMENT_BYTES } from './read-message';

/** A file that arrives in parts, and the draft that it belongs to. */
interface UploadSession {
  readonly id: string;
  readonly mailbox: string;
  readonly mailId: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly partsBase64: readonly string[];
  readonly expiresAt: number;
}

const LASTS_MS = 24 * 3_600_000;
const LARGEST_BYTES = 150 * 1024 * 1024;
const LARGEST_PART_BYTES = 4 * 1024 * 1024;

/** Large attachments: https://learn.microsoft.com/graph/outlook-large-attachments. */
export function uploadRoutes(context: MailContext): readonly Route[] {
  const sessions = context.options.store.collection<UploadSession>('graph_uploads');
  const route = guardedRoute(context.options);
  const now = () => context.options.clock.now();

  async function begin(request: LocalRequest): Promise<LocalResponse> {
    const { mail } = mailIn(context, request);
    if (!mail.isDraft) throw new Refused(badRequest('Only a draft takes attachments.', 'ErrorInvalidPropertySet'));
    const { mailbox, id: mailId } = mail;
    const id = randomUUID();
    const session = {
      id,
      mailbox,
      mailId,
      ...readItem(objectIn(request)),
      partsBase64: [],
      expiresAt: now() + LASTS_MS,
    };
    await sessions.put(id, session);
    const uploadUrl = `${context.options.endpoint()}/uploads/${id}`;
    return { status: 201, body: { uploadUrl, ...progress(session) } };
  }

  async function take(request: LocalRequest): Promise<LocalResponse> {
    const session = sessions.get(request.params['session'] ?? '');
    if (session === undefined || session.expiresAt <= now()) return notFound('The upload session is not there.');
    // The link is the permission; a token beside it is refused (https://learn.microsoft.com/graph/api/attachment-createuploadsession).
    if (request.headers['authorization'] !== undefined) return failure(401, 'Unauthorized', 'No Authorization header.');
    const wrong = rangeFault(session, request);
    if (wrong !== undefined) return badRequest(wrong, 'InvalidContentRange');
    const after = { ...session, partsBase64: [...session.partsBase64, request.body.toString('base64')] };
    await sessions.put(session.id, after);
    return received(after) < session.size ? { status: 200, body: progress(after) } : finish(context, sessions, after);
  }

  return [
    route('POST', '/users/{user}/messages/{id}/attachments/createUploadSession', begin),
    { method: 'PUT', path: '/v1.0/uploads/{session}', handle: take },
  ];
}

/** The last part is there: the draft has the file. */
async function finish(
  context: MailContext,
  sessions: Collection<UploadSession>,
  { id, mailbox, mailId, name, contentType, partsBase64 }: UploadSession,
): Promise<LocalResponse> {
  const mail = context.mails.find(mailbox, mailId);
  if (mail === undefined) return notFound();
  const contentBase64 = Buffer.concat(partsBase64.map((part) => Buffer.from(part, 'base64'))).toString('base64');
  const file = { id: attachmentId(), name, contentType, contentBase64, contentId: null, isInline: false };
  await context.mails.change(mail, { attachments: [...mail.attachments, file] });
  await sessions.delete(id);
  const location = `${context.options.endpoint()}/users/${mailbox}/messages/${mailId}/attachments/${file.id}`;
  return { status: 201, headers: { location } };
}

function readItem(body: Readonly<Record<string, unknown>>): Pick<UploadSession, 'name' | 'contentType' | 'size'> {
  const members = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
  const item = members.get('AttachmentItem'.toLowerCase());
  if (typeof item !== 'object' || item === null) throw refused('AttachmentItem is needed.');
  const { attachmentType, name, contentType, size } = item as Readonly<Record<string, unknown>>;
  if (attachmentType !== 'file') throw refused('attachmentType must be file.');
  if (typeof name !== 'string' || name === '') throw refused('name is needed.');
  if (typeof size !== 'number' || size > LARGEST_BYTES) throw refused('size must be a number of bytes, to 150 MB.');
  if (size < LARGEST_ATTACHMENT_BYTES)
    throw new Refused(
      badRequest('Smaller files are attached at once.', 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize'),
    );
  return { name, contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream', size };
}

const refused = (message: string): Refused => new Refused(badRequest(message, 'BadRequest'));

const received = ({ partsBase64 }: UploadSession): number =>
  partsBase64.reduce((sum, part) => sum + Buffer.byteLength(part, 'base64'), 0);

const progress = (session: UploadSession) => ({
  expirationDateTime: new Date(session.expiresAt).toISOString(),
  nextExpectedRanges: [`${received(session)}-`],
});

/** Parts come in order, without gaps, and are as long as they say. */
function rangeFault(session: UploadSession, { headers, body }: LocalRequest): string | undefined {
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '');
  if (range === null) return 'Content-Range is needed.';
  const [from, to, total] = range.slice(1).map(Number) as [number, number, number];
  if (total !== session.size || from !== received(session)) return 'The part is not the one that is expected.';
  if (to - from + 1 !== body.length || body.length > LARGEST_PART_BYTES) return 'The part is not as long as it says.';
  return undefined;
}
