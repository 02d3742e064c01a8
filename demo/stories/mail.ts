import { createMailer } from '../people/customers';
import type { World } from '../world';
import type { Told } from './told';

/** Dora writes a mail, and an agent answers it at the desk. */
export async function mailStory(world: World): Promise<Told> {
  const dora = createMailer(world.simulator, 'dora@fabrikam.example', 'Dora', 'Toner');
  const written = ['Which toner does the old printer take?'];
  await dora.write(written[0] ?? '');
  await world.pass(1_000);
  const { agent, offer } = await world.offered();
  await world.pass(10_000);
  await agent.press('accept');
  await world.pass(20_000);
  const answered = ['It takes the black one, number 12.'];
  await agent.reply(offer.interactionId, answered[0] ?? '', await world.now());
  await world.pass(5_000);
  // The answer parks the mail; where it does not, the agent is done with it.
  if ((await agent.holds(offer.interactionId)) === 'active') await agent.complete(offer.interactionId, 'solved');
  await world.pass(2_000);
  return {
    name: 'mail',
    channel: 'email',
    customer: dora.address,
    interactionId: offer.interactionId,
    written,
    answered,
    agentId: agent.id,
    chat: null,
    passedOver: null,
    heard: () => dora.heard(),
  };
}
