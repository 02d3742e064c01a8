import type { TokenCredential } from '@azure/core-auth';
import type { Fetch } from '../../../shared/teams/connector';
import type { DeskOutage } from './agent-desk';

export interface StubActivity {
  readonly id: string;
  readonly conversationId: string;
  readonly channelData?: { readonly switchboardMessageId?: string; readonly switchboardInteractionId?: string };
}

export interface ConnectorStub {
  readonly credential: TokenCredential;
  readonly fetch: Fetch;
  readonly requests: readonly { readonly method: string; readonly url: string; readonly authorization: string }[];
  activities(): readonly StubActivity[];
  fail(how: DeskOutage): void;
}

const json = (status: number, body: object) => new Response(JSON.stringify(body), { status });

/** Stands for the Bot connector: 1:1 chats and their activities. */
export function createConnectorStub(): ConnectorStub {
  const activities = new Map<string, StubActivity>();
  const requests: { method: string; url: string; authorization: string }[] = [];
  let outage: DeskOutage = null;
  return {
    credential: {
      getToken: async (scopes) => ({ token: `token for ${String(scopes)}`, expiresOnTimestamp: Number.MAX_VALUE }),
    },
    requests,
    activities: () => [...activities.values()],
    fail: (how) => {
      outage = how;
    },
    fetch: async (url, init) => {
      const method = init.method ?? 'GET';
      requests.push({ method, url, authorization: new Headers(init.headers).get('authorization') ?? '' });
      if (outage === 'unreachable') return json(403, { error: { code: 'MessageWritesBlocked' } });
      if (outage === 'outage') throw new TypeError('fetch failed');
      const [, conversation, activityId] =
        /\/v3\/conversations(?:\/([^/]+)\/activities(?:\/([^/]+))?)?$/.exec(url) ?? [];
      if (conversation === undefined) return json(201, { id: 'a:chat with Ada' });
      const conversationId = decodeURIComponent(conversation);
      const id = activityId ?? String(activities.size + 1);
      if (method === 'PUT' && !activities.has(id)) return json(404, { error: { code: 'ActivityNotFound' } });
      activities.set(id, { ...((await new Response(init.body).json()) as object), id, conversationId });
      return json(method === 'PUT' ? 200 : 201, { id });
    },
  };
}
