import { CosmosClient } from '@azure/cosmos';
import type { Endpoints } from '../local/setup/endpoints';
import { createAgent, type Agent, type Offer } from './people/agent';
import { createSimulator, type Simulator } from './simulator';
import { storedIn, type Stored } from './stored';
import { NOTHING_SUFFERED, type Suffered } from './suffered';
import { createTimelines } from './timelines';

export interface Offered {
  readonly agent: Agent;
  readonly offer: Offer;
}

/** The people of the demo and what moves them: no part of the product, only its API, the simulator's and the vendors' SDKs. */
export interface World {
  readonly endpoints: Endpoints;
  readonly simulator: Simulator;
  readonly stored: Stored;
  readonly agents: readonly Agent[];
  now(): Promise<number>;
  /** Steps the clock, waits until all that is under way is done, and tells what happened. */
  pass(ms: number): Promise<void>;
  /** Steps the clock, or lets time pass by `wait`, until an agent other than `not` is offered something. */
  offered(not?: Agent, wait?: (ms: number) => Promise<void>): Promise<Offered>;
  /** What has gone wrong since the beginning. */
  suffered(): Promise<Suffered>;
  /** The other of the two agents. */
  other(agent: Agent): Agent;
  close(): void;
}

const STEP_MS = 2_000;
/** Agents whose desk is silent for three minutes count as gone. */
const HEARTBEAT_EVERY_MS = 60_000;
const OFFERED_WITHIN_MS = 120_000;

export function createWorld(endpoints: Endpoints, agentIds: readonly string[], say: (line: string) => void): World {
  const simulator = createSimulator(endpoints.console.endpoint);
  const cosmos = new CosmosClient({ endpoint: endpoints.cosmos.endpoint, key: endpoints.cosmos.key });
  const stored = storedIn(cosmos, endpoints.cosmos.database);
  const timelines = createTimelines(stored, say);
  const agents = agentIds.map((id) => createAgent(simulator, id));
  let silentMs = 0;

  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= HEARTBEAT_EVERY_MS) {
      const step = Math.min(left, HEARTBEAT_EVERY_MS);
      silentMs += step;
      if (silentMs >= HEARTBEAT_EVERY_MS) {
        silentMs = 0;
        await Promise.all(agents.map((agent) => agent.heartbeat()));
      }
      await simulator.post('/_local/clock', { byMs: step });
    }
    await timelines.tell();
  }

  async function offeredNow(not: Agent | undefined): Promise<Offered | undefined> {
    for (const agent of agents) {
      const offer = agent === not ? undefined : (await agent.offers())[0];
      if (offer !== undefined) return { agent, offer };
    }
    return undefined;
  }

  return {
    endpoints,
    simulator,
    stored,
    agents,
    pass,
    now: async () => (await simulator.get<{ now: number }>('/_local/clock')).now,
    async offered(not, wait = pass) {
      for (let passed = 0; passed <= OFFERED_WITHIN_MS; passed += STEP_MS) {
        const found = await offeredNow(not);
        if (found !== undefined) return found;
        await wait(STEP_MS);
      }
      throw new Error(`Nobody was offered anything within ${OFFERED_WITHIN_MS / 1000} s.`);
    },
    suffered: async () => NOTHING_SUFFERED,
    other: (agent) => agents.find((one) => one !== agent) ?? agent,
    close: () => cosmos.dispose(),
  };
}
