import { createCaller, type Caller } from '../people/customers';
import type { World } from '../world';
import { NOTHING_HEARD, type Told } from './told';

export const carla = (world: World): Caller => createCaller(world.simulator, '+14255550188', 'Carla');

/** Carla calls and hangs up while an agent looks at the offer: an abandoned call, and nobody's miss. */
export async function abandonedCallStory(world: World, caller: Caller): Promise<Told> {
  const call = await dialSupport(world, caller);
  const { agent, offer } = await world.offered();
  await world.pass(8_000);
  await caller.hangUp(call);
  await world.pass(2_000);
  return {
    name: 'abandonedCall',
    ...ofCaller(caller),
    interactionId: offer.interactionId,
    agentId: null,
    passedOver: {
      agentId: agent.id,
      offerId: offer.offerId,
      how: 'customerLeft',
      stateAfter: await agent.state(),
    },
  };
}

/** She calls again, and an agent answers in Teams, connects her and talks with her. */
export async function callStory(world: World, caller: Caller): Promise<Told> {
  const call = await dialSupport(world, caller);
  const { agent, offer } = await world.offered();
  await world.pass(4_000);
  await agent.press('accept');
  await world.pass(2_000);
  await agent.answerPhone();
  await world.pass(1_000);
  await agent.press('connect');
  await world.pass(30_000);
  await caller.hangUp(call);
  await world.pass(12_000);
  await agent.complete(offer.interactionId, 'solved');
  await world.pass(2_000);
  return {
    name: 'call',
    ...ofCaller(caller),
    interactionId: offer.interactionId,
    agentId: agent.id,
    passedOver: null,
  };
}

const ofCaller = ({ address }: Caller) =>
  ({ channel: 'voice', customer: address, written: [], answered: [], chat: null, heard: NOTHING_HEARD }) as const;

/** Hears the greeting and the menu, and presses 2. */
async function dialSupport(world: World, caller: Caller): Promise<string> {
  const call = await caller.dial();
  await world.pass(8_000);
  await caller.press(call, '2');
  await world.pass(1_000);
  return call;
}
