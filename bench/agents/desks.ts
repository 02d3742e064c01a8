import { WebSocket } from 'ws';
import { agentSnapshot } from '../../shared/contracts/live';
import { followAgent } from '../../web/live/agent-stream';
import type { Picture } from '../../web/live/picture';
import type { SocketClass } from '../../web/live/socket';
import { request, type Simulator } from '../../demo/simulator';
import type { BenchAgent } from './organisation';

const HEARTBEAT_EVERY_MS = 60_000;

/** An agent who is signed in, with an open desk. */
export interface SignedIn {
  readonly id: string;
  accept(offerId: string): Promise<void>;
  complete(interactionId: string): Promise<void>;
  close(): void;
}

/** `onMessage`: the desk shows this text for the first time. */
export async function signIn(
  simulator: Simulator,
  api: string,
  { id }: BenchAgent,
  onMessage: (text: string) => void,
): Promise<SignedIn> {
  const { token } = await simulator.get<{ token: string }>(`/_local/people/${id}/token`);
  const ask = <T>(method: string, path: string, body?: object) =>
    request<T>(`${api}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  await ask('PUT', 'agent/state', { kind: 'ready' });
  const listening = followAgent({
    negotiate: async () => (await ask<{ url: string }>('POST', 'live/agent')).url,
    loadSnapshot: async () => agentSnapshot.parse(await ask('GET', 'live/agent/snapshot')),
    onPicture: newTexts(onMessage),
    WebSocket: WebSocket as unknown as SocketClass,
  });
  const beating = setInterval(() => void ask('POST', 'agent/heartbeat'), HEARTBEAT_EVERY_MS);
  return {
    id,
    accept: (offerId) => ask('POST', `agent/offers/${offerId}/accept`),
    complete: (interactionId) => ask('POST', `agent/interactions/${interactionId}/complete`, { wrapUpCode: 'solved' }),
    close() {
      clearInterval(beating);
      listening.close();
    },
  };
}

function newTexts(onMessage: (text: string) => void): (picture: Picture) => void {
  const seen = new Set<string>();
  return ({ messages }) => {
    for (const [interactionId, all] of messages)
      for (const [key, { text }] of all) {
        const id = `${interactionId}/${key}`;
        if (seen.has(id)) continue;
        seen.add(id);
        onMessage(text);
      }
  };
}
