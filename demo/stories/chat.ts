import { createChatter } from '../people/customers';
import type { World } from '../world';
import type { Told } from './told';

const SAID = [
  { agent: 'Hello Ada, what does it do?', customer: 'It prints blank pages' },
  { agent: 'Please switch it off and on again.', customer: 'It works again!' },
  { agent: 'Glad to hear it!', customer: 'Thank you' },
];

/** Ada's printer is broken. The assistant asks, the first agent declines, the second one helps. */
export async function chatStory(world: World): Promise<Told> {
  const ada = await createChatter(world.endpoints, 'Ada');
  const first = ['Hello', 'My printer is broken'];
  for (const text of first) {
    await ada.write(text);
    await world.pass(2_000);
  }
  const passedOver = await world.offered();
  await passedOver.agent.press('decline');
  await world.pass(3_000);
  const stateAfter = await passedOver.agent.state();
  const { agent, offer } = await world.offered(passedOver.agent);
  await agent.press('accept');
  await world.pass(5_000);
  for (const said of SAID) {
    await agent.write(said.agent);
    await world.pass(5_000);
    await ada.write(said.customer);
    await world.pass(5_000);
  }
  await agent.complete(offer.interactionId, 'solved');
  await world.pass(2_000);
  const others = await ada.others();
  return {
    name: 'chat',
    channel: 'chat',
    customer: ada.address,
    interactionId: offer.interactionId,
    written: [...first, ...SAID.map(({ customer }) => customer)],
    answered: SAID.map((said) => said.agent),
    agentId: agent.id,
    chat: { threadId: ada.threadId, serviceUserId: others[0] ?? '' },
    passedOver: { agentId: passedOver.agent.id, offerId: passedOver.offer.offerId, how: 'declined', stateAfter },
    heard: () => ada.heard(),
  };
}
