import { createChatter } from '../people/customers';
import type { World } from '../world';
import type { Told } from './told';

/** Ada's printer is broken. The assistant asks, the first agent declines, the second one helps. */
export async function chatStory(world: World): Promise<Told> {
  const ada = await createChatter(world.endpoints, 'Ada');
  const written: string[] = [];
  const write = async (text: string) => {
    written.push(text);
    await ada.write(text);
    await world.settle();
  };
  await write('Hello');
  await world.pass(4_000);
  await write('My printer is broken');

  const first = await world.offered();
  await world.pass(6_000);
  await first.agent.press('decline');
  const stateAfter = await first.agent.state();
  const { agent, offer } = await world.offered(first.agent);
  await world.pass(5_000);
  await agent.press('accept');

  const answered = ['Hello Ada, what does it do?', 'Please switch it off and on again.', 'Glad to hear it!'];
  for (const [index, reply] of ['It prints blank pages', 'It works again!', 'Thank you'].entries()) {
    await world.pass(15_000);
    await agent.write(answered[index] ?? '');
    await world.pass(20_000);
    await write(reply);
  }
  await agent.complete(offer.interactionId, 'solved');
  return {
    name: 'chat',
    channel: 'chat',
    customer: ada.address,
    interactionId: offer.interactionId,
    written,
    answered,
    agentId: agent.id,
    passedOver: { agentId: first.agent.id, offerId: first.offer.offerId, how: 'declined', stateAfter },
    heard: () => ada.heard(),
  };
}
