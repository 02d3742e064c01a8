import { createTexter } from '../people/customers';
import type { World } from '../world';
import type { Told } from './told';

const WRITTEN = ['repair please', 'The scanner, it does not start'] as const;
const ANSWERED = ['Hello Boris, what is to be repaired?', 'Send it to us, the label is on its way.'] as const;

/** Boris texts. The first agent ignores the offer until its time is over, and gets nothing more until they say Ready. */
export async function textStory(world: World): Promise<Told> {
  const boris = createTexter(world.simulator, '+14255550177');
  await boris.write(WRITTEN[0]);
  await world.pass(1_000);
  const ignoring = await world.offered();
  await world.pass(50_000);
  const { agent, offer } = await world.offered(ignoring.agent);
  const stateAfter = await ignoring.agent.state();
  await agent.press('accept');
  await world.pass(5_000);
  await agent.write(ANSWERED[0]);
  await world.pass(10_000);
  await boris.write(WRITTEN[1]);
  await world.pass(5_000);
  await agent.write(ANSWERED[1]);
  await world.pass(1_000);
  await agent.complete(offer.interactionId, 'repair-arranged');
  await ignoring.agent.ready();
  await world.pass(2_000);
  return {
    name: 'text',
    channel: 'sms',
    customer: boris.address,
    interactionId: offer.interactionId,
    written: WRITTEN,
    answered: ANSWERED,
    agentId: agent.id,
    chat: null,
    passedOver: { agentId: ignoring.agent.id, offerId: ignoring.offer.offerId, how: 'ignored', stateAfter },
    heard: () => boris.heard(),
  };
}
