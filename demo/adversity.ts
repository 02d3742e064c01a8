import type { Suffered } from './suffered';
import type { World } from './world';

/** At the first request that is at the point (`local/setup/crash-points.ts`), the functions host dies. */
const KILLS = ['interactionOpened', 'smsSent'] as const;
/** What a death leaves undone is made good by retries, claims that run out and sweeps. */
const RECOVERY_MS = 60_000;

/** More than a demo makes. */
const ALL_EVENTS = 100_000;

const always = (share: number) => ({ kind: 'share', share });

const RULES = [
  { service: 'Event Grid deliveries', fault: { kind: 'duplicate' }, extent: always(0.25) },
  { service: 'Cosmos DB', fault: { kind: 'refuse', status: 429, retryAfterMs: 20 }, extent: always(0.08) },
  {
    service: 'Communication Services',
    operation: 'POST /chat/threads/*/messages',
    fault: { kind: 'refuse', status: 429, retryAfterMs: 20 },
    extent: always(0.1),
  },
];
const REORDERED = { repeatShare: 0.1, reorderShare: 0.25, delayMs: { least: 0, most: 500 } };

/** The same world on a bad day: repeated and reordered events, storms of 429, and two kill -9 of the functions host. */
export interface Adversity {
  readonly world: World;
  /** What went wrong, told once the stories are over; the rules are taken back. */
  end(): Promise<string>;
}

interface HostSeen {
  readonly isRunning: boolean;
  readonly kills: readonly { readonly point: string }[];
}

interface RuleSeen {
  readonly hits: number;
  readonly service: string;
}

interface EventSeen {
  readonly deliveries: readonly { readonly attempts: readonly { readonly repeat: boolean }[] }[];
}

export async function underAdversity(world: World, say: (line: string) => void, seed: number): Promise<Adversity> {
  const { simulator } = world;
  let left: readonly string[] = KILLS;
  let deaths = 0;

  const arm = (points: readonly string[]): Promise<void> =>
    simulator.post('/_local/host/kill-at', { kills: points.map((point) => ({ point })) });

  async function revive(): Promise<boolean> {
    const { isRunning, kills } = await simulator.get<HostSeen>('/_local/host');
    if (isRunning) return false;
    const still = kills.map(({ point }) => point);
    const reached = left.filter((point) => !still.includes(point));
    left = still;
    say(`          kill -9 of the functions host at ${reached.join(', ')}; it is started again`);
    deaths += 1;
    await simulator.post('/_local/host/start');
    return true;
  }

  async function pass(ms: number): Promise<void> {
    const failure = await world.pass(ms).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    const died = await revive();
    if (failure !== undefined && !died) throw failure;
    if (died) await pass(RECOVERY_MS);
  }

  const rulesSeen = async () => (await simulator.get<{ rules: readonly RuleSeen[] }>('/_local/faults')).rules;

  async function suffered(): Promise<Suffered> {
    const rules = await rulesSeen();
    const hitsOf = (name: string) => rules.find(({ service }) => service === name)?.hits ?? 0;
    const { events } = await simulator.get<{ events: readonly EventSeen[] }>(`/_local/events?limit=${ALL_EVENTS}`);
    const attempts = events.flatMap(({ deliveries }) => deliveries.flatMap((delivery) => delivery.attempts));
    const repeats = attempts.filter(({ repeat }) => repeat).length + hitsOf('Event Grid deliveries');
    return { repeats, deaths, refusals: hitsOf('Communication Services') };
  }

  await simulator.post('/_local/faults', { seed, rules: RULES });
  await simulator.post('/_local/events/disturb', REORDERED);
  await arm(KILLS);
  return {
    world: { ...world, pass, suffered, offered: (not) => world.offered(not, pass) },
    async end() {
      const rules = await rulesSeen();
      await simulator.post('/_local/faults/clear');
      await arm([]);
      await simulator.post('/_local/events/disturb', {
        repeatShare: 0,
        reorderShare: 0,
        delayMs: { least: 0, most: 0 },
      });
      const told = rules.map(({ hits, service }) => `${hits} faults of ${service}`);
      return [...told, `${deaths} kill -9 of the functions host`].join(', ');
    },
  };
}
