import { compare } from './support/compare';
import { openCompany, type Company, type Told } from './support/company';
import { brokenPromises } from './support/promises';
import type { Channel, Seen } from './support/seen';

jest.setTimeout(600_000);

interface HostState {
  readonly name: string;
  readonly served: number;
}

/** Two of each who write, so that something is under way whenever a host goes. */
const LOAD: readonly Channel[] = ['phone', 'chat', 'sms', 'email', 'chat', 'sms'];
const HOSTS = ['host-1', 'host-2'] as const;

describe('two hosts of one app', () => {
  let company: Company;
  let undisturbed: Told;
  beforeAll(async () => {
    company = await openCompany(['--hosts', String(HOSTS.length)]);
  });
  afterAll(() => company.stage.stop());

  const hosts = async () => (await company.stage.simulator.get<{ hosts: HostState[] }>('/_local/host')).hosts;
  /** Of each interaction that has ended, how often it came into a queue. */
  const visits = async () => {
    const events = await company.stage.query<{ interactionId: string; events: { type: string }[] }>(
      'interactions',
      "SELECT c.interactionId, c.events FROM c WHERE c.kind = 'events'",
    );
    const queued = new Map<string, number>();
    for (const { interactionId, events: ofWrite } of events)
      queued.set(
        interactionId,
        (queued.get(interactionId) ?? 0) + ofWrite.filter(({ type }) => type === 'queued').length,
      );
    return queued;
  };

  test('requests, events and durable functions go to both, and the customers see nothing of it', async () => {
    undisturbed = await company.tell({ channels: LOAD, kills: [] });
    const served = (await hosts()).map((host) => host.served);
    expect(Math.min(...served)).toBeGreaterThan(50);
    expect(await brokenPromises(company.stage)).toEqual([]);
  });

  test('are replaced one after the other under load: nobody is dropped, doubled or queued again', async () => {
    const { stage } = company;
    const before = await visits();
    let replaced = 0;
    let isOver = false;
    const rolled = company
      .tell({ channels: LOAD, kills: [] }, async () => {
        // On and on while there is load: each process is gone several times.
        for (let turn = 0; !isOver || turn < HOSTS.length; turn += 1) {
          await stage.simulator.post('/_local/host/replace', { name: HOSTS[turn % HOSTS.length] });
          replaced += 1;
          isOver = (await stage.query<number>('interactions', OPEN))[0] === 0;
        }
      })
      .finally(() => (isOver = true));
    const { seen } = await rolled;
    expect(replaced).toBeGreaterThanOrEqual(HOSTS.length);
    const reference = new Map<Channel, Seen>(undisturbed.seen);
    const compared = seen.map(([channel, one]) => compare(channel, one, reference.get(channel)!, []));
    expect(compared.flatMap(({ differences }) => differences)).toEqual([]);
    const after = [...(await visits())].filter(([interactionId]) => !before.has(interactionId));
    expect(after.map(([, count]) => count).sort()).toEqual([...before.values()].sort());
    await stage.pass(90_000);
    expect(await brokenPromises(stage)).toEqual([]);
  });
});

const OPEN = "SELECT VALUE COUNT(1) FROM c WHERE c.kind = 'snapshot' AND c.interaction.phase.name != 'closed'";
