import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/core-auth';
import { WebPubSubServiceClient } from '@azure/web-pubsub';
import type { LiveUpdate } from '../contracts/live';
import type { ChatGroup, LiveGroup, LiveStream } from '../ports/live-stream';
import type { Clock } from '../ports/time-and-ids';
import { createNumbering, inParts } from './frames';

export interface WebPubSubOptions {
  readonly endpoint: string;
  readonly credential: TokenCredential;
  readonly clock: Clock;
}

const HUB = 'switchboard';
const TOKEN_MINUTES = 60;
const MINUTE_MS = 60_000;
/** Nobody waits for it but the change feed. */
const TIMEOUT_MS = 5_000;

/** Names may hold anything; groups are told apart whatever is in them. */
function nameOf(group: LiveGroup | ChatGroup): string {
  const parts = partsOf(group);
  return [group.kind, ...parts].map(encodeURIComponent).join('|');
}

function partsOf(group: LiveGroup | ChatGroup): readonly string[] {
  switch (group.kind) {
    case 'agent':
      return [group.tenantId, group.agentId];
    case 'figures':
      return [group.tenantId];
    case 'chat':
      return [group.threadId];
  }
}

/** All desks of a tenant are in it; nothing is said there, but it tells whether anybody listens. */
const desksOf = (tenantId: string): string => ['desks', tenantId].map(encodeURIComponent).join('|');

/** The stream of changes over Web PubSub. Each process is a writer of its own, so that numbers need no common counter. */
export function createWebPubSubStream({ endpoint, credential, clock }: WebPubSubOptions): LiveStream {
  const client = new WebPubSubServiceClient(endpoint, credential, HUB, {
    retryOptions: { maxRetries: 2, retryDelayInMs: 200 },
  });
  const number = createNumbering(randomUUID());
  const turns = new Map<string, Promise<void>>();

  async function send(name: string, updates: readonly LiveUpdate[]): Promise<void> {
    for (const part of inParts(updates))
      await client.group(name).sendToAll(number(name, part), { abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
  }

  return {
    isThere: true,
    async connect(group) {
      const expiresAt = clock.now() + TOKEN_MINUTES * MINUTE_MS;
      const { url } = await client.getClientAccessToken({
        groups: [nameOf(group), ...(group.kind === 'agent' ? [desksOf(group.tenantId)] : [])],
        expirationTimeInMinutes: TOKEN_MINUTES,
      });
      return { url, expiresAt };
    },
    hasDesks: (tenantId) => client.groupExists(desksOf(tenantId), { abortSignal: AbortSignal.timeout(TIMEOUT_MS) }),
    async tellChat(threadId, news) {
      const name = nameOf({ kind: 'chat', threadId });
      await client.group(name).sendToAll(news, { abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
    },
    // One after another for each group: what comes in order is applied without waiting for anything.
    publish(group, updates) {
      const name = nameOf(group);
      const sent = (turns.get(name) ?? Promise.resolve()).catch(() => undefined).then(() => send(name, updates));
      turns.set(name, sent);
      void sent.catch(() => undefined).then(() => turns.get(name) === sent && turns.delete(name));
      return sent;
    },
  };
}

/** A stamp without Web PubSub: its desks ask instead of being told. */
export const noLiveStream = (refuse: () => Error): LiveStream => ({
  isThere: false,
  connect: () => Promise.reject(refuse()),
  hasDesks: () => Promise.resolve(false),
  publish: () => Promise.resolve(),
  tellChat: () => Promise.resolve(),
});
