import { randomBytes, randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/core-auth';
import type { InvocationContext } from '@azure/functions';
import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { getClient } from 'durable-functions';
import {
  chatByProvider,
  createAcsChat,
  createOwnChat,
  createServiceUser,
  type AcsChatOptions,
} from '../shared/channels/chat';
import { createAcsMailSender, createGraphMailboxes, createGraphMailSender } from '../shared/channels/email';
import { phoneFacts } from '../shared/channels/phone-number';
import { createAcsSmsSender, createTelesign, createUnusableCarrier, type SmsCarrier } from '../shared/channels/sms';
import type { AcsAccess } from '../shared/channels/azure-client';
import {
  callsByProvider,
  createAcsCalls,
  createAcsWebCallers,
  createTeamsPhoneCalls,
  createVoiceConsents,
} from '../shared/channels/voice';
import type { OwnSecret, Settings } from '../shared/contracts/settings';
import type { SmsSender } from '../shared/core/config/sms-senders';
import { keywordAssistant } from '../shared/core/flow/keyword-assistant';
import { createEventPublisher } from '../shared/events/publisher';
import type { Deps } from '../shared/flows/lib/deps';
import { createLineMemory } from '../shared/flows/lib/line-memory';
import { performers } from '../shared/flows/performers';
import { FlowError } from '../shared/flows/lib/flow-error';
import type { LiveStream } from '../shared/ports/live-stream';
import { createWebPubSubStream, noLiveStream } from '../shared/realtime/web-pubsub';
import { createLookUps } from '../shared/look-up/https';
import { createGraph, type Graph } from '../shared/graph/client';
import { tellPage } from '../shared/flows/customers/tell-page';
import type { Assistant } from '../shared/ports/assistant';
import type { ChatThreads, MessageChannel, SmsChannel } from '../shared/ports/channels';
import type { ThreadLog } from '../shared/ports/thread-log';
import type { Quarantine } from '../shared/ports/quarantine';
import type { Clock } from '../shared/ports/time-and-ids';
import { createBotConnectorTokens, type BotConnectorTokens } from '../shared/security/bot-connector';
import { createCustomerTokens, type CustomerTokens } from '../shared/security/customer-tokens';
import { createCallCallbackTokens, type CallCallbackTokens } from '../shared/security/call-callbacks';
import { readOpenIdConfiguration } from '../shared/security/openid';
import { blobFiles } from '../shared/store/blob/files';
import { keepOnce } from '../shared/store/cosmos/keep-once';
import { cosmosQuarantine } from '../shared/store/cosmos/quarantine';
import { createTeamsDesk } from '../shared/teams/desk';
import { createPace } from '../shared/teams/pace';
import { createStopwatch } from '../shared/teams/stopwatch';
import { createGraphMeetings } from '../shared/teams/meetings';
import { createGraphPeople } from '../shared/teams/people';
import { createTeamsPresence } from '../shared/teams/presence';
import { createEntraCallers, type EntraCallers } from './callers';
import { orchestrationsOf } from './durable/orchestrations';
import { invocationLog, processLog } from './log';
import { once } from './once';
import { readSettings } from './settings';
import { containersOf, storesOf, type ContainerOf } from './compose-stores';

/** What functions reach beside the flows' dependencies. */
export interface App {
  readonly deps: Deps;
  readonly settings: Settings;
  readonly quarantine: Quarantine;
  readonly callers: EntraCallers;
  readonly botTokens: () => Promise<BotConnectorTokens>;
  readonly callTokens: CallCallbackTokens;
  readonly customers: CustomerTokens;
  /** Raw ids of the identities that write into chats for us: their messages are echoes. */
  readonly chatServiceUsers: () => Promise<ReadonlySet<string>>;
  /** The carriers that this stamp has an account with, by the name in the address that they call. */
  readonly smsCarriers: ReadonlyMap<string, SmsCarrier>;
  /** Given to Graph with each subscription to a mailbox, and expected back with each notification. */
  readonly mailClientState: () => Promise<string>;
}

/** Everything but what belongs to one invocation. */
type Composed = Omit<App, 'deps'> & { readonly deps: Omit<Deps, 'log' | 'orchestrations'> };

let composed: Composed | undefined;

/** The app as one invocation sees it. Its function must have the Durable client among its inputs (`register.ts` does that). */
export function appOf(context: InvocationContext): App {
  composed ??= compose(readSettings(process.env));
  const own = { log: invocationLog(context), orchestrations: orchestrationsOf(getClient(context)) };
  return { ...composed, deps: { ...composed.deps, ...own } };
}

const clock: Clock = { now: () => Date.now() };

function compose(settings: Settings): Composed {
  const credential = credentialOf(settings);
  const container = containersOf(settings, credential);
  const acs = { endpoint: settings.COMMUNICATION_ENDPOINT, credential, clock };
  const serviceUser = once(() => keepOnce(container('directory'), 'chatServiceUser', () => createServiceUser(acs)));
  const customers = createCustomerTokens(secretOf(container, 'customerTokenKey'), clock);
  const files = blobFiles(new BlobServiceClient(settings.BLOB_ENDPOINT, credential).getContainerClient('files'));
  const stores = storesOf(container, files, clock);
  const live = liveStreamOf(settings, credential);
  const chat = chatOf({ acs, stores, customers, live, serviceUser });
  const graph = createGraph({ endpoint: settings.GRAPH_ENDPOINT, credential });
  const smsCarriers = carriersOf(settings);
  const deps = {
    clock,
    ids: { next: randomUUID },
    ...stores,
    events: createEventPublisher({ endpoint: settings.EVENTGRID_TOPIC_ENDPOINT, credential }),
    live,
    codeOf: customers.codeOf,
    assistant: keywords,
    ...teamsOf(settings, credential, graph),
    ...callsOf(settings, acs),
    webCallers: createAcsWebCallers(acs, (name, make) => keepOnce(container('directory'), name, make)),
    chat: chat.sender,
    chatThreads: chat.threads,
    sms: smsSenders(createAcsSmsSender(acs), smsCarriers),
    email: { acs: createAcsMailSender(acs, files), graph: createGraphMailSender(graph, files) },
    lookUps: lookUpsOf(settings),
    files,
    mailboxes: createGraphMailboxes(graph, files),
    numbers: { facts: phoneFacts },
    lines: createLineMemory(),
    agentFigures: settings.AGENT_FIGURES,
    perform: performers,
    urls: urlsOf(settings),
  };
  return {
    deps,
    settings,
    quarantine: cosmosQuarantine(container('quarantine')),
    ...securityOf(settings, deps),
    customers,
    smsCarriers,
    chatServiceUsers: async () => new Set([await serviceUser()]),
    mailClientState: secretOf(container, 'mailClientState'),
  };
}

interface ChatParts {
  readonly acs: AcsAccess & { readonly clock: Clock };
  readonly stores: ReturnType<typeof storesOf>;
  readonly customers: CustomerTokens;
  readonly live: LiveStream;
  readonly serviceUser: () => Promise<string>;
}

const chatOf = ({ acs, stores, customers, live, serviceUser }: ChatParts) =>
  chatByProvider(
    {
      acs: lazyChat(stores.threadLog, async () => {
        const ours = { sign: customers.sign, seenAt: stores.threadLog.seenAt };
        return { ...acs, ...ours, serviceUserId: await serviceUser() };
      }),
      switchboard: createOwnChat({
        ...{ log: stores.threadLog, clock, sign: customers.sign },
        tell: (threadId, message) => tellPage({ live, log: processLog }, threadId, { kind: 'message', message }),
      }),
    },
    (threadId) => tellPage({ live, log: processLog }, threadId, { kind: 'changed' }),
  );

/** The first of the resources is our own; callbacks of others are believed while a stamp moves from one to the next. */
function callsOf(settings: Settings, acs: AcsAccess) {
  const softphoneClientId = settings.DESK_APP_ID ?? settings.API_AUDIENCE[0] ?? '';
  const options = { ...acs, cognitiveServicesEndpoint: settings.COGNITIVE_SERVICES_ENDPOINT ?? '' };
  const resourceId = settings.COMMUNICATION_CALLBACK_AUDIENCE[0] ?? '';
  const by = { acs: createAcsCalls(options), teamsPhone: createTeamsPhoneCalls({ ...options, resourceId }) };
  return { voice: callsByProvider(by), voiceConsents: createVoiceConsents({ ...acs, softphoneClientId }) };
}

/** The agents' side: their chat with the bot, their presence, as sessions of the app's own identity, and their colleagues. */
const teamsOf = (
  { BOT_APP_ID, BOT_TENANT_ID, BOT_SERVICE_URL, AZURE_CLIENT_ID }: Settings,
  credential: TokenCredential,
  graph: Graph,
) => ({
  desk: createTeamsDesk({
    ...{ credential, botAppId: BOT_APP_ID, serviceUrl: BOT_SERVICE_URL },
    pace: createPace(createStopwatch(clock)),
  }),
  presence: createTeamsPresence(graph, AZURE_CLIENT_ID ?? BOT_APP_ID),
  people: createGraphPeople(graph, BOT_TENANT_ID),
  meetings: createGraphMeetings(graph, BOT_TENANT_ID),
  shownPresence: new Map(),
});

const credentialOf = ({ AZURE_CLIENT_ID: managedIdentityClientId }: Settings) =>
  new DefaultAzureCredential(managedIdentityClientId ? { managedIdentityClientId } : {});

/** A secret of the stamp's own, made by whoever needs it first. */
const secretOf = (container: ContainerOf, name: string): (() => Promise<string>) =>
  once(() => keepOnce(container('directory'), name, async () => randomBytes(32).toString('base64url')));

function lookUpsOf({ LOOK_UP_HOSTS: hosts = [], LOOK_UP_SIGNING_KEY: key }: Settings) {
  if (hosts.length > 0 && key.kind !== 'readable') sayUnusable('look-ups', 'LOOK_UP_SIGNING_KEY', key);
  const signingKey = key.kind === 'readable' ? key.value : null;
  return createLookUps({ allowedHosts: hosts, signingKey, clock });
}

/** For an operator: what does not work, and the setting that keeps it from working. Never the value. */
const sayUnusable = (what: string, setting: keyof Settings, { kind }: OwnSecret): void =>
  processLog.error('secret of a channel missing', { what, setting, secret: kind });

function liveStreamOf({ WEB_PUBSUB_ENDPOINT: endpoint }: Settings, credential: TokenCredential): LiveStream {
  return endpoint === undefined
    ? noLiveStream(() => new FlowError('unavailable', 'This stamp has no live updates.'))
    : createWebPubSubStream({ endpoint, credential, clock });
}

function carriersOf(settings: Settings): ReadonlyMap<string, SmsCarrier> {
  const { TELESIGN_CUSTOMER_ID: customerId, TELESIGN_API_KEY: key, TELESIGN_ENDPOINT: endpoint } = settings;
  if (customerId === undefined) return new Map();
  if (key.kind !== 'readable') {
    const say = () => sayUnusable('texts by telesign', 'TELESIGN_API_KEY', key);
    say();
    return new Map([['telesign', createUnusableCarrier(say)]]);
  }
  const callbackUrl = `${settings.PUBLIC_URL}/api/texts/telesign/events`;
  return new Map([['telesign', createTelesign({ endpoint, customerId, apiKey: key.value, callbackUrl, clock })]]);
}

const smsSenders = (acs: SmsChannel, carriers: ReadonlyMap<string, SmsCarrier>): Record<SmsSender, SmsChannel> => ({
  acs,
  telesign: carriers.get('telesign')?.sender ?? NO_ACCOUNT,
});

/** A tenant texts by a carrier that this stamp has no account with: what waits in between is told to whoever wrote. */
const NO_ACCOUNT: SmsChannel = {
  send: () => Promise.resolve({ kind: 'failed', code: 'rejected', retryable: false }),
  answersItself: () => false,
};

function securityOf(settings: Settings, { configs }: Pick<Deps, 'configs'>) {
  return {
    callers: createEntraCallers(settings, configs, clock),
    callTokens: createCallCallbackTokens({
      issuer: settings.COMMUNICATION_CALLBACK_ISSUER,
      keysUrl: settings.COMMUNICATION_CALLBACK_JWKS_URL,
      resourceIds: settings.COMMUNICATION_CALLBACK_AUDIENCE,
      clock,
    }),
    botTokens: once(async () => {
      const { issuer, keysUrl } = await readOpenIdConfiguration(settings.BOT_OPENID_URL);
      return createBotConnectorTokens({ botAppId: settings.BOT_APP_ID, issuer, keysUrl, clock });
    }),
  };
}

/** The identity that owns the threads is known only after a look into the store: so chat is made when first needed. */
function lazyChat(
  { seenAt }: Pick<ThreadLog, 'seenAt'>,
  options: () => Promise<AcsChatOptions>,
): { sender: MessageChannel; threads: ChatThreads } {
  const chat = once(async () => createAcsChat(await options()));
  return {
    sender: { send: async (message) => (await chat()).sender.send(message) },
    threads: {
      start: async (request) => (await chat()).threads.start(request),
      writtenBetween: async (threadId, from, until) => (await chat()).threads.writtenBetween(threadId, from, until),
      carrierOf: () => 'acs',
      seenAt,
      close: async (threadId, customer) => (await chat()).threads.close(threadId, customer),
    },
  };
}

const keywords: Assistant = {
  answer: (config, { text, language }) => Promise.resolve(keywordAssistant(config)(text, language)),
};

const urlsOf = ({ PUBLIC_URL: publicUrl, TRANSCRIPTS_ADDRESS: transcripts }: Settings): Deps['urls'] => ({
  transcript: ({ tenantId, interactionId }) =>
    transcripts === undefined ? null : `${transcripts}/calls/${tenantId}/${interactionId}`,
  callCallback: ({ tenantId, interactionId }) => `${publicUrl}/api/calls/${tenantId}/${interactionId}/events`,
  mailNotifications: (tenantId, mailbox) =>
    `${publicUrl}/api/mail/notifications?${new URLSearchParams({ tenantId, mailbox }).toString()}`,
  recording: ({ tenantId, interactionId }, recordingRef) =>
    `${publicUrl}/api/interactions/${interactionId}/recordings/${encodeURIComponent(recordingRef)}/audio?tenantId=${tenantId}`,
  music: `${publicUrl}/api/music/hold.wav`,
});
