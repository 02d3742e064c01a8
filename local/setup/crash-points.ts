/** A request to a local service, as far as a point of a crash looks at it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  json(): unknown;
}

/**
 * `before`: the request has arrived and nothing of it is done, nor ever will be. `after`: it is done and durable, and its
 * answer never arrives.
 */
export type CrashMoment = 'before' | 'after';

interface Point {
  readonly moment: CrashMoment;
  readonly matches: (request: SeenRequest) => boolean;
}

interface Written {
  readonly kind?: string;
  readonly id?: string;
  readonly files?: readonly unknown[];
  readonly tenantId?: string;
  readonly owner?: { readonly customer: object | null };
  readonly events?: readonly { readonly type: string }[];
}

/** The documents that a request creates or replaces in a container of the app. */
function written(container: string, { method, url, json }: SeenRequest): readonly Written[] {
  if (!['POST', 'PUT'].includes(method) || !url.pathname.includes(`/colls/${container}/docs`)) return [];
  const body = json();
  if (!Array.isArray(body)) return [body as Written];
  return body.flatMap(({ resourceBody }: { resourceBody?: Written }) => resourceBody ?? []);
}

const writes =
  (container: string, fits: (document: Written) => boolean) =>
  (request: SeenRequest): boolean =>
    written(container, request).some(fits);

const happens = (...types: readonly string[]) =>
  writes(
    'interactions',
    ({ kind, events }) => kind === 'events' && (events ?? []).some(({ type }) => types.includes(type)),
  );

/** A mark of done acts, or a write of the snapshot that no event goes with: what became of its acts. */
const marksActs = (request: SeenRequest): boolean => {
  const documents = written('interactions', request);
  return documents.length > 0 && documents.every(({ kind }) => kind === 'snapshot' || kind === 'done');
};

const posts =
  (path: RegExp, fits: (body: unknown) => boolean = () => true) =>
  (request: SeenRequest): boolean =>
    request.method === 'POST' && path.test(request.url.pathname) && fits(request.json());

const asks =
  (wanted: string, path: RegExp) =>
  ({ method, url }: SeenRequest): boolean =>
    method === wanted && path.test(url.pathname);

/** Customers write into their threads too; what the app writes carries its key. */
const isOurs = (body: unknown): boolean =>
  Object.keys((body as { metadata?: object } | undefined)?.metadata ?? {}).length > 0;

const CHAT_MESSAGES = /^\/chat\/threads\/[^/]+\/messages$/;
const ACTIVITIES = /\/v3\/conversations\/[^/]+\/activities$/;
const PARTICIPANTS = /\/callConnections\/[^/]+\/participants:add$/;
const PLAYS = /:(play|recognize)$/;
const MAIL_SENDS = /\/messages\/[^/]+\/send$|\/emails:send$/;
const isCard = (body: unknown): boolean => (body as { attachments?: unknown[] }).attachments !== undefined;

/** Where on the wire the functions host can be killed: between the durable writes of the app, and beside its acts. */
export const CRASH_POINTS = {
  /** The line is claimed, the interaction named and not yet made. */
  lineClaimed: { moment: 'after', matches: writes('inbox', () => true) },
  /** Opened with its acts listed; none is done. */
  interactionOpened: { moment: 'after', matches: happens('opened') },
  messageStored: { moment: 'after', matches: writes('interactions', ({ kind }) => kind === 'message') },
  flowMoved: { moment: 'after', matches: happens('flowMoved') },
  queued: { moment: 'after', matches: happens('queued') },
  offerPresented: { moment: 'after', matches: happens('offerPresented') },
  accepted: { moment: 'after', matches: happens('accepted') },
  ended: { moment: 'after', matches: happens('ended') },
  closed: { moment: 'after', matches: happens('closed') },
  /** Acts are done; that they are is not written. */
  actsDone: { moment: 'before', matches: marksActs },
  journalDecided: { moment: 'before', matches: writes('routing', ({ kind }) => kind === 'entries') },
  /** Decided and durable; nobody was told. */
  journalAppended: { moment: 'after', matches: writes('routing', ({ kind }) => kind === 'entries') },
  /** The message is out, or the agent sees it; that it is so is not written. */
  deliveryMade: { moment: 'before', matches: writes('interactions', ({ kind }) => kind === 'delivery') },
  deliveryRecorded: { moment: 'after', matches: writes('interactions', ({ kind }) => kind === 'delivery') },
  eventPublished: { moment: 'after', matches: posts(/\/api\/events$/) },
  chatSent: { moment: 'after', matches: posts(CHAT_MESSAGES, isOurs) },
  chatUnsent: { moment: 'before', matches: posts(CHAT_MESSAGES, isOurs) },
  smsSent: { moment: 'after', matches: posts(/^\/sms$/) },
  smsUnsent: { moment: 'before', matches: posts(/^\/sms$/) },
  mailSent: { moment: 'after', matches: posts(MAIL_SENDS) },
  mailUnsent: { moment: 'before', matches: posts(MAIL_SENDS) },
  cardShown: { moment: 'after', matches: posts(ACTIVITIES, isCard) },
  cardNotShown: { moment: 'before', matches: posts(ACTIVITIES, isCard) },
  textShown: { moment: 'after', matches: posts(ACTIVITIES, (body) => !isCard(body)) },
  textNotShown: { moment: 'before', matches: posts(ACTIVITIES, (body) => !isCard(body)) },
  promptPlayed: { moment: 'after', matches: posts(PLAYS) },
  promptUnplayed: { moment: 'before', matches: posts(PLAYS) },
  callAnswered: { moment: 'after', matches: posts(/\/callConnections:answer$/) },
  agentRung: { moment: 'after', matches: posts(PARTICIPANTS) },
  agentUnrung: { moment: 'before', matches: posts(PARTICIPANTS) },
  customerBridged: { moment: 'after', matches: posts(/:unhold$/) },
  /** A number or mailbox of what is applied is the tenant's; nothing else is written. */
  configAddressClaimed: { moment: 'after', matches: writes('addresses', ({ owner }) => owner?.customer === null) },
  /** Nothing of a version that is applied is written. */
  configStoring: { moment: 'before', matches: writes('config', ({ files }) => files !== undefined) },
  /** Its files are, and nobody works by them. */
  configStored: { moment: 'after', matches: writes('config', ({ files }) => files !== undefined) },
  /** The tenant is in the list, the pointer not moved. */
  configListed: { moment: 'after', matches: writes('config', ({ tenantId }) => tenantId !== undefined) },
  /** The pointer is moved; who applied it is not told. */
  configLive: { moment: 'after', matches: writes('config', ({ id }) => id === 'live') },
  /** The file of a recording was announced and fetched; there is no copy, and the platform keeps it for a day. */
  recordingFetched: { moment: 'after', matches: asks('GET', /\/v1\/objects\/[^/]+\/content\/audio$/) },
  /** The copy is there; that it is stands nowhere. */
  recordingCopied: { moment: 'after', matches: asks('PUT', /\/files\/recordings\//) },
  callEnded: { moment: 'after', matches: posts(/:terminate$/) },
} as const satisfies Readonly<Record<string, Point>>;

export type CrashPoint = keyof typeof CRASH_POINTS;
export const CRASH_POINT_NAMES = Object.keys(CRASH_POINTS) as [CrashPoint, ...CrashPoint[]];

/** The points that a request is at. A body that is no JSON is at none. */
export const pointsAt = (moment: CrashMoment, request: SeenRequest): readonly CrashPoint[] =>
  CRASH_POINT_NAMES.filter((point) => isAt(point, moment, request));

function isAt(point: CrashPoint, moment: CrashMoment, request: SeenRequest): boolean {
  const { moment: wanted, matches }: Point = CRASH_POINTS[point];
  if (wanted !== moment) return false;
  try {
    return matches(request);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
