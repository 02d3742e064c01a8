import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import { badRequest, guardedRoute, notFound, objectIn, Refused } from './answers';
import type { Folder, StoredMail } from './mail';
import { folderNamed, mailboxIn, mailIn, mailsOf, type MailContext } from './mailbox-context';
import { composeMime } from './mime';
import { countOf, filterOf } from './query';
import { readAttachment, readMessage } from './read-message';
import { appliedHeaders, preferencesOf, shapeOf, wireAttachment, wireMessage } from './wire';

/** What may be asked of a message, and of a list of them. */
export const SHAPED = ['$select', '$expand'] as const;
const LISTED = [...SHAPED, '$filter', '$orderby', '$skip', '$top'] as const;

/** Reading, changing and moving messages and their attachments. */
export function messageRoutes(context: MailContext): readonly Route[] {
  const route = guardedRoute(context.options);
  const messages = '/users/{user}/messages';
  const inFolder = (request: LocalRequest) =>
    listMessages(context, request, folderNamed(request.params['folder'] ?? ''));
  return [
    route('GET', messages, (request) => listMessages(context, request, null), LISTED),
    route('GET', '/users/{user}/mailFolders/{folder}/messages', inFolder, LISTED),
    route('GET', "/users/{user}/mailFolders('{folder}')/messages", inFolder, LISTED),
    route('GET', `${messages}/{id}/$value`, (request) => source(context, request)),
    route('GET', `${messages}/{id}/attachments`, (request) => listAttachments(context, request)),
    route('GET', `${messages}/{id}/attachments/{attachment}`, (request) => oneAttachment(context, request, false)),
    route('GET', `${messages}/{id}/attachments/{attachment}/$value`, (request) =>
      oneAttachment(context, request, true),
    ),
    route('POST', `${messages}/{id}/attachments`, (request) => attach(context, request)),
    route('POST', `${messages}/{id}/move`, (request) => move(context, request), SHAPED),
    route('GET', `${messages}/{id}`, (request) => answerMail(request, mailIn(context, request).mail), SHAPED),
    route('PATCH', `${messages}/{id}`, (request) => patch(context, request), SHAPED),
  ];
}

/** A message with the status that says what became of it. */
export function answerMail(request: LocalRequest, mail: StoredMail, status = 200): LocalResponse {
  const preferences = preferencesOf(request);
  return {
    status,
    headers: appliedHeaders(preferences),
    body: wireMessage(mail, preferences, shapeOf(request.url)),
  };
}

const PAGE = 10;
const LARGEST_PAGE = 1_000;

function listMessages(context: MailContext, request: LocalRequest, folder: Folder | null): LocalResponse {
  const { searchParams } = request.url;
  const order = searchParams.get('$orderby') ?? 'receivedDateTime desc';
  if (!/^receivedDateTime( (asc|desc))?$/i.test(order))
    throw new Refused(badRequest(`The order '${order}' is not supported.`, 'ErrorInvalidUrlQuery'));
  const direction = /desc$/i.test(order) ? -1 : 1;
  const matches = filterOf(searchParams.get('$filter'));
  const found = mailsOf(context, mailboxIn(context, request))
    .filter((mail) => (folder === null || mail.folder === folder) && matches(mail))
    .sort((a, b) => direction * (a.receivedAt - b.receivedAt || a.addedSequence - b.addedSequence));
  const skip = countOf(searchParams.get('$skip'), 0);
  const top = Math.min(countOf(searchParams.get('$top'), PAGE), LARGEST_PAGE);
  const preferences = preferencesOf(request);
  return {
    status: 200,
    headers: appliedHeaders(preferences),
    body: {
      value: found.slice(skip, skip + top).map((mail) => wireMessage(mail, preferences, shapeOf(request.url))),
      ...(top > 0 && found.length > skip + top ? { '@odata.nextLink': pageLink(context, request, skip + top) } : {}),
    },
  };
}

function pageLink({ options }: MailContext, { url }: LocalRequest, skip: number): string {
  const next = new URLSearchParams(url.searchParams);
  next.set('$skip', String(skip));
  return `${options.endpoint()}${url.pathname.replace(/^\/v1\.0/i, '')}?${next.toString()}`;
}

function source(context: MailContext, request: LocalRequest): LocalResponse {
  const { mail } = mailIn(context, request);
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: composeMime(mail) };
}

const ALWAYS = ['isRead'];

async function patch(context: MailContext, request: LocalRequest): Promise<LocalResponse> {
  const { mail } = mailIn(context, request);
  const json = objectIn(request);
  const changed = readMessage(json);
  const locked = Object.keys(changed).filter((name) => !ALWAYS.includes(name));
  if (!mail.isDraft && locked.length > 0)
    throw new Refused(badRequest('Only a draft can be changed in this way.', 'ErrorInvalidPropertySet'));
  return answerMail(request, await context.mails.change(mail, changed));
}

async function move(context: MailContext, request: LocalRequest): Promise<LocalResponse> {
  const { mail } = mailIn(context, request);
  const folder = folderNamed(String(objectIn(request)['destinationId']));
  return answerMail(request, await context.mails.move(mail, folder), 201);
}

function listAttachments(context: MailContext, request: LocalRequest): LocalResponse {
  const { mail } = mailIn(context, request);
  return { status: 200, body: { value: mail.attachments.map((file) => wireAttachment(file, mail)) } };
}

function oneAttachment(context: MailContext, request: LocalRequest, raw: boolean): LocalResponse {
  const { mail } = mailIn(context, request);
  const file = mail.attachments.find(({ id }) => id === request.params['attachment']);
  if (file === undefined) return notFound();
  return raw
    ? { status: 200, headers: { 'content-type': file.contentType }, body: Buffer.from(file.contentBase64, 'base64') }
    : { status: 200, body: wireAttachment(file, mail) };
}

async function attach(context: MailContext, request: LocalRequest): Promise<LocalResponse> {
  const { mail } = mailIn(context, request);
  if (!mail.isDraft) throw new Refused(badRequest('Only a draft takes attachments.', 'ErrorInvalidPropertySet'));
  const file = readAttachment(objectIn(request));
  const changed = await context.mails.change(mail, { attachments: [...mail.attachments, file] });
  return { status: 201, body: wireAttachment(file, changed) };
}
