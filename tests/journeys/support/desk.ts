import { WebSocket } from 'ws';
import { agentSnapshot } from '../../../shared/contracts/live';
import { followAgent } from '../../../web/live/agent-stream';
import { NOTHING, type Picture } from '../../../web/live/picture';
import type { SocketClass } from '../../../web/live/socket';
import type { Stage } from './stage';
import { tokenOf } from './tokens';

/** An agent's desk that is told what changes; it never asks but for the snapshot. */
export interface OpenDesk {
  /** How often it asked. */
  loads(): number;
  /** Waits until what is shown is as asked for. */
  shows<T>(look: (picture: Picture) => T | undefined): Promise<T>;
  close(): void;
}

export async function openDesk(stage: Stage, agent: string): Promise<OpenDesk> {
  const token = await tokenOf(stage, agent);
  const ask = async (method: string, path: string): Promise<unknown> => {
    const response = await fetch(`${stage.running.endpoints.functions.endpoint}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  let picture: Picture = NOTHING;
  let loads = 0;
  const waiting: (() => void)[] = [];
  const listening = followAgent({
    negotiate: async () => ((await ask('POST', '/live/agent')) as { url: string }).url,
    loadSnapshot: async () => {
      loads += 1;
      return agentSnapshot.parse(await ask('GET', '/live/agent/snapshot'));
    },
    onPicture: (next) => {
      picture = next;
      waiting.splice(0).forEach((resolve) => resolve());
    },
    WebSocket: WebSocket as unknown as SocketClass,
  });
  return {
    loads: () => loads,
    async shows(look) {
      for (;;) {
        const found = look(picture);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    close: () => listening.close(),
  };
}
