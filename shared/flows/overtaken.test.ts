import { createWorld, TENANT, type World } from '../../tests/contracts/fakes/world';
import { offerIdOf, type AgentId, type InteractionRef } from '../core/lib/ids';
import { agentWork } from './agents/agent-work';
import { acceptOffer } from './agents/answer-offer';
import { handleInteraction } from './agents/handle-interaction';
import { receiveCall } from './inbound/receive-call';
import type { Deps } from './lib/deps';
import { sweepInteractions } from './sweep-interactions';
import { handleCallEvent, type CallReport } from './voice/handle-call-event';

let world: World;
let count = 0;

beforeEach(async () => {
  world = await createWorld();
});

class Died extends Error {}

/** A process that does what it decides and dies before it writes down that it is done. */
function dyingUnmarked(): Deps {
  const { interactions } = world.deps;
  return {
    ...world.otherProcess(),
    interactions: {
      ...interactions,
      markDone: () => Promise.reject(new Died()),
      save: (write, etag) => (write.events.length === 0 ? Promise.reject(new Died()) : interactions.save(write, etag)),
    },
  };
}

async function arrived(): Promise<InteractionRef> {
  const received = await receiveCall(world.deps, {
    from: '+14255550199',
    callerName: null,
    to: '+14255550100',
    trunk: null,
    headers: [],
    callId: 'call-1',
    incomingCallContext: 'context',
    raisedAt: world.deps.clock.now(),
  });
  if (received.kind !== 'opened') throw new Error(`The call was ${received.kind}.`);
  return received.ref;
}

/** The call reports about what was asked last, or last of a kind. */
function report(ref: InteractionRef, told: CallReport, deps = world.deps, about?: string): Promise<void> {
  count += 1;
  const asked = world.calls.asked.filter((one) => 'context' in one && (about === undefined || one.do === about)).at(-1);
  const context = asked !== undefined && 'context' in asked ? asked.context : null;
  return handleCallEvent(deps, ref, { ...told, eventId: `e${count}`, callRef: 'call-1', context });
}

const asked = () => world.calls.asked.map((one) => one.do);

/** Claims run out, and the sweep comes. */
async function recover(): Promise<void> {
  await world.pass(40_000);
  await sweepInteractions(world.deps);
}

async function alerting(deps = world.deps): Promise<{ ref: InteractionRef; agentId: AgentId }> {
  const agentId = await world.ready('cameron');
  const ref = await arrived();
  await report(ref, { kind: 'connected' });
  await report(ref, { kind: 'gathered', digits: '2', words: null }, deps).catch(ignoreDeath);
  await world.assign();
  expect(await world.phase(ref)).toBe('alerting');
  return { ref, agentId };
}

const ignoreDeath = (error: unknown) => {
  if (!(error instanceof Died)) throw error;
};

async function accept(agentId: AgentId, deps: Deps): Promise<void> {
  const { offers } = await agentWork(world.deps, TENANT, agentId);
  const offerId = offerIdOf(offers[0]?.offerId ?? '');
  await acceptOffer(deps, { tenantId: TENANT, agentId, offerId }).catch(ignoreDeath);
}

async function connect(ref: InteractionRef, agentId: AgentId, deps = world.deps): Promise<void> {
  await report(ref, { kind: 'agentJoined' }, world.deps, 'ring');
  await handleInteraction(deps, ref, agentId, 'connect').catch(ignoreDeath);
  expect(await world.phase(ref)).toBe('active');
}

test('given a menu that was said when its process died, when the caller answered it, then it is not said again', async () => {
  await world.ready('cameron');
  const ref = await arrived();
  await expect(report(ref, { kind: 'connected' }, dyingUnmarked())).rejects.toThrow(Died);
  await report(ref, { kind: 'gathered', digits: '2', words: null });
  await recover();
  expect(asked().filter((what) => what === 'prompt')).toHaveLength(1);
});

test('given a menu whose process died, when nobody answered it, then it is said again under the same context', async () => {
  await world.ready('cameron');
  const ref = await arrived();
  await expect(report(ref, { kind: 'connected' }, dyingUnmarked())).rejects.toThrow(Died);
  await recover();
  const contexts = world.calls.asked.flatMap((one) => (one.do === 'prompt' ? [one.context] : []));
  expect(contexts).toHaveLength(2);
  expect(new Set(contexts).size).toBe(1);
});

test('given hold music that began when its process died, when the customer talks by now, then it does not begin again', async () => {
  const { ref, agentId } = await alerting();
  await accept(agentId, dyingUnmarked());
  await connect(ref, agentId);
  await recover();
  expect(asked()).toEqual(['answer', 'prompt', 'treat', 'hold', 'ring', 'unhold']);
});

test('given the music of the queue, begun by a process that died, when the customer talks by now, then nothing is played', async () => {
  const { ref, agentId } = await alerting(dyingUnmarked());
  await accept(agentId, world.deps);
  await connect(ref, agentId);
  await recover();
  expect(asked()).toEqual(['answer', 'prompt', 'treat', 'hold', 'ring', 'unhold']);
});

test('given a customer bridged when the process died, when the agent put them on hold since, then they stay there', async () => {
  const { ref, agentId } = await alerting();
  await accept(agentId, world.deps);
  await connect(ref, agentId, dyingUnmarked());
  await handleInteraction(world.deps, ref, agentId, 'hold');
  await recover();
  expect(asked().slice(-2)).toEqual(['unhold', 'hold']);
});

test('given an agent rung when the process died, when they gave it back and it waits, then they are not rung for it again', async () => {
  const { ref, agentId } = await alerting();
  await accept(agentId, dyingUnmarked());
  await report(ref, { kind: 'agentFailed', why: 'declined' }, world.deps, 'ring');
  await recover();
  expect(asked().filter((what) => what === 'ring')).toHaveLength(1);
});
