import { chatWord } from '../../tests/contracts/fakes/chat-word';
import { createWorld, TENANT, type World } from '../../tests/contracts/fakes/world';
import type { Shown } from '../../tests/contracts/fakes/agent-desk';
import { agentIdOf, interactionIdOf } from '../core/lib/ids';
import type { Deps } from './lib/deps';
import { relayDeskText } from './agents/relay-desk-text';
import { startChat } from './customers/start-chat';
import { receiveChat } from './inbound/receive-chat';
import { assignNow } from './routing/tick-shards';
import { settleInteraction } from './settle-interaction';
import { sweepInteractions } from './sweep-interactions';
import { sweepMessages } from './sweep-messages';

let world: World;
let thread: { readonly threadId: string; readonly userId: string };

beforeEach(async () => {
  world = await createWorld();
  thread = await startChat(world.deps, {
    tenantId: TENANT,
    entryPoint: 'contoso-web',
    customerName: 'Jane',
    key: 'k',
  });
});

const event = (text: string, n: number) => chatWord(world, thread, text, n);

class Died extends Error {}
const die = () => Promise.reject(new Died());

/** The process that handles something and dies when it comes to `where`. */
const dyingAt = (where: Partial<Deps>): Deps => ({ ...world.otherProcess(), ...where });
const sentTexts = () => world.chat.sent.map(({ text }) => text);

/** Claims run out, and the sweep comes. */
async function recover(): Promise<void> {
  await world.pass(70_000);
  await sweepInteractions(world.deps);
  await sweepMessages(world.deps);
}

test('given a text stored in self-service and not given to the flow, when its event comes again, then the flow gets it once', async () => {
  await world.ready('cameron');
  await receiveChat(world.deps, event('Hello', 1));
  const word = event('My printer is broken', 2);
  const { interactions } = world.deps;
  await expect(receiveChat(dyingAt({ interactions: { ...interactions, save: die } }), word)).rejects.toThrow(Died);
  await receiveChat(world.deps, word);
  expect(sentTexts().filter((text) => text.includes('A colleague will be with you'))).toHaveLength(1);
});

test('given a text that the flow has heard, when its event comes again in self-service, then the flow does not hear it twice', async () => {
  const word = event('Hello', 1);
  await receiveChat(world.deps, word);
  const before = sentTexts();
  await receiveChat(world.deps, word);
  expect(sentTexts()).toEqual(before);
});

async function talking(): Promise<void> {
  const cameron = await world.ready('cameron');
  await receiveChat(world.deps, event('My printer is broken', 1));
  await world.assign();
  await world.accept(cameron);
}

test('given a text of an agent that was stored when its process died, when the sweep comes, then the customer gets it once', async () => {
  await talking();
  const text = {
    tenantId: TENANT,
    agentId: agentIdOf('cameron'),
    text: 'What does it do?',
    sourceId: 'activity-1',
    sentAt: world.deps.clock.now(),
    files: [],
    inReplyTo: null,
  };
  await expect(relayDeskText(dyingAt({ chat: { send: die } }), text)).rejects.toThrow(Died);
  await recover();
  await recover();
  expect(sentTexts().filter((sent) => sent === 'What does it do?')).toHaveLength(1);
});

test('given a text shown to the agent whose delivery was not recorded, when it is swept, then it comes again with the same key', async () => {
  await talking();
  const { messages } = world.deps;
  const dying = dyingAt({ messages: { ...messages, recordDelivery: die } });
  await expect(receiveChat(dying, event('It burns', 2))).rejects.toThrow(Died);
  await recover();
  await recover();
  const shown = world.desk.shown.filter(({ text }) => text === 'Jane: It burns');
  expect(shown).toHaveLength(2);
  expect(new Set(shown.map(({ key }) => key)).size).toBe(1);
});

/** Two customers are in the agent's hands, and the newest text of the first was shown by a process that died. */
async function shownAndUnrecorded(): Promise<Shown> {
  await talking();
  const { messages } = world.deps;
  const dying = dyingAt({ messages: { ...messages, recordDelivery: die } });
  await expect(receiveChat(dying, event('It burns', 2))).rejects.toThrow(Died);
  const shown = world.desk.shown.at(-1);
  if (shown?.text !== 'Jane: It burns') throw new Error('It was not shown.');
  return shown;
}

const quoting = (shown: Pick<Shown, 'ref' | 'text'>, at = world.deps.clock.now()) => ({
  tenantId: TENANT,
  agentId: agentIdOf('cameron'),
  text: 'Pull the plug!',
  sourceId: 'activity-2',
  sentAt: world.deps.clock.now(),
  files: [],
  inReplyTo: { ref: shown.ref, preview: shown.text, shownAt: at },
});
const wasTold = () => world.desk.shown.at(-1)?.text;

test('given a text shown whose delivery was not recorded, when the agent quotes it, then the customer is answered and it is not shown again', async () => {
  const shown = await shownAndUnrecorded();
  await relayDeskText(world.deps, quoting(shown));
  expect(sentTexts().at(-1)).toBe('Pull the plug!');
  await recover();
  expect(world.desk.shown.filter(({ text }) => text === shown.text)).toHaveLength(1);
});

test('given a text shown again after a crash, when the agent quotes the first of the two, then the customer is answered', async () => {
  const shown = await shownAndUnrecorded();
  await recover();
  await relayDeskText(world.deps, quoting(shown));
  expect(sentTexts().at(-1)).toBe('Pull the plug!');
});

test('given a namesake who said the same before, when the agent quotes that, then nobody is answered', async () => {
  const { ref, text } = await shownAndUnrecorded();
  await relayDeskText(world.deps, quoting({ ref: 'unknown', text }, world.deps.clock.now() - 60_000));
  expect([sentTexts().includes('Pull the plug!'), wasTold()]).toEqual([
    false,
    'That conversation is over: this was sent to no one.',
  ]);
  await relayDeskText(world.deps, quoting({ ref, text: 'Jane: It smokes' }));
  expect(sentTexts()).not.toContain('Pull the plug!');
});

test('given an offer decided when its process died, when it is over before anyone shows it, then no card of it is shown', async () => {
  await world.ready('cameron');
  await receiveChat(world.deps, event('My printer is broken', 1));
  const dying = dyingAt({ perform: { ...world.deps.perform, act: () => new Promise(() => undefined) } });
  void assignNow(dying, TENANT, 'contoso-main');
  await new Promise(setImmediate);
  const cards = () => world.desk.shown.filter(({ card }) => card !== null).length;
  expect(cards()).toBe(0);
  await world.pass(31_000);
  await recover();
  const offered = cards();
  await recover();
  expect(cards()).toBe(offered);
});

test('given a question to the assistant whose asker died, when its deadline passes, then it is asked again and not taken for silence', async () => {
  await world.ready('cameron');
  let acts = 0;
  const { perform } = world.deps;
  const dying = dyingAt({
    perform: {
      ...perform,
      act: (...given) =>
        given[2].act.kind === 'flowTask' && ++acts === 1 ? new Promise(() => undefined) : perform.act(...given),
    },
  });
  void receiveChat(dying, event('Hello', 1));
  while (acts === 0) await new Promise(setImmediate);
  const ref = { tenantId: TENANT, interactionId: interactionIdOf(world.told[0]?.interactionId ?? '') };
  await world.pass(29_000);
  await settleInteraction(world.deps, ref);
  expect(await world.phase(ref)).toBe('selfService');
  await recover();
  expect(await world.phase(ref)).toBe('selfService');
  expect(sentTexts().at(-1)).toContain('Would you like to buy something');
});
