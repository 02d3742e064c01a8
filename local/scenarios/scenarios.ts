import type { Clock } from '../kit/clock';
import { createAgent, type SimulatedAgent } from './agent';
import { createCustomer, type SimulatedCustomer } from './customer';
import { SCRIPTS, type Script } from './lines';
import { NotNow, type Office } from './office';

export interface ScenarioOptions {
  readonly office: Office;
  readonly clock: Clock;
  readonly agents: readonly { readonly agentId: string; readonly name: string }[];
  /** The seat that is left for a person. */
  readonly freeAgentId: string;
  readonly isTaken: (agentId: string) => boolean;
}

/** Simulated customers and agents at work. */
export interface Scenarios {
  /** From now on customers come, and everybody has turns, until it is stopped. */
  startLive(): void;
  /** One turn for everybody, agents first. */
  turn(): Promise<void>;
  /** A customer comes now. */
  arrive(script: Script): void;
  /** Customers that are not done yet. */
  underWay(): number;
  /** Monday morning: many at once, over all channels. */
  rush(): void;
  /** A customer calls, and the agent who is rung has voicemail take it. */
  missToVoicemail(): void;
  stop(): void;
}

const TURN_MS = 2_000;
const RUSH = 10;
/** Few enough for a page to be followed, many enough for something to happen all the time. */
const MOST_AT_ONCE = 3;
const BETWEEN_ARRIVALS_MS = 25_000;

export function createScenarios(options: ScenarioOptions): Scenarios {
  const { office, clock, freeAgentId, isTaken } = options;
  const names = options.agents.map(({ name }) => name);
  let customers: SimulatedCustomer[] = [];
  let voicemails = 0;
  let arrivedAt = 0;
  let isStopped = false;
  const agents: readonly SimulatedAgent[] = options.agents
    .filter(({ agentId }) => agentId !== freeAgentId)
    .map(({ agentId, name }) =>
      createAgent({
        ...{ office, agentId, name },
        isAway: () => isTaken(agentId),
        takesVoicemail: () => voicemails > 0 && (voicemails -= 1) >= 0,
      }),
    );

  const arrive = (script: Script) => void customers.push(createCustomer(office, script, names));
  const nextScript = createWishes();

  async function turn(): Promise<void> {
    await Promise.all(agents.map((agent) => attempt(() => agent.turn())));
    await Promise.all(customers.map((customer) => attempt(() => customer.turn())));
    customers = customers.filter((customer) => !customer.isDone());
  }

  async function liveTurn(): Promise<void> {
    if (isStopped) return;
    if (customers.length < MOST_AT_ONCE && clock.now() - arrivedAt >= BETWEEN_ARRIVALS_MS) {
      arrivedAt = clock.now();
      arrive(nextScript());
    }
    await turn();
    clock.after(TURN_MS, liveTurn, { lazy: true });
  }

  return {
    startLive: () => void clock.after(0, liveTurn, { lazy: true }),
    turn,
    arrive,
    underWay: () => customers.length,
    rush: () => Array.from({ length: RUSH }).forEach(() => arrive(nextScript())),
    missToVoicemail() {
      voicemails = 1;
      arrive(nextScript('voice'));
    },
    stop: () => void (isStopped = true),
  };
}

/** Wishes come in turn; asked for a channel, the next one of it. */
function createWishes(): (wanted?: Script['channel']) => Script {
  let next = 0;
  return (wanted) => {
    for (;;) {
      const script = SCRIPTS[next % SCRIPTS.length];
      next += 1;
      if (script !== undefined && (wanted === undefined || script.channel === wanted)) return somebody(script, next);
    }
  };
}

/** Numbers that are kept for fiction: https://en.wikipedia.org/wiki/555_(telephone_number). */
const FIRST_NUMBER = 50;
const NUMBERS = 50;

/** Another customer with the same wishes: who comes again while the last one is still there must not be taken for them. */
function somebody(script: Script, count: number): Script {
  const address =
    script.channel === 'email'
      ? script.address.replace('@', `.${count}@`)
      : `+142555501${FIRST_NUMBER + (count % NUMBERS)}`;
  return { ...script, address };
}

/** Somebody could not do what they wanted, or the host is down just now: their next turn comes. */
async function attempt(turn: () => Promise<void>): Promise<void> {
  try {
    await turn();
  } catch (error) {
    if (error instanceof NotNow) return;
    process.stderr.write(
      `simulated people: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  }
}
