import type { LocalRequest, LocalResponse, Route } from '../../kit/http';
import { badRequest, refusal, withBody } from '../answers';
import type { Auth, CallingUser } from '../auth';
import { z } from 'zod';
import { deleteMessage, sendMessage, sendMessageSchema, updateMessage, updateMessageSchema } from './messages';
import { pageBelow, pageOf } from './pages';
import { addParticipants, admit, removeParticipant } from './participants';
import { mayDo, type ChatRight } from './rights';
import { refuseSignals, refuseSize } from './sizes';
import type { Message, Thread } from './state';
import { createThread, createThreadSchema, deleteThread, updateThread, updateThreadSchema } from './threads';
import { typingNews } from './events';
import {
  identifierSchema,
  messageOf,
  participantOf,
  participantsSchema,
  receiptOf,
  threadItemOf,
  threadOf,
} from './wire';
import type { ChatParts } from './write';

export interface ChatOptions extends ChatParts {
  readonly auth: Auth;
  readonly endpoint: () => string;
  /** Whether a communication user exists. */
  readonly has: (userId: string) => boolean;
}

/** A request of a participant about a thread. */
interface Visit {
  readonly request: LocalRequest;
  readonly user: CallingUser;
  readonly thread: Thread;
}
type Answer = LocalResponse | Promise<LocalResponse>;

const FORBIDDEN = refusal(
  403,
  'Forbidden',
  "The initiator doesn't have the permission to perform the requested operation.",
);
const NO_THREAD = refusal(404, 'NotFound', 'The thread does not exist.');
const NO_MESSAGE = refusal(404, 'NotFound', 'The message does not exist.');
const NO_INSTANT = badRequest('startTime is no instant.');

const receiptSchema = z.object({ chatMessageId: z.string().min(1) });
const typingSchema = z.object({ senderDisplayName: z.string().nullish() });
const addSchema = z.object({ participants: participantsSchema.min(1) });

/** The chat operations: https://learn.microsoft.com/rest/api/communication/chat. */
export function chatRoutes(options: ChatOptions): Route[] {
  return [...threadRoutes(options), ...messageRoutes(options), ...participantRoutes(options), ...signalRoutes(options)];
}

const withRight = (
  { auth }: ChatOptions,
  right: ChatRight,
  handle: (request: LocalRequest, user: CallingUser) => Answer,
) => auth.asUser((request, user) => (mayDo(user.scopes, right) ? handle(request, user) : FORBIDDEN));

/** Lets in those who are in the thread and whose token has the right. */
const inThread = (options: ChatOptions, right: ChatRight, handle: (visit: Visit) => Answer) =>
  withRight(options, right, (request, user) => {
    const thread = options.state.thread(request.params['threadId'] ?? '');
    if (!thread || thread.deletedAt !== null) return NO_THREAD;
    if (!thread.participants.some(({ rawId }) => rawId === user.userId)) return FORBIDDEN;
    return handle({ request, user, thread });
  });

const THREAD = '/chat/threads/{threadId}';

function threadRoutes(options: ChatOptions): Route[] {
  const { state, has, endpoint } = options;
  return [
    {
      method: 'POST',
      path: '/chat/threads',
      handle: withRight(options, 'manageThread', (request, { userId: by }) =>
        withBody(request, createThreadSchema, (body) =>
          createThread(options, { by, body, has, requestId: request.headers['repeatability-request-id'] }),
        ),
      ),
    },
    {
      method: 'GET',
      path: '/chat/threads',
      handle: withRight(options, 'takePart', (request, { userId }) => {
        const since = startTimeIn(request);
        if (Number.isNaN(since)) return NO_INSTANT;
        const mine = state.threads().filter((thread) => isListed(thread, userId, since));
        const page = pageOf(request, endpoint(), mine);
        return { status: 200, body: { ...page, value: page.value.map(threadItemOf) } };
      }),
    },
    {
      method: 'GET',
      path: THREAD,
      handle: inThread(options, 'takePart', ({ thread }) => ({ status: 200, body: threadOf(thread) })),
    },
    {
      method: 'PATCH',
      path: THREAD,
      handle: inThread(options, 'manageThread', ({ request, thread, user }) =>
        withBody(request, updateThreadSchema, (body) => updateThread(options, thread, user.userId, body)),
      ),
    },
    {
      method: 'DELETE',
      path: THREAD,
      handle: inThread(options, 'manageThread', ({ thread, user }) => deleteThread(options, thread, user.userId)),
    },
  ];
}

/** From when on a list is wanted: from the beginning where nothing is said, NaN where that is no instant. */
function startTimeIn({ url }: LocalRequest): number {
  const asked = url.searchParams.get('startTime');
  return asked === null ? 0 : Date.parse(asked);
}

const isListed = (thread: Thread, userId: string, since: number): boolean =>
  thread.deletedAt === null &&
  thread.participants.some(({ rawId }) => rawId === userId) &&
  (thread.lastMessageAt ?? thread.createdAt) >= since;

function messageRoutes(options: ChatOptions): Route[] {
  const { state, endpoint } = options;
  const path = `${THREAD}/messages`;
  const withOwn = (handle: (visit: Visit, message: Message) => Answer) =>
    inThread(options, 'takePart', (visit) => {
      const message = state.message(visit.thread.id, visit.request.params['messageId'] ?? '');
      if (!message || message.deletedAt !== null) return NO_MESSAGE;
      const own = message.by === visit.user.userId && (message.type === 'text' || message.type === 'html');
      return own ? handle(visit, message) : FORBIDDEN;
    });
  return [
    {
      method: 'POST',
      path,
      handle: inThread(options, 'takePart', ({ request, thread, user }) =>
        withBody(request, sendMessageSchema, (body) => sendMessage(options, thread, user.userId, body)),
      ),
    },
    {
      method: 'GET',
      path,
      handle: inThread(options, 'takePart', (visit) => {
        const since = startTimeIn(visit.request);
        if (Number.isNaN(since)) return NO_INSTANT;
        const page = pageBelow(visit.request, endpoint(), visibleMessages(options, visit, since));
        return { status: 200, body: { ...page, value: page.value.map(messageOf) } };
      }),
    },
    {
      method: 'GET',
      path: `${path}/{messageId}`,
      handle: inThread(options, 'takePart', (visit) => {
        const message = visibleMessage(options, visit, visit.request.params['messageId'] ?? '');
        return message ? { status: 200, body: messageOf(message) } : NO_MESSAGE;
      }),
    },
    {
      method: 'PATCH',
      path: `${path}/{messageId}`,
      handle: withOwn(({ request, thread }, message) =>
        withBody(request, updateMessageSchema, (body) => updateMessage(options, thread, message, body)),
      ),
    },
    {
      method: 'DELETE',
      path: `${path}/{messageId}`,
      handle: withOwn(({ thread }, message) => deleteMessage(options, thread, message)),
    },
  ];
}

const historyOf = ({ thread, user }: Visit): number =>
  thread.participants.find(({ rawId }) => rawId === user.userId)?.historyFrom ?? 0;

/** The message of an id, unless it was written before the reader's history begins. */
function visibleMessage({ state }: ChatOptions, visit: Visit, id: string): Message | undefined {
  const message = state.message(visit.thread.id, id);
  return message !== undefined && message.createdAt >= historyOf(visit) ? message : undefined;
}

/** The newest first, from where the reader's history begins. */
function visibleMessages({ state }: ChatOptions, visit: Visit, startTime: number): Message[] {
  const { thread } = visit;
  const from = Math.max(historyOf(visit), startTime);
  return state
    .messages(thread.id)
    .filter(({ createdAt }) => createdAt >= from)
    .reverse();
}

function participantRoutes(options: ChatOptions): Route[] {
  const { has, clock, endpoint } = options;
  const path = `${THREAD}/participants`;
  return [
    {
      method: 'GET',
      path,
      handle: inThread(options, 'takePart', ({ request, thread }) => {
        const page = pageOf(request, endpoint(), thread.participants);
        return { status: 200, body: { ...page, value: page.value.map(participantOf) } };
      }),
    },
    {
      method: 'POST',
      path: `${path}/:add`,
      handle: inThread(options, 'changeParticipants', ({ request, thread, user }) =>
        withBody(request, addSchema, ({ participants }) => {
          const present = thread.participants.map(({ rawId }) => rawId);
          const admission = admit(participants, { now: clock.now(), has, present });
          const refused = refuseSize(participants, admission.admitted.length, present.length);
          return refused ?? addParticipants(options, thread, user.userId, admission);
        }),
      ),
    },
    {
      method: 'POST',
      path: `${path}/:remove`,
      handle: inThread(options, 'changeParticipants', ({ request, thread, user }) =>
        withBody(request, identifierSchema, (rawId) => removeParticipant(options, thread, user.userId, rawId)),
      ),
    },
  ];
}

function signalRoutes(options: ChatOptions): Route[] {
  const { state, clock, outbox, ids, endpoint } = options;
  const inSmallThread = (handle: (visit: Visit) => Answer) =>
    inThread(options, 'takePart', (visit) => refuseSignals(visit.thread.participants) ?? handle(visit));
  return [
    {
      method: 'POST',
      path: `${THREAD}/typing`,
      handle: inSmallThread(({ request, thread, user }) =>
        withBody(request, typingSchema, async ({ senderDisplayName }) => {
          const transactionId = ids.next('transaction');
          await outbox.add(typingNews(user.userId, senderDisplayName ?? '', clock.now(), { thread, transactionId }));
          return { status: 200 };
        }),
      ),
    },
    {
      method: 'GET',
      path: `${THREAD}/readReceipts`,
      handle: inSmallThread(({ request, thread }) => {
        const page = pageOf(request, endpoint(), state.receipts(thread.id));
        return { status: 200, body: { ...page, value: page.value.map(receiptOf) } };
      }),
    },
    {
      method: 'POST',
      path: `${THREAD}/readReceipts`,
      handle: inSmallThread((visit) =>
        withBody(visit.request, receiptSchema, async ({ chatMessageId: messageId }) => {
          const { thread, user } = visit;
          if (!visibleMessage(options, visit, messageId)) return NO_MESSAGE;
          await state.putReceipt(thread.id, { by: user.userId, messageId, readAt: clock.now() });
          return { status: 200 };
        }),
      ),
    },
  ];
}
