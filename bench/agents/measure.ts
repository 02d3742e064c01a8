import { join } from 'node:path';
import { setTimeout as realTime } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createChatter, type Chatter } from '../../demo/people/customers';
import { createWorld, type World } from '../../demo/world';
import { launch, OPEN_AT } from '../../local/launch';
import { figure, machine, quantile } from '../figure';
import { signIn, type SignedIn } from './desks';
import { chatInstants, offerInstants, saidInstants } from './instants';
import { writeOrganisation } from './organisation';

const ROOT = join(__dirname, '../../..');
const CONFIG = 'config/contoso';
const WARM_UP = 6;
const TEXTS_EACH_WAY = 3;
const BEGIN_EVERY_MS = 500;
const WRITE_EVERY_MS = 1_000;
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 100;
const SIGN_IN_AT_ONCE = 10;

/** Offers and messages with so many agents signed in at open desks, on local Azure whose clock follows real time. */
async function measure(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      agents: { type: 'string', default: '200' },
      chats: { type: 'string', default: '60' },
    },
  });
  const { folder } = values;
  if (folder === undefined) throw new Error('Start it with `npm run bench:agents`.');
  machine();
  const organisation = join(folder, 'organisation');
  const agents = writeOrganisation(join(ROOT, CONFIG), organisation, Number(values.agents));
  const options = ['--quiet', '--at', OPEN_AT, '--organisation', organisation];
  const azure = await launch({ root: ROOT, folder: join(folder, 'azure'), tlsFolder: join(folder, 'tls'), options });
  const world = createWorld(azure.endpoints, [], () => undefined);
  const atDesks = new Map<string, number>();
  const behindMs = (await world.now()) - Date.now();
  const desks: SignedIn[] = [];
  try {
    const rest = [...agents];
    const oneAfterAnother = async () => {
      for (let next = rest.shift(); next !== undefined; next = rest.shift())
        desks.push(
          await signIn(world.simulator, azure.endpoints.functions.endpoint, next, (text) => {
            if (!atDesks.has(text)) atDesks.set(text, Date.now() + behindMs);
          }),
        );
    };
    await Promise.all(Array.from({ length: SIGN_IN_AT_ONCE }, oneAfterAnother));
    await conversations(world, desks, 'warm-up', WARM_UP);
    const from = await world.now();
    await conversations(world, desks, 'measured', Number(values.chats));
    await tellAll(world, desks, atDesks, from);
  } finally {
    desks.forEach((desk) => desk.close());
    world.close();
    await azure.stop();
  }
}

/** Customers come twice a second, are offered, taken at once, and both sides write by turns. */
async function conversations(world: World, desks: readonly SignedIn[], round: string, count: number): Promise<void> {
  const all: Promise<void>[] = [];
  for (let n = 0; n < count; n += 1) {
    all.push(conversation(world, desks, `${round} ${n}`));
    await realTime(BEGIN_EVERY_MS);
  }
  await Promise.all(all);
}

async function conversation(world: World, desks: readonly SignedIn[], n: string): Promise<void> {
  const customer = await createChatter(world.endpoints, `Customer ${n}`);
  await customer.write('My printer is broken');
  const { desk, offerId, interactionId } = await offered(world, desks, customer);
  await desk.accept(offerId);
  for (let turn = 0; turn < TEXTS_EACH_WAY; turn += 1) {
    await customer.write(`question ${n}/${turn}`);
    await realTime(WRITE_EVERY_MS);
    await world.simulator.post(`/_local/agents/${desk.id}/chat/messages`, { text: `answer ${n}/${turn}` });
    await realTime(WRITE_EVERY_MS);
  }
  await heard(customer, `answer ${n}/${TEXTS_EACH_WAY - 1}`);
  await desk.complete(interactionId);
}

interface Alerting {
  readonly phase: { readonly offerId?: string; readonly agentId?: string };
  readonly interactionId: string;
}

async function offered({ stored }: World, desks: readonly SignedIn[], customer: Chatter) {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    const [found] = await stored.query<Alerting>(
      'interactions',
      `SELECT c.interaction.phase, c.interaction.facts.interactionId FROM c WHERE c.kind = 'snapshot'
       AND c.interaction.facts.customerAddress = '${customer.address}'`,
    );
    const { offerId, agentId } = found?.phase ?? {};
    const desk = desks.find(({ id }) => id === agentId);
    if (found !== undefined && offerId !== undefined && desk !== undefined)
      return { desk, offerId, interactionId: found.interactionId };
    await realTime(LOOK_EVERY_MS);
  }
  throw new Error(`A chat was not offered within ${PATIENCE_MS / 1_000} s.`);
}

async function heard(customer: Chatter, text: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    if ((await customer.heard()).includes(text)) return;
    await realTime(LOOK_EVERY_MS);
  }
  throw new Error(`A customer did not hear an answer within ${PATIENCE_MS / 1_000} s.`);
}

async function tellAll(
  world: World,
  desks: readonly SignedIn[],
  atDesks: ReadonlyMap<string, number>,
  from: number,
): Promise<void> {
  const since = (instants: ReadonlyMap<string, number>) => new Map([...instants].filter(([, at]) => at >= from));
  const said = await saidInstants(world.simulator);
  const offers = await offerInstants(world.stored);
  const { cards, shown, wrote } = await chatInstants(
    world.simulator,
    desks.map(({ id }) => id),
  );
  const signedIn = desks.length;
  tell('offer in the journal to card in Teams', signedIn, between(since(offers), cards));
  tell("customer's text at Event Grid to the agent's chat in Teams", signedIn, between(since(questions(said)), shown));
  tell("customer's text at Event Grid to the agent's desk", signedIn, between(since(questions(said)), atDesks));
  tell(
    "agent's text in Teams to Event Grid's word that the customer's chat has it",
    signedIn,
    between(since(wrote), said),
  );
}

const questions = (said: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map([...said].filter(([text]) => text.startsWith('question')));

const between = (from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>): readonly number[] =>
  [...from].flatMap(([key, at]) => {
    const then = to.get(key);
    return then === undefined ? [] : [then - at];
  });

const tell = (name: string, signedIn: number, values: readonly number[]): void =>
  figure(name, {
    ...{ signedIn, clock: 'real', count: values.length },
    p50Ms: quantile(values, 0.5),
    p99Ms: quantile(values, 0.99),
  });

void measure().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
