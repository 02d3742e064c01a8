import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { phoneFacts } from '../../../shared/channels/phone-number';
import type { Signal } from '../../../shared/core/interaction/acts';
import { agentIdOf, tenantIdOf, type AgentId, type InteractionRef } from '../../../shared/core/lib/ids';
import { keywordAssistant } from '../../../shared/core/flow/keyword-assistant';
import { publishConfig } from '../../../shared/flows/admin/publish-config';
import { agentWork } from '../../../shared/flows/agents/agent-work';
import { acceptOffer } from '../../../shared/flows/agents/answer-offer';
import { setAgentState } from '../../../shared/flows/agents/set-agent-state';
import { compileFiles } from '../../../shared/flows/lib/compile-files';
import type { Deps } from '../../../shared/flows/lib/deps';
import { performers } from '../../../shared/flows/performers';
import { createLineMemory } from '../../../shared/flows/lib/line-memory';
import { liveConfigs } from '../../../shared/flows/lib/live-configs';
import { routingConfigFor } from '../../../shared/flows/routing/routing-config';
import { createShardRunner, type ShardRunner } from '../../../shared/flows/routing/shard-runner';
import { assignNow, tickShards } from '../../../shared/flows/routing/tick-shards';
import { offerIdOf } from '../../../shared/core/lib/ids';
import type { ChatText } from '../../../shared/ports/channels';
import type { OwnEvent } from '../../../shared/ports/events';
import type { LiveGroup } from '../../../shared/ports/live-stream';
import type { LiveUpdate } from '../../../shared/contracts/live';
import type { Log } from '../../../shared/ports/log';
import type { Captured, LookedUp, Sealed } from '../../../shared/ports/look-ups';
import type { Mailboxes } from '../../../shared/ports/mail';
import type { RoutingJournal } from '../../../shared/ports/routing-journal';
import { createFakeDesk, type FakeDesk } from './agent-desk';
import { createFakePresence, type FakePresence } from './agent-presence';
import { createFakeMeetings, type FakeMeetings } from './meetings';
import { createFakePeople, type FakePeople } from './people';
import { createFakeChannel, type FakeChannel } from './message-channel';
import { createFakeCalls, type FakeCalls } from './call-channel';
import {
  memoryAddresses,
  memoryConfigs,
  memoryInbox,
  memoryInteractions,
  memoryMessages,
  memoryMetrics,
  memoryNotes,
  memorySurveys,
} from './memory-stores';
import { memoryHistory } from './memory-history';
import { memoryJournal } from './memory-journal';
import { memoryLines, memoryRecordings, memoryTranscripts } from './memory-calls';
import { memoryRates, memoryThreadLog } from './memory-thread-log';
import { memoryDirectory } from './memory-directory';

export const TENANT = tenantIdOf('contoso');
export const SHARD = 'contoso-main';
/** A Thursday, 11:00 in New York: Contoso is open. */
export const OPEN_AT = Date.UTC(2026, 10, 19, 16);

/** Contoso's directory in Entra. */
const CONTOSO_DIRECTORY = '0c0a5050-0000-4000-8000-000000000001';
const CONTOSO = join(__dirname, '../../../config/contoso');

/** The files of config/contoso as a publication carries them. */
export const contosoFiles = () =>
  readdirSync(CONTOSO, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ name: file.replaceAll('\\', '/'), content: readFileSync(join(CONTOSO, file), 'utf8') }));

/** One publication to browsers. */
export interface Streamed {
  readonly group: LiveGroup;
  readonly updates: readonly LiveUpdate[];
}

const noMail: Mailboxes = {
  fetch: async () => undefined,
  changes: async () => ({ messageIds: [], cursor: '' }),
  subscribe: async () => undefined,
};

/** The whole product in memory, with Contoso live: flows run against it as they do in Azure, on a clock that tests step. */
export interface World {
  readonly deps: Deps;
  readonly chat: FakeChannel;
  readonly sms: FakeChannel;
  /** Texts of a tenant that has moved to this carrier. */
  readonly telesign: FakeChannel;
  readonly desk: FakeDesk;
  readonly presence: FakePresence;
  /** Contoso's directory. */
  readonly people: FakePeople;
  readonly meetings: FakeMeetings;
  readonly calls: FakeCalls;
  /** Of whom Communication Services was told. */
  readonly consents: { answer: 'assigned' | 'refused'; readonly told: string[] };
  /** Files by path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What stands in threads, whether or not an event told of it. */
  readonly written: ChatText[];
  /** What other systems say. */
  readonly lookUps: {
    answer(lookUpId: string, variables: Readonly<Record<string, string>>): LookedUp;
    take(sealed: Sealed): Captured;
  };
  readonly published: readonly OwnEvent[];
  /** What browsers were told. */
  readonly streamed: readonly Streamed[];
  readonly told: readonly { readonly interactionId: string; readonly signal: Signal | 'started' }[];
  readonly warnings: readonly string[];
  /** Time passes; then the timer function runs. */
  pass(ms: number): Promise<void>;
  /** What the events would trigger. */
  assign(): Promise<void>;
  /** Signs an agent in, Ready. */
  ready(agentId: string): Promise<AgentId>;
  /** The agent takes the only offer that is open to them. */
  accept(agentId: AgentId): Promise<void>;
  phase(ref: InteractionRef): Promise<string | undefined>;
  /** Another process of the same app: it shares the stores and nothing else. `through` is how it reads the journals of shards. */
  otherProcess(through?: (journal: RoutingJournal) => RoutingJournal): Deps;
}

export async function createWorld(): Promise<World> {
  let now = OPEN_AT;
  let ids = 0;
  const clock = { now: () => now };
  const written: ChatText[] = [];
  const warnings: string[] = [];
  const keep = (what: string, facts?: object) => void warnings.push(`${what} ${JSON.stringify(facts ?? {})}`);
  const log: Log = { info: () => undefined, warn: keep, error: keep };
  const configStore = memoryConfigs();
  const journal = memoryJournal();
  const configs = liveConfigs(configStore, clock, compileFiles);
  const nextId = { next: () => `id-${++ids}` };
  const shards = (through = (journal: RoutingJournal) => journal): ShardRunner =>
    createShardRunner({
      journal: through(journal),
      clock,
      ids: nextId,
      log,
      configFor: (shard, version) => routingConfigFor(configs, shard, version),
    });
  const [chat, sms, telesign] = [createFakeChannel(), createFakeChannel(), createFakeChannel()];
  const [desk, calls, presence] = [createFakeDesk(), createFakeCalls(), createFakePresence()];
  const people = createFakePeople(CONTOSO_DIRECTORY);
  const meetings = createFakeMeetings(CONTOSO_DIRECTORY);
  const files = new Map<string, Uint8Array>();
  const consents: World['consents'] = { answer: 'assigned', told: [] };
  const lookUps: World['lookUps'] = {
    answer: () => ({ kind: 'notFound' }),
    take: () => ({ kind: 'failed', why: 'unreachable' }),
  };
  const published: OwnEvent[] = [];
  const streamed: Streamed[] = [];
  const told: { interactionId: string; signal: Signal | 'started' }[] = [];
  const deps: Deps = {
    clock,
    ids: nextId,
    log,
    interactions: memoryInteractions(),
    messages: memoryMessages(),
    notes: memoryNotes(),
    surveys: memorySurveys(),
    history: memoryHistory(),
    codeOf: async (words) =>
      String(createHash('sha256').update(words).digest().readUInt32BE(0) % 1_000_000).padStart(6, '0'),
    metrics: memoryMetrics(),
    agentFigures: 'on',
    numbers: { facts: phoneFacts },
    perform: performers,
    inbox: memoryInbox(),
    lines: createLineMemory(),
    addresses: memoryAddresses(),
    directory: memoryDirectory(),
    recordings: memoryRecordings(),
    transcripts: memoryTranscripts(),
    outboundLines: memoryLines(),
    files: {
      put: async (path, content) => {
        files.set(path, content);
        return `https://blob.test/${path}`;
      },
      get: async (path) => files.get(path),
      open: async (url) => files.get(url.replace('https://blob.test/', '')),
      remove: async (path) => void files.delete(path),
    },
    voiceConsents: {
      assign: async ({ kind, objectId }) => {
        consents.told.push(`${kind} ${objectId}`);
        return consents.answer;
      },
    },
    lookUps: {
      ask: async (_tenantId, lookUp, variables) => lookUps.answer(lookUp.id, variables),
      give: async (_tenantId, _lookUp, _variables, sealed) => lookUps.take(sealed),
    },
    configStore,
    configs,
    journal,
    shards: shards(),
    orchestrations: {
      start: async ({ interactionId }) => void told.push({ interactionId, signal: 'started' }),
      tell: async ({ interactionId }, { signal }) => void told.push({ interactionId, signal }),
    },
    events: { publish: async (event) => void published.push(event) },
    live: {
      isThere: true,
      connect: async ({ kind }) => ({ url: `wss://live.test/${kind}`, expiresAt: clock.now() }),
      publish: async (group, updates) => void streamed.push({ group, updates }),
      hasDesks: async () => true,
      tellChat: async () => undefined,
    },
    assistant: { answer: async (config, { text, language }) => keywordAssistant(config)(text, language) },
    desk,
    presence,
    people,
    meetings,
    shownPresence: new Map(),
    voice: calls,
    webCallers: {
      calleeOf: async (name) => `8:acs:callee_${name}`,
      admit: async () => ({ userId: '8:acs:browser', token: 'voip token', tokenExpiresAt: now + 3_600_000 }),
    },
    chat,
    chatThreads: {
      start: async ({ key }) => ({
        provider: 'acs',
        endpoint: 'https://acs.test',
        threadId: `thread-${key}`,
        userId: `8:acs:test_${key}`,
        token: 'token',
        pass: `pass-${key}`,
        tokenExpiresAt: now + 3_600_000,
      }),
      close: async () => undefined,
      writtenBetween: async (threadId, from, until) =>
        written.filter((one) => one.threadId === threadId && one.sentAt >= from && one.sentAt <= until),
      carrierOf: () => 'switchboard',
      seenAt: async (threadId) => deps.threadLog.seenAt(threadId),
    },
    threadLog: memoryThreadLog(),
    rates: memoryRates(),
    sms: { acs: { ...sms, answersItself: () => false }, telesign: { ...telesign, answersItself: () => false } },
    email: { acs: createFakeChannel(), graph: createFakeChannel() },
    mailboxes: noMail,
    urls: {
      callCallback: ({ interactionId }) => `https://app.test/${interactionId}`,
      transcript: ({ interactionId }) => `wss://transcripts.test/${interactionId}`,
      mailNotifications: (_tenantId, mailbox) => `https://app.test/mail/${mailbox}`,
      recording: ({ interactionId }, recordingRef) => `https://app.test/recordings/${interactionId}/${recordingRef}`,
      music: 'https://app.test/music.wav',
    },
  };
  await publishConfig(deps, {
    tenantId: TENANT,
    files: contosoFiles(),
    ofDirectory: null,
    author: { id: 'tests', name: null },
    reason: 'The world begins.',
    expectedVersion: 0,
  });
  return {
    deps,
    chat,
    sms,
    telesign,
    desk,
    presence,
    people,
    meetings,
    calls,
    consents,
    files,
    written,
    lookUps,
    published,
    streamed,
    told,
    warnings,
    async pass(ms) {
      now += ms;
      await tickShards(deps);
    },
    assign: () => assignNow(deps, TENANT, SHARD),
    async ready(agentId) {
      await tickShards(deps);
      await setAgentState(deps, TENANT, agentIdOf(agentId), { kind: 'ready' });
      return agentIdOf(agentId);
    },
    async accept(agentId) {
      const { offers } = await agentWork(deps, TENANT, agentId);
      if (offers.length !== 1) throw new Error(`${offers.length} offers are open to ${agentId}.`);
      await acceptOffer(deps, { tenantId: TENANT, agentId, offerId: offerIdOf(offers[0]?.offerId ?? '') });
    },
    phase: async (ref) => (await deps.interactions.load(ref))?.interaction.phase.name,
    otherProcess: (through) => ({
      ...deps,
      shards: shards(through),
      lines: createLineMemory(),
      shownPresence: new Map(),
    }),
  };
}
