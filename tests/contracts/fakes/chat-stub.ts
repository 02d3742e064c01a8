import { createHttpStub, type HttpStub, type SentRequest, type StubAnswer, type StubResponse } from './http-stub';

interface StubThread {
  readonly token: string;
  readonly participants: { communicationIdentifier: { communicationUser: { id: string } } }[];
  readonly messages: Readonly<Record<string, unknown>>[];
}

export interface ChatStub extends HttpStub {
  readonly threads: ReadonlyMap<string, StubThread>;
  /** How many service tokens were issued. */
  issued(): number;
  /** What each send of a message answers from now on; null does it. */
  answerSends(how: () => StubAnswer | null): void;
  /** What starts of threads answer from now on. */
  answerStarts(how: StubAnswer | null): void;
}

export const CHAT_SERVICE_USER = '8:acs:resource_service';
const identifier = (id: string) => ({ communicationIdentifier: { rawId: id, communicationUser: { id } } });

/** Stands for the identity and chat operations of ACS that the chat channel uses. */
export function createChatStub(tokenLifetimeMs = 24 * 3_600_000, now = () => Date.now()): ChatStub {
  const threads = new Map<string, StubThread>();
  let users = 0;
  let issued = 0;
  let sends: () => StubAnswer | null = () => null;
  let starts: StubAnswer | null = null;
  const accessToken = (user: string) => ({
    token: `token of ${user} ${String((issued += 1))}`,
    expiresOn: new Date(now() + tokenLifetimeMs).toISOString(),
  });

  function identity({ path, body }: SentRequest): StubResponse {
    const [, user] = /^\/identities\/([^/]+)\/:issueAccessToken$/.exec(path) ?? [];
    if (user) return { status: 200, body: accessToken(`${user} ${String(body['scopes'])}`) };
    users += 1;
    const id = `8:acs:resource_customer${users}`;
    const scopes = body['createTokenWithScopes'];
    return { status: 201, body: { identity: { id }, ...(scopes ? { accessToken: accessToken(id) } : {}) } };
  }

  function createThread({ headers }: SentRequest): StubResponse {
    const token = headers['repeatability-request-id'] ?? '';
    const known = [...threads].find(([, thread]) => thread.token === token)?.[0];
    const id = known ?? `19:thread${threads.size + 1}@thread.v2`;
    if (!known) threads.set(id, { token, participants: [identifier(CHAT_SERVICE_USER)], messages: [] });
    return { status: 201, body: { chatThread: { id, topic: '', createdOn: new Date(now()).toISOString() } } };
  }

  function inThread(request: SentRequest, thread: StubThread, operation: string): StubAnswer {
    const { body } = request;
    const failure = operation === 'POST messages' ? sends() : null;
    if (failure !== null) return failure;
    switch (operation) {
      case 'GET participants':
        return { status: 200, body: { value: thread.participants } };
      case 'POST participants/:add':
        thread.participants.push(...(body['participants'] as StubThread['participants']));
        return { status: 201, body: {} };
      case 'POST participants/:remove': {
        const id = (body['communicationUser'] as { id: string }).id;
        const at = thread.participants.findIndex((one) => one.communicationIdentifier.communicationUser.id === id);
        if (at < 0) return { status: 404, body: { error: { code: 'NotFound' } } };
        thread.participants.splice(at, 1);
        return { status: 204 };
      }
      // The newest first, as ACS lists them.
      case 'GET messages':
        return { status: 200, body: { value: thread.messages.toReversed() } };
      case 'POST messages':
        thread.messages.push(body);
        return { status: 201, body: { id: String(thread.messages.length) } };
      default:
        return { status: 501 };
    }
  }

  const stub = createHttpStub((request) => {
    if (request.path.startsWith('/identities')) return identity(request);
    const [, threadId, operation] = /^\/chat\/threads(?:\/([^/]+)\/(.+))?$/.exec(request.path) ?? [];
    if (threadId === undefined) return starts ?? createThread(request);
    const thread = threads.get(threadId);
    return thread ? inThread(request, thread, `${request.method} ${operation ?? ''}`) : { status: 404 };
  });
  return {
    ...stub,
    threads,
    issued: () => issued,
    answerSends: (how) => {
      sends = how;
    },
    answerStarts: (how) => {
      starts = how;
    },
  };
}
