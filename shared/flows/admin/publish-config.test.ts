import { contosoFiles, createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { agentIdOf, tenantIdOf } from '../../core/lib/ids';
import { agentWork } from '../agents/agent-work';
import { setAgentState } from '../agents/set-agent-state';
import { receiveSms } from '../inbound/receive-sms';
import type { Deps } from '../lib/deps';
import { tickShards } from '../routing/tick-shards';
import { previewConfig } from './preview-config';
import { publishConfig, restoreConfig, type PublishRequest } from './publish-config';

let world: World;
let texts = 0;
beforeEach(async () => {
  world = await createWorld();
});

type Files = PublishRequest['files'];
const edited = (from: string, to: string, files: Files = contosoFiles()): Files => {
  const next = files.map(({ name, content }) => ({ name, content: content.replace(from, to) }));
  if (JSON.stringify(next) === JSON.stringify(files)) throw new Error(`Nothing of the files is '${from}'.`);
  return next;
};

/** Cameron, who repairs, sells too. */
const cameronSells = () =>
  edited(
    'skills: [{ skill: technical, proficiency: 7 }]\n    queues: [support]',
    'skills: [{ skill: technical, proficiency: 7 }, { skill: sales, proficiency: 1 }]\n    queues: [support, sales]',
  );

const request = (files: Files, expectedVersion: number | null = null): PublishRequest => ({
  tenantId: TENANT,
  files,
  ofDirectory: null,
  author: { id: 'sofia@contoso', name: 'Sofia' },
  reason: 'A quiet day in support.',
  expectedVersion,
});

/** A customer texts that they want to buy: sales takes them, and nobody of sales is there. */
async function customerWaitsForSales(): Promise<void> {
  await setAgentState(world.deps, TENANT, agentIdOf('adele'), { kind: 'notReady', reason: 'lunch' });
  await receiveSms(world.deps, {
    sourceId: `sms-${(texts += 1)}`,
    customerAddress: '+14255550177',
    ourAddress: '+14255550101',
    externalRef: 'text',
    keyword: 'none',
    text: 'buy',
    sentAt: world.deps.clock.now(),
  });
}

const offered = async (agentId: string) => (await agentWork(world.deps, TENANT, agentIdOf(agentId))).offers.length;

test('a customer who waits is offered to the agent of a new version within two seconds, by any process', async () => {
  const cameron = await world.ready('cameron');
  await customerWaitsForSales();
  await world.pass(1_000);
  expect(await offered(cameron)).toBe(0);
  await publishConfig(world.otherProcess(), request(cameronSells(), 1));
  await world.pass(1_000);
  expect(await offered(cameron)).toBe(1);
});

test('a restored version takes back what agents could do, and tells whose files it has', async () => {
  const cameron = await world.ready('cameron');
  await publishConfig(world.deps, request(cameronSells()));
  await world.pass(1_000);
  expect(await restoreConfig(world.deps, { ...request([]), version: 1 })).toEqual({ version: 3, changed: true });
  await world.pass(1_000);
  await customerWaitsForSales();
  await world.pass(1_000);
  expect(await offered(cameron)).toBe(0);
  const [newest] = await world.deps.configStore.history(TENANT, 1);
  expect(newest).toMatchObject({ version: 3, change: { author: { name: 'Sofia' }, replaces: 2, restores: 1 } });
});

test('an agent whom a version does not have any more is signed out', async () => {
  const enrico = await world.ready('enrico');
  const text = contosoFiles().find(({ name }) => name === 'agents.yaml')!.content;
  const gone = text.slice(text.indexOf('  # Helps out in support'));
  await publishConfig(world.deps, request(edited(gone, '')));
  await world.pass(1_000);
  const shard = { tenantId: TENANT, shardId: 'contoso-main' as never };
  expect(await world.deps.shards.ask(shard, (state) => state.agents.has(enrico))).toBe(false);
});

test('who expects another version to be live is told so', async () => {
  await publishConfig(world.deps, request(cameronSells(), 1));
  const late = publishConfig(world.deps, request(contosoFiles(), 1));
  await expect(late).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('Version 2 is live') });
});

test('of two who publish at once one wins and the other is told', async () => {
  const both = await Promise.allSettled([
    publishConfig(world.deps, request(cameronSells(), 1)),
    publishConfig(world.otherProcess(), request(edited('maxWait: 10 min', 'maxWait: 5 min'), 1)),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'refused' } });
});

describe('numbers', () => {
  const fabrikam = () =>
    contosoFiles().map(({ name, content }) => ({
      name,
      content: content.replace('id: contoso\n', 'id: fabrikam\n'),
    }));
  const asFabrikam = (files: Files) => ({ ...request(files), tenantId: tenantIdOf('fabrikam') });

  test('of another tenant are refused at their line', async () => {
    const refused = publishConfig(world.deps, asFabrikam(fabrikam()));
    await expect(refused).rejects.toMatchObject({
      code: 'invalid',
      details: [
        {
          path: 'entry-points.yaml:4 entryPoints[0].address',
          message: "'+14255550100' belongs to another tenant",
        },
      ],
    });
    expect(await world.deps.configStore.liveVersion(tenantIdOf('fabrikam'))).toBeUndefined();
  });

  test('that their tenant has given up can be another’s', async () => {
    const others = (digit: string) => (files: Files) =>
      files.map(({ name, content }) => ({
        name,
        content: content
          .replaceAll('+142555501', `+142555502${digit}`.slice(0, 10))
          .replace('help@contoso', 'post@contoso'),
      }));
    await publishConfig(world.deps, request(others('0')(contosoFiles())));
    expect(await publishConfig(world.deps, asFabrikam(fabrikam()))).toMatchObject({ version: 1 });
    const owner = await world.deps.addresses.find('+14255550100');
    expect(owner?.tenantId).toBe('fabrikam');
  });

  test('take calls and texts by one number, each by its own flow', async () => {
    await publishConfig(world.deps, request(edited("address: '+14255550100'", "address: '+14255550101'")));
    await world.pass(1_000);
    await customerWaitsForSales();
    expect(world.warnings).toEqual([]);
    const owner = await world.deps.addresses.find('+14255550101');
    expect(owner?.tenantId).toBe(TENANT);
  });
});

describe('a process that dies', () => {
  /** The stores of a process that dies with its nth write, before or after that is durable. */
  function dying(nth: number, moment: 'before' | 'after'): Deps {
    let left = nth;
    const write =
      <Args extends readonly unknown[], Answer>(act: (...args: Args) => Promise<Answer>) =>
      async (...args: Args): Promise<Answer> => {
        left -= 1;
        if (left < 0 || (left === 0 && moment === 'before')) throw new Error('killed');
        const answer = await act(...args);
        if (left === 0) throw new Error('killed');
        return answer;
      };
    const { configStore, addresses } = world.deps;
    return {
      ...world.deps,
      configStore: { ...configStore, publish: write(configStore.publish) },
      addresses: { ...addresses, claim: write(addresses.claim) },
    };
  }

  test.each([
    [1, 'before', 1],
    [1, 'after', 1],
    [2, 'before', 1],
    [2, 'after', 2],
  ] as const)(
    'with write %i, %s it, leaves version %i live, and the next one goes through',
    async (nth, moment, live) => {
      const files = edited("address: '+14255550100'", "address: '+14255550199'", cameronSells());
      await expect(publishConfig(dying(nth, moment), request(files, 1))).rejects.toThrow('killed');
      expect(await world.deps.configStore.liveVersion(TENANT)).toBe(live);
      await world.pass(1_000);
      const again = await publishConfig(world.deps, request(files));
      expect(again).toEqual({ version: 2, changed: live === 1 });
    },
  );
});

test('a preview says what a version would do, and does nothing', async () => {
  const cameron = await world.ready('cameron');
  await customerWaitsForSales();
  await world.pass(1_000);
  expect(await previewConfig(world.deps, TENANT, cameronSells())).toEqual({
    liveVersion: 1,
    queues: [{ queueId: 'sales', waiting: 1, offered: 1, stranded: { before: 0, after: 0 }, isGone: false }],
    signedOut: [],
  });
  const withoutAdele = edited('queues: [sales]\n  - id: bianca', 'queues: [support]\n  - id: bianca');
  expect((await previewConfig(world.deps, TENANT, withoutAdele)).queues).toMatchObject([
    { queueId: 'sales', offered: 0, stranded: { before: 0, after: 1 } },
  ]);
  await tickShards(world.deps);
  expect(await offered(cameron)).toBe(0);
  expect(await world.deps.configStore.liveVersion(TENANT)).toBe(1);
});
