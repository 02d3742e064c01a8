import { chatWord } from '../../tests/contracts/fakes/chat-word';
import { createWorld, SHARD, TENANT, type World } from '../../tests/contracts/fakes/world';
import { interactionIdOf, type InteractionRef } from '../core/lib/ids';
import { startChat } from './customers/start-chat';
import { behind } from './given-behind.testsuite';
import { receiveCall } from './inbound/receive-call';
import { receiveChat } from './inbound/receive-chat';
import type { Deps } from './lib/deps';
import { assignNow } from './routing/tick-shards';
import { settleInteraction } from './settle-interaction';
import { handleCallEvent, type CallReport } from './voice/handle-call-event';

let world: World;
let count = 0;

beforeEach(async () => {
  world = await createWorld();
  await world.ready('adele');
  await world.ready('cameron');
});

describe('given a process that reads an interaction as it was before another wrote it', () => {
  async function rings(): Promise<InteractionRef> {
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

  function report(ref: InteractionRef, told: CallReport, deps: Deps): Promise<void> {
    count += 1;
    const asked = world.calls.asked.filter((one) => 'context' in one).at(-1);
    const context = asked !== undefined && 'context' in asked ? asked.context : null;
    return handleCallEvent(deps, ref, { ...told, eventId: `e${count}`, callRef: 'call-1', context });
  }

  const asked = () => world.calls.asked.map((one) => one.do);

  test('when a call that was just answered reports to it, then the caller is greeted', async () => {
    const ref = await rings();
    await report(ref, { kind: 'connected' }, behind(world, undefined));
    expect(await world.phase(ref)).toBe('selfService');
    expect(asked()).toEqual(['answer', 'prompt']);
  });

  test('when the caller chose at once, then they are heard', async () => {
    const ref = await rings();
    const arrived = await world.deps.interactions.load(ref);
    await report(ref, { kind: 'connected' }, world.deps);
    await report(ref, { kind: 'gathered', digits: '9', words: null }, behind(world, arrived));
    expect(asked()).toEqual(['answer', 'prompt', 'prompt']);
  });

  test('when the caller hung up at once, then the interaction is over', async () => {
    const ref = await rings();
    await report(ref, { kind: 'disconnected', dialled: null }, behind(world, undefined));
    expect(await world.phase(ref)).toBe('closed');
  });

  test('when music could not be begun, then the wait goes on in silence and is comforted again', async () => {
    const ref = await rings();
    await report(ref, { kind: 'connected' }, world.deps);
    const inMenu = await world.deps.interactions.load(ref);
    await report(ref, { kind: 'gathered', digits: '2', words: null }, world.deps);
    expect(await world.phase(ref)).toBe('queued');
    const before = asked().length;
    await report(ref, { kind: 'promptFailed' }, behind(world, inMenu));
    expect(asked().slice(before)).toHaveLength(1);
  });

  test('when it offers who has just been queued, then the agent is asked, and the visit is not given up', async () => {
    const key = { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'k' };
    const thread = await startChat(world.deps, key);
    const first = await receiveChat(world.deps, chatWord(world, thread, 'Hello', 1));
    if (first.kind !== 'opened') throw new Error(`The first word was ${first.kind}.`);
    const inFlow = await world.deps.interactions.load(first.ref);
    await receiveChat(world.deps, chatWord(world, thread, 'My printer is broken', 2));
    expect(await world.phase(first.ref)).toBe('queued');
    await assignNow(behind(world, inFlow), TENANT, SHARD);
    expect(await world.phase(first.ref)).toBe('alerting');
    expect(world.desk.shown.filter(({ card }) => card !== null)).toHaveLength(1);
  });

  test('when its orchestration looks at it, then it goes on looking', async () => {
    const ref = await rings();
    expect(await settleInteraction(behind(world, undefined), ref)).toMatchObject({ kind: 'open', stage: 'arriving' });
  });

  test('then one that is nowhere is nowhere', async () => {
    const ref = { tenantId: TENANT, interactionId: interactionIdOf('nobody') };
    await report(ref, { kind: 'connected' }, world.deps);
    expect(asked()).toEqual([]);
  });
});
