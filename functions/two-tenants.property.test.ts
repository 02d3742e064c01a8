import type { HttpResponseInit } from '@azure/functions';
import fc from 'fast-check';
import { interactionIdOf } from '../shared/core/lib/ids';
import type { OperationId } from '../shared/contracts/http/routes';
import { createTokenIssuer, type TokenIssuer } from '../tests/contracts/fakes/token-issuer';
import type { App } from './compose';
import { ask } from './http.testsuite';
import { interleaving, offerWork, SIDES, stampOfTwo, tokensOf, type Side, type Step } from './two-tenants.testsuite';
import './index';

jest.setTimeout(120_000);

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../tests/contracts/fakes/functions-core'), {
  virtual: true,
});
let mockApp: App | undefined;
jest.mock('./compose', () => ({ appOf: () => mockApp }));

let issuer: TokenIssuer;
beforeAll(async () => {
  issuer = await createTokenIssuer('k');
});

type Tokens = Awaited<ReturnType<typeof tokensOf>>;
interface Chat {
  readonly threadId: string;
  readonly userId: string;
  readonly token: string;
}
/** One of the two, and what it has learnt in the course of the steps. */
interface Actor {
  readonly side: Side;
  readonly tokens: Tokens;
  readonly chats: Chat[];
  readonly held: Set<string>;
  readonly offers: Set<string>;
  /** Everything that the API answered to its people and customers. */
  readonly heard: string[];
  serial: number;
}

type Request = NonNullable<Parameters<typeof ask>[1]>;
const pick = <Item>(items: readonly Item[], nth: number): Item | undefined => items[nth % Math.max(1, items.length)];

async function hear(actor: Actor, id: OperationId, request: Request): Promise<HttpResponseInit> {
  const response = await ask(id, request);
  actor.heard.push(JSON.stringify(response.jsonBody ?? null));
  return response;
}

/** Keys that a page makes up; both sides make up the same. */
const keyOf = ({ serial }: Actor): string => `3f0e3a0a-7d0c-4c58-9c39-${String(serial).padStart(12, '0')}`;

/** One step of a side, as its people and customers take it. */
async function take(app: App, actor: Actor, step: Step): Promise<void> {
  const { side, tokens } = actor;
  const word = `${side.word}${(actor.serial += 1)}`;
  const agent = { token: tokens.agent };
  switch (step.name) {
    case 'start': {
      const body = { tenantId: side.tenantId, entryPoint: side.entryPoint, customerName: word, key: keyOf(actor) };
      const { jsonBody } = await hear(actor, 'startChat', { body });
      actor.chats.push(jsonBody as Chat);
      return;
    }
    case 'ready':
      await hear(actor, 'setAgentState', { ...agent, body: { kind: 'ready' } });
      return;
    case 'offer':
      return offerWork(app, side);
    case 'accept':
      return accept(actor);
    case 'look':
      return look(actor);
    case 'write':
    case 'read':
      return asCustomer(actor, step, word);
    case 'reply':
    case 'note':
    case 'park':
    case 'complete':
      return asAgent(app, actor, step, word);
  }
}

async function accept(actor: Actor): Promise<void> {
  const { token } = { token: actor.tokens.agent };
  const { offers } = (await hear(actor, 'listOffers', { token })).jsonBody as {
    offers: { offerId: string; interactionId: string }[];
  };
  for (const { offerId, interactionId } of offers) {
    actor.offers.add(offerId);
    actor.held.add(interactionId);
    await hear(actor, 'acceptOffer', { token, params: { offerId } });
  }
}

async function look(actor: Actor): Promise<void> {
  const { tokens, side } = actor;
  const query = { tenantId: side.tenantId };
  for (const id of ['getAgentState', 'listOffers', 'listInteractions', 'getAgentSnapshot'] as const)
    await hear(actor, id, { token: tokens.agent });
  for (const id of ['getFloor', 'listOpenInteractions', 'listWaitingInTenant', 'getLiveFigures'] as const)
    await hear(actor, id, { token: tokens.supervisor, query });
  await hear(actor, 'getMe', { token: tokens.supervisor });
  for (const id of ['getLiveConfig', 'getConfigHistory'] as const)
    await hear(actor, id, { token: tokens.admin, params: query, query: { limit: '5' } });
}

async function asCustomer(actor: Actor, step: Extract<Step, { nth: number }>, word: string): Promise<void> {
  const chat = pick(actor.chats, step.nth);
  if (chat === undefined) return;
  const own = { token: chat.token, params: { threadId: chat.threadId } };
  if (step.name === 'read') await hear(actor, 'readChat', { ...own, query: { after: '0' } });
  else
    await hear(actor, 'sendChatMessage', {
      ...own,
      body: { key: keyOf(actor), text: `My printer is broken ${word}` },
    });
}

async function asAgent({ deps }: App, actor: Actor, step: Extract<Step, { nth: number }>, word: string): Promise<void> {
  const interactionId = pick([...actor.held], step.nth);
  if (interactionId === undefined) return;
  const own = { token: actor.tokens.agent, params: { interactionId } };
  const text = { text: word, key: `key-${word}` };
  if (step.name === 'reply')
    await hear(actor, 'replyToCustomer', { ...own, body: { ...text, writtenAt: deps.clock.now() } });
  else if (step.name === 'note') await hear(actor, 'addNote', { ...own, body: text });
  else if (step.name === 'park') await hear(actor, 'park', own);
  else await hear(actor, 'complete', { ...own, body: { wrapUpCode: 'solved' } });
  await hear(actor, 'getInteraction', own);
}

/** Everything that one asks with good tokens of its own about what the other has. */
function intrusions(by: Actor, other: Actor): readonly (readonly [OperationId, Request])[] {
  const { tokens } = by;
  const query = { tenantId: other.side.tenantId };
  const agent = { token: tokens.agent };
  const supervisor = { token: tokens.supervisor, query };
  const text = { text: 'intruder', key: 'key-intruder' };
  const customer = { token: by.chats[0]?.token };
  return [
    ...[...other.held].flatMap((interactionId): (readonly [OperationId, Request])[] => {
      const params = { interactionId };
      return [
        ['getInteraction', { ...agent, params }],
        ['replyToCustomer', { ...agent, params, body: { ...text, writtenAt: NOW_ISH } }],
        ['addNote', { ...agent, params, body: text }],
        ...(['hold', 'park', 'hangUp'] as const).map((id) => [id, { ...agent, params }] as const),
        ['complete', { ...agent, params, body: { wrapUpCode: 'solved' } }],
        ['takeBackInteraction', { ...supervisor, params, body: { queueId: null } }],
        ['assignInteraction', { ...supervisor, params, body: { agentId: 'cameron', force: true } }],
      ];
    }),
    ...[...other.offers].flatMap((offerId): (readonly [OperationId, Request])[] =>
      (['acceptOffer', 'declineOffer'] as const).map((id) => [id, { ...agent, params: { offerId } }] as const),
    ),
    ...(
      ['getFloor', 'listOpenInteractions', 'listWaitingInTenant', 'getLiveFigures', 'listenAsSupervisor'] as const
    ).map((id) => [id, supervisor] as const),
    ['forceAgentState', { ...supervisor, params: { agentId: 'cameron' }, body: { kind: 'signedOut' } }],
    ['getLiveConfig', { token: tokens.admin, params: query }],
    ['restoreConfig', { token: tokens.admin, params: query, body: { version: 1, reason: 'x' } }],
    ...other.chats.flatMap(({ threadId }): (readonly [OperationId, Request])[] => [
      ['readChat', { ...customer, params: { threadId }, query: { after: '0' } }],
      ['sendChatMessage', { ...customer, params: { threadId }, body: { text: 'intruder', key: keyOf(by) } }],
      ['listenToChat', { ...customer, params: { threadId } }],
    ]),
  ];
}
const REFUSED: ReadonlySet<number> = new Set([401, 403, 404, 410]);
const NOW_ISH = Date.UTC(2026, 10, 19, 16);

/** What a side's customers, agents and administrators have, as the stores hold it. */
async function holdings({ deps }: App, { side, held }: Actor): Promise<string> {
  const refs = [...held].map((id) => ({ tenantId: side.tenantId, interactionId: interactionIdOf(id) }));
  const stored = await Promise.all(
    refs.map(async (ref) => [
      await deps.interactions.glance(ref),
      await deps.messages.list(ref),
      await deps.notes.list(ref),
    ]),
  );
  return JSON.stringify([stored, await deps.configStore.liveVersion(side.tenantId)]);
}

async function actorOf(side: Side): Promise<Actor> {
  const known = { chats: [], held: new Set<string>(), offers: new Set<string>(), heard: [], serial: 0 };
  return { side, tokens: await tokensOf(issuer, side), ...known };
}

test('whatever two organisations do in whatever order, neither sees anything of the other, and neither changes it', async () => {
  let intruded = 0;
  await fc.assert(
    fc.asyncProperty(interleaving, async (steps) => {
      const { app, world } = await stampOfTwo(issuer);
      mockApp = app;
      const actors = [await actorOf(SIDES[0]), await actorOf(SIDES[1])] as const;
      for (const { side, step } of steps) await take(app, actors[side], step);
      for (const one of actors) await look(one);
      for (const [index, by] of actors.entries()) {
        const other = actors[1 - index]!;
        expect(by.held.size).toBeGreaterThan(0);
        const before = await holdings(app, other);
        const refusals = world.warnings.length;
        const tries = intrusions(by, other);
        for (const [id, request] of tries) {
          const response = await hear(by, id, request);
          expect([id, REFUSED.has(response.status ?? 0), response.status]).toEqual([id, true, response.status]);
        }
        expect(await holdings(app, other)).toBe(before);
        // Who asks for what is not theirs leaves a line each time; an offer of nobody's is merely over.
        expect(world.warnings.length - refusals).toBeGreaterThan(tries.length / 2);
        intruded += tries.length;
      }
      for (const [index, { heard }] of actors.entries()) {
        const { side: other, held, chats } = actors[1 - index]!;
        const all = heard.join('\n');
        expect(all).toContain(actors[index]!.side.word);
        for (const secret of [other.word, other.tenantId, other.directory, ...chats.map((one) => one.threadId)])
          expect([secret, all.includes(secret)]).toEqual([secret, false]);
        for (const id of held) expect([id, new RegExp(`${id}(?!\\d)`).test(all)]).toEqual([id, false]);
      }
      const log = world.warnings.join('\n');
      for (const { side, tokens, chats } of actors)
        for (const secret of [side.word, tokens.agent, tokens.admin, ...chats.map(({ token }) => token)])
          expect(log.includes(secret)).toBe(false);
    }),
    { numRuns: 5, endOnFailure: true },
  );
  expect(intruded).toBeGreaterThan(120);
});
