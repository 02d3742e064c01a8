import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import type { Chat, Chats } from './chats';
import { createRefuseMany, type RefuseMany } from './limits';
import { memberHandlers } from './members';
import type { TeamsOptions } from './options';
import { refuse } from './refusals';
import { chatIn, isMember, isRefusal, objectIn } from './requests';
import { createSends, type Sends } from './sends';

const AUDIENCE = 'https://api.botframework.com';

type Handle = (request: LocalRequest) => LocalResponse | Promise<LocalResponse>;

/** The Bot connector's REST operations as Teams serves them, in 1:1 chats. */
export function connectorRoutes(options: TeamsOptions, chats: Chats): readonly Route[] {
  const refuseMany = createRefuseMany(options);
  const sends = createSends(options, chats, refuseMany);
  const members = memberHandlers(options, chats, refuseMany);
  // Service URLs end with a slash, and some clients put another one after it: Teams takes both.
  const route = (method: string, path: string, handle: Handle): Route[] =>
    ['/{region}/v3', '/{region}//v3'].map((base) => ({
      method,
      path: `${base}/conversations${path}`,
      handle: async (request) => (await refuseStranger(options, request)) ?? handle(request),
    }));
  return [
    route('POST', '', (request) => createConversation({ options, chats, sends, refuseMany }, request)),
    route('GET', '/{id}/members', members.list),
    route('GET', '/{id}/pagedmembers', members.page),
    route('GET', '/{id}/members/{memberId}', members.one),
    route('GET', '/{id}/activities/{activityId}/members', members.list),
    route('POST', '/{id}/activities/history', () => refuse('notEmulated', 'A history cannot be sent here.')),
    route('POST', '/{id}/activities', (request) => inChat(chats, request, sends.post)),
    route('POST', '/{id}/activities/{activityId}', (request) => inChat(chats, request, sends.post)),
    route('PUT', '/{id}/activities/{activityId}', (request) => inChat(chats, request, sends.update)),
    route('DELETE', '/{id}/activities/{activityId}', (request) => inChat(chats, request, sends.remove)),
  ].flat();
}

/** Only the bot itself may act; its token says which application it is. */
export async function refuseStranger(
  { verifyToken, botAppId }: TeamsOptions,
  request: LocalRequest,
): Promise<LocalResponse | undefined> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const claims = token === undefined ? undefined : await verifyToken(token, AUDIENCE).catch(() => undefined);
  if (claims === undefined) return refuse('notAuthorised', `A bearer token for ${AUDIENCE} is needed.`);
  const { appid, azp } = claims as { readonly appid?: unknown; readonly azp?: unknown };
  const application = azp ?? appid;
  return application === botAppId
    ? undefined
    : refuse('botNotRegistered', `No registration found for this bot: ${String(application)} is not ${botAppId}.`);
}

interface NewConversation {
  readonly isGroup?: boolean;
  readonly members?: readonly { readonly id?: string }[];
  readonly tenantId?: string;
  readonly channelData?: { readonly tenant?: { readonly id?: string } };
  readonly activity?: unknown;
}

interface Opening {
  readonly options: TeamsOptions;
  readonly chats: Chats;
  readonly sends: Sends;
  readonly refuseMany: RefuseMany;
}

async function createConversation(
  { options, chats, sends, refuseMany }: Opening,
  request: LocalRequest,
): Promise<LocalResponse> {
  const body: NewConversation = objectIn(request) ?? {};
  const memberId = body.members?.[0]?.id;
  if (body.isGroup === true || body.members?.length !== 1)
    return refuse('notEmulated', 'Only a conversation with one person can be created here.');
  const tenantId = body.channelData?.tenant?.id ?? body.tenantId;
  if (tenantId === undefined) return refuse('badArgument', 'tenantId is required.');
  const person = options.people().find((someone) => isMember(options, someone, memberId));
  if (person === undefined) return refuse('badArgument', 'Failed to decrypt pairwise id.');
  if (person.entraTenantId !== tenantId)
    return refuse('notEnoughPermissions', 'The person is of another tenant than the conversation.');
  const chat = chats.of(person);
  // With an activity it counts as the sending of that.
  const refused = body.activity === undefined ? refuseMany('open', chat) : undefined;
  if (refused !== undefined) return refused;
  if (!chat.installed) return refuse('notInstalled', "Bot is not installed in user's personal scope");
  const created = { id: chat.conversationId, serviceUrl: options.serviceUrl() };
  if (body.activity === undefined) return { status: 201, body: created };
  const posted = await sends.create(chat, body.activity);
  return isRefusal(posted) ? posted : { status: 201, body: { ...created, activityId: posted.activityId } };
}

async function inChat(
  chats: Chats,
  request: LocalRequest,
  act: (chat: Chat, request: LocalRequest) => Promise<LocalResponse>,
): Promise<LocalResponse> {
  const chat = chatIn(chats, request);
  if (isRefusal(chat)) return chat;
  if (request.url.searchParams.has('isTargetedActivity'))
    return refuse('notEmulated', 'Activities for one person of a conversation cannot be sent here.');
  if (chat.blocked) return refuse('blockedByUser', 'User blocked the conversation with the bot.');
  return act(chat, request);
}
