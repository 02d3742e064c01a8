import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import { badRequest, guardedRoute, notEmulated, objectIn, Refused } from './answers';
import { mailboxIn, mailIn, type MailContext } from './mailbox-context';
import type { StoredMail } from './mail';
import { answerMail, SHAPED } from './message-routes';
import { readMessage } from './read-message';
import { readMime, type Given } from './read-mime';

/** Drafts, replies and sending. Answering 202, Graph says only that the mail was taken. */
export function sendRoutes(context: MailContext): readonly Route[] {
  const route = guardedRoute(context.options);
  const one = '/users/{user}/messages/{id}';
  return [
    route('POST', '/users/{user}/sendMail', (request) => sendMail(context, request)),
    route(
      'POST',
      '/users/{user}/messages',
      async (request) =>
        answerMail(request, await context.drafts.create(mailboxIn(context, request), await given(request)), 201),
      SHAPED,
    ),
    route('POST', `${one}/send`, (request) => sendDraft(context, request)),
    route('POST', `${one}/createReply`, (request) => createReply(context, request, false), SHAPED),
    route('POST', `${one}/createReplyAll`, (request) => createReply(context, request, true), SHAPED),
    route(
      'POST',
      `${one}/createForward`,
      async (request) => answerMail(request, await forwarded(context, request), 201),
      SHAPED,
    ),
    route('POST', `${one}/forward`, async (request) => {
      const { owner } = mailIn(context, request);
      await context.drafts.send(owner, await forwarded(context, request));
      return accepted;
    }),
    route('POST', `${one}/reply`, (request) => reply(context, request, false)),
    route('POST', `${one}/replyAll`, (request) => reply(context, request, true)),
  ];
}

const accepted: LocalResponse = { status: 202 };

/** Mails as MIME instead of JSON come as `text/plain`. */
const isMime = ({ headers }: LocalRequest): boolean => headers['content-type']?.startsWith('text/plain') === true;

const given = async (request: LocalRequest): Promise<Given> =>
  isMime(request)
    ? readMime(request.body.toString('utf8'))
    : { content: readMessage(objectIn(request)), threading: {} };

function jsonIn(request: LocalRequest): Readonly<Record<string, unknown>> {
  if (isMime(request)) throw new Refused(notEmulated('answers given as MIME'));
  return objectIn(request);
}

function forwarded(context: MailContext, request: LocalRequest): Promise<StoredMail> {
  const { owner, mail } = mailIn(context, request);
  return context.drafts.forward(owner, mail, jsonIn(request));
}

async function sendMail(context: MailContext, request: LocalRequest): Promise<LocalResponse> {
  const owner = mailboxIn(context, request);
  if (isMime(request)) {
    await context.drafts.sendMail(owner, await given(request), true);
    return accepted;
  }
  const members = new Map(Object.entries(jsonIn(request)).map(([name, value]) => [name.toLowerCase(), value]));
  const message = members.get('message');
  if (typeof message !== 'object' || message === null) throw new Refused(badRequest('A message is needed.'));
  const keep = members.get('saveToSentItems'.toLowerCase()) !== false;
  const content = readMessage(message as Readonly<Record<string, unknown>>);
  await context.drafts.sendMail(owner, { content, threading: {} }, keep);
  return accepted;
}

async function sendDraft(context: MailContext, request: LocalRequest): Promise<LocalResponse> {
  const { owner, mail } = mailIn(context, request);
  if (!mail.isDraft)
    throw new Refused(badRequest('Only a draft can be sent: this message was sent already.', 'ErrorInvalidOperation'));
  await context.drafts.send(owner, mail);
  return accepted;
}

async function createReply(context: MailContext, request: LocalRequest, toAll: boolean): Promise<LocalResponse> {
  const { owner, mail } = mailIn(context, request);
  return answerMail(request, await context.drafts.reply(owner, mail, jsonIn(request), toAll), 201);
}

async function reply(context: MailContext, request: LocalRequest, toAll: boolean): Promise<LocalResponse> {
  const { owner, mail } = mailIn(context, request);
  await context.drafts.send(owner, await context.drafts.reply(owner, mail, jsonIn(request), toAll));
  return accepted;
}
