import { createTexter } from '../people/customers';
import type { World } from '../world';
import type { Told } from './told';

/** Boris texts. The first agent ignores the offer until its time is over, and gets nothing more until they say Ready. */
export async function textStory(world: World): Promise<Told> {
  const boris = createTexter(world.simulator, '+14255550177');
  const written: string[] = [];
  const write = async (text: string) => {
    written.push(text);
    await boris.write(text);
    await world.settle();
  };
  await write('repair please');
  const first = await world.offered();
  const { agent, offer } = await world.offered(first.agent);
  const stateAfter = await first.agent.state();
  await agent.press('accept');

  const answered = ['Hello Boris, what is to be repaired?', 'Send it to us, the label is on its way.'];
  await world.pass(10_000);
  await agent.write(answered[0] ?? '');
  await world.pass(45_000);
  await write('The scanner, it does not start');
  await world.pass(20_000);
  await agent.write(answered[1] ?? '');
  await agent.complete(offer.interactionId, 'repair-arranged');
  await first.agent.ready();
  return {
    name: 'text',
    channel: 'sms',
    customer: boris.address,
    interactionId: offer.interactionId,
    written,
    answered,
    agentId: agent.id,
    passedOver: { agentId: first.agent.id, offerId: first.offer.offerId, how: 'ignored', stateAfter },
    heard: () => boris.heard(),
  };
}
