import type { Clock } from '../kit/clock';
import { createAgent, type SimulatedAgent } from './agent';
import { createCustomer, type SimulatedCustomer } from './customer';
import type { ScenarioName } from './days';
import type { Script } from './lines';
import { NotNow, type Office } from './office';
import type { Programme } from './programme';
import type { Stretch } from './scenario';
import { createWishes } from './wishes';

/** Who is at work, and what they work with. */
export interface ScenarioOptions {
  readonly office: Office;
  readonly clock: Clock;
  readonly programme: Programme;
  readonly agents: readonly { readonly agentId: string; readonly name: string }[];
  /** The seat that is left for a person. */
  readonly freeAgentId: string;
  readonly isTaken: (agentId: string) => boolean;
  /** What shows in an agent's Teams: another one each time that something is new. */
  readonly badgeOf: (agentId: string) => string;
  /** Told after each turn how much real time it took. */
  readonly onTurn: (tookMs: number) => Promise<void>;
}

/** Simulated customers and agents at work. */
export interface Scenarios {
  /** From now on customers come as the scenario says, and everybody has turns, until it is stopped. */
  startLive(): void;
  /** One turn for everybody, agents first. */
  turn(): Promise<void>;
  /** A customer comes now. */
  arrive(script: Script): void;
  /** Customers that are not done yet. */
  underWay(): number;
  /** Another scenario begins now; what the last one had broken works again. */
  play(name: ScenarioName): Promise<void>;
  /** Many at once, over all channels. */
  rush(): void;
  /** A customer calls, and the agent who is rung has voicemail take it. */
  missToVoicemail(): void;
  stop(): void;
}

const TURN_MS = 2_000;
const RUSH = 10;
/** The same customers are hit each time. */
const SEED = 1;

export function createScenarios(options: ScenarioOptions): Scenarios {
  const { office, clock, programme, onTurn } = options;
  const names = options.agents.map(({ name }) => name);
  let customers: SimulatedCustomer[] = [];
  let voicemails = 0;
  let isStopped = false;
  const agents = staffOf(options, () => voicemails > 0 && (voicemails -= 1) >= 0);

  const arrive = (script: Script) => void customers.push(createCustomer(office, script, names));
  const nextScript = createWishes();

  async function turn(): Promise<void> {
    await Promise.all(agents.map((agent) => attempt(() => agent.turn())));
    await Promise.all(customers.map((customer) => attempt(() => customer.turn())));
    customers = customers.filter((customer) => !customer.isDone());
  }

  async function liveTurn(): Promise<void> {
    if (isStopped) return;
    const began = performance.now();
    const { comers, began: stretch } = programme.goOn();
    if (stretch !== null) await attempt(() => breakFor(office, stretch));
    const room = Math.max(0, programme.scenario().mostAtOnce - customers.length);
    for (const channel of comers.slice(0, room)) arrive(nextScript(channel));
    await turn();
    await onTurn(performance.now() - began);
    clock.after(TURN_MS, liveTurn, { lazy: true });
  }

  return {
    startLive: () => void clock.after(0, liveTurn, { lazy: true }),
    turn,
    arrive,
    underWay: () => customers.length,
    async play(name) {
      if (programme.phase().faults.length > 0) await office.post('faults/clear');
      programme.play(name);
    },
    rush: () => Array.from({ length: RUSH }).forEach(() => arrive(nextScript())),
    missToVoicemail() {
      voicemails = 1;
      arrive(nextScript('voice'));
    },
    stop: () => void (isStopped = true),
  };
}

/** Everybody but whose seat is left for a person. */
function staffOf(options: ScenarioOptions, takesVoicemail: () => boolean): readonly SimulatedAgent[] {
  const { office, programme, freeAgentId, isTaken, badgeOf } = options;
  return options.agents
    .filter(({ agentId }) => agentId !== freeAgentId)
    .map(({ agentId, name }) =>
      createAgent({
        ...{ office, agentId, name, takesVoicemail },
        isAway: () => isTaken(agentId),
        badge: () => badgeOf(agentId),
        isAtWork() {
          const { agents } = programme.phase();
          return agents === 'all' || agents.includes(agentId);
        },
        pace: () => programme.scenario().pace,
      }),
    );
}

/** Breaks what the phase has broken, for as long as it lasts. */
async function breakFor(office: Office, { phase, leftMs }: Stretch): Promise<void> {
  if (phase.faults.length === 0) return;
  const rules = phase.faults.map((fault) => ({ ...fault, extent: { kind: 'time', forMs: leftMs } }));
  await office.post('faults', { seed: SEED, rules });
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
