import type { Clock } from '../kit/clock';
import type { LocalResponse, Route, Service } from '../kit/http';
import type { Store } from '../kit/store';
import type { Work } from '../kit/work';
import { authoriseResource, authoriseUser, type VerifyToken } from './auth';
import { chatRoutes } from './chat/chat';
import { createChats, type Chats } from './chat/simulator';
import { createChatState } from './chat/state';
import { createDisturbances, type Disturbances } from './disturbances';
import { createDueList, type DueListParts } from './due-list';
import { emailRoutes } from './email/email';
import type { EmailParts } from './email/send';
import { createMailboxes, type Mailboxes } from './email/mailboxes';
import { createEmailState, type Mail } from './email/state';
import { createFaults, type Faults } from './faults';
import { createIdentities } from './identity';
import { createIds } from './ids';
import { createLimits, type Limits } from './limits';
import type { GridEvent } from './grid-event';
import { createOutbox } from './outbox';
import { createHandset, type Handset } from './sms/handset';
import { smsRoutes } from './sms/sms';
import { createSmsState } from './sms/state';

export interface CommunicationOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly work: Work;
  /** Where clients reach the service, without a slash at the end; read at every use, so that a port may come late. */
  readonly endpoint: () => string;
  /** Base64. */
  readonly accessKey: string;
  /** A GUID: part of users' ids, and the audience of signed callbacks. */
  readonly immutableResourceId: string;
  readonly publish: (event: GridEvent) => Promise<void>;
  readonly verifyToken: VerifyToken;
  /** Routes of other parts of the resource (Call Automation), guarded already by `authoriseResource`. */
  readonly extraRoutes?: readonly Route[];
  /** Resource path that events name as their topic. */
  readonly topic?: string;
  /** How long after a send its delivery report comes; 2 s when absent. */
  readonly reportAfterMs?: number;
  /** Whether the published rate limits hold from the start; they do not when absent. */
  readonly limited?: boolean;
  /** By which they are measured; the clock when absent. */
  readonly rateClock?: Pick<Clock, 'now'>;
  /**
   * How long sending a mail takes; nothing when absent, since a client that polls while the clock stands still would
   * never see the end.
   */
  readonly mailProcessingMs?: number;
  /** Hears of every mail that leaves; told again until it resolves, so perhaps twice. */
  readonly onMail?: (mail: Mail) => Promise<void>;
}

/** The local Communication Services resource, and what the simulator does with it. */
export interface Communication {
  readonly service: Service;
  readonly handset: Handset;
  readonly chats: Chats;
  readonly mailboxes: Mailboxes;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly disturbances: Disturbances;
}

const TOPIC =
  '/subscriptions/local/resourceGroups/local/providers/Microsoft.Communication/communicationServices/switchboard-local';
const REPORT_AFTER_MS = 2_000;

export function createCommunication(options: CommunicationOptions): Communication {
  const { store, clock, work, endpoint, accessKey, immutableResourceId, publish, verifyToken } = options;
  const { topic = TOPIC, reportAfterMs = REPORT_AFTER_MS, extraRoutes = [], limited = false } = options;
  const ids = createIds(store, immutableResourceId);
  const parts = { store, clock, work, ids };
  const outbox = createOutbox({ ...parts, topic, publish });
  const faults = createFaults(store);
  const identities = createIdentities({ ...parts, accessKey, immutableResourceId });
  const asResource = authoriseResource({ accessKey, verifyToken });
  const auth = { asResource, asUser: authoriseUser(identities.readUser) };
  const chat = { state: createChatState(store), clock, ids, outbox };
  const sms = { state: createSmsState(store), clock, ids, outbox, faults, reportAfterMs };
  const email = createEmail(options, parts, { outbox, faults });
  const { limits, guard } = createLimits(options.rateClock ?? clock, limited);
  const { disturbances, expose } = createDisturbances();
  const routes = [
    ...identities.routes.map((route) => ({ ...route, handle: auth.asResource((request) => route.handle(request)) })),
    ...chatRoutes({ ...chat, auth, endpoint, has: identities.has }),
    ...smsRoutes(sms, auth),
    ...emailRoutes(email, auth, endpoint),
    ...extraRoutes,
  ];
  return {
    service: {
      name: 'Communication Services',
      routes: [...routes.map((route) => forBrowsers(expose(guard(route)))), preflight],
    },
    handset: createHandset(sms),
    chats: createChats(chat),
    mailboxes: createMailboxes(email),
    faults,
    limits,
    disturbances,
  };
}

/** E-mail with the list of mails that are to leave. */
function createEmail(
  { mailProcessingMs = 0, reportAfterMs = REPORT_AFTER_MS, onMail }: CommunicationOptions,
  parts: DueListParts,
  { outbox, faults }: Pick<EmailParts, 'outbox' | 'faults'>,
): EmailParts {
  const state = createEmailState(parts.store);
  const posts = createDueList<string>(parts, 'mails', async (id) => {
    const mail = state.mail(id);
    if (mail) await onMail?.(mail);
  });
  return { state, posts, ...parts, outbox, faults, processingMs: mailProcessingMs, reportAfterMs };
}

/** A customer's browser calls chat from a page of another origin, which ACS allows. */
const ANY_ORIGIN = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' };

const forBrowsers = (route: Route): Route => ({
  ...route,
  handle: async (request): Promise<LocalResponse> => {
    const response = await route.handle(request);
    return { ...response, headers: { ...ANY_ORIGIN, ...response.headers } };
  },
});

const preflight: Route = {
  method: 'OPTIONS',
  path: '/{any*}',
  handle: ({ headers }) => ({
    status: 204,
    headers: {
      ...ANY_ORIGIN,
      'access-control-allow-methods': 'GET, POST, PATCH, PUT, DELETE',
      'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
    },
  }),
};
