import fc from 'fast-check';
import { createOwnChat } from '../shared/channels/chat';
import { tenantIdOf, type TenantId } from '../shared/core/lib/ids';
import { publishConfig } from '../shared/flows/admin/publish-config';
import { assignNow, tickShards } from '../shared/flows/routing/tick-shards';
import type { TokenIssuer } from '../tests/contracts/fakes/token-issuer';
import { contosoFiles, createWorld, type World } from '../tests/contracts/fakes/world';
import type { App } from './compose';
import { appOn, CONTOSO, personBy } from './http.testsuite';

/** An organisation of the stamp, and words that only its own people and customers use. */
export interface Side {
  readonly tenantId: TenantId;
  readonly shardId: string;
  readonly entryPoint: string;
  readonly directory: string;
  readonly agentObjectId: string;
  readonly word: string;
}

const FABRIKAM = '0fab0000-0000-4000-8000-000000000001';

export const SIDES: readonly [Side, Side] = [
  {
    tenantId: tenantIdOf('contoso'),
    shardId: 'contoso-main',
    entryPoint: 'contoso-chat',
    directory: CONTOSO,
    agentObjectId: '0c0a5050-0000-4000-8000-0000000000a3',
    word: 'amaryllis',
  },
  {
    tenantId: tenantIdOf('fabrikam'),
    shardId: 'fabrikam-main',
    entryPoint: 'fabrikam-chat',
    directory: FABRIKAM,
    agentObjectId: '0fab0000-0000-4000-8000-0000000000a3',
    word: 'begonia',
  },
];

/** The second organisation has queues and agents of the same ids as the first: only the tenant tells them apart. */
const fabrikamFiles = () =>
  contosoFiles().map(({ name, content }) => ({
    name,
    content: content
      .replaceAll('contoso', 'fabrikam')
      .replaceAll('Contoso', 'Fabrikam')
      .replaceAll('0c0a5050-', '0fab0000-')
      .replaceAll('+142555501', '+142555502'),
  }));

/** One app that serves both, with a chat of its own. */
export async function stampOfTwo(issuer: TokenIssuer): Promise<{ readonly app: App; readonly world: World }> {
  const world = await createWorld();
  const app = appOn(world, issuer);
  const own = createOwnChat({
    ...{ log: world.deps.threadLog, clock: world.deps.clock, sign: app.customers.sign },
    tell: async () => undefined,
  });
  const deps = { ...world.deps, chat: own.sender, chatThreads: own.threads };
  await publishConfig(deps, {
    ...{ tenantId: SIDES[1].tenantId, files: fabrikamFiles(), ofDirectory: null, expectedVersion: 0 },
    ...{ author: { id: 'tests', name: null }, reason: 'The other one begins.' },
  });
  await tickShards(deps);
  return { app: { ...app, deps }, world };
}

export const offerWork = ({ deps }: App, { tenantId, shardId }: Side): Promise<void> =>
  assignNow(deps, tenantId, shardId);

/** Good tokens of a side's people. */
export async function tokensOf(issuer: TokenIssuer, { directory, agentObjectId }: Side) {
  const iss = `https://login.microsoftonline.com/${directory}/v2.0`;
  const by = (objectId: string, roles: readonly string[]) => personBy(issuer, objectId, { iss, tid: directory, roles });
  return {
    agent: await by(agentObjectId, ['Switchboard.Agent']),
    supervisor: await by('sofia', ['Switchboard.Supervisor']),
    admin: await by('amelia', ['Switchboard.Admin']),
  };
}

/** What somebody of a side does next. `nth` picks among what there is. */
export type Step =
  | { readonly name: 'start' | 'ready' | 'offer' | 'accept' | 'look' }
  | { readonly name: 'write' | 'read' | 'reply' | 'note' | 'park' | 'complete'; readonly nth: number };

const nth = fc.nat({ max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ name: fc.constantFrom('start' as const, 'offer' as const, 'accept' as const, 'look' as const) }),
  fc.record({
    name: fc.constantFrom('write' as const, 'read' as const, 'reply' as const, 'note' as const),
    nth,
  }),
  fc.record({ name: fc.constantFrom('park' as const, 'complete' as const), nth }),
);

/** Steps of both, in any order; each side begins with a chat that its agent has. */
export const interleaving: fc.Arbitrary<readonly { readonly side: 0 | 1; readonly step: Step }[]> = fc
  .array(fc.record({ side: fc.constantFrom(0 as const, 1 as const), step }), { minLength: 6, maxLength: 16 })
  .map((steps) => [...([0, 1] as const).flatMap((side) => OPENING.map((one) => ({ side, step: one }))), ...steps]);

const OPENING: readonly Step[] = [
  { name: 'ready' },
  { name: 'start' },
  { name: 'write', nth: 0 },
  { name: 'offer' },
  { name: 'accept' },
];
