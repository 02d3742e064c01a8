import { messagesOf, type Picture } from '../../web/live/picture';
import { openDesk, type OpenDesk } from './support/desk';
import { openStage, type Stage } from './support/stage';
import { complete } from './support/stories';

let stage: Stage;
let desk: OpenDesk;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  desk.close();
  await stage.stop();
});

const contacts = (picture: Picture) => [...picture.contacts.values()];

test('a desk is told of its state, an offer, what the customer writes, and the end', async () => {
  const cameron = stage.agent('cameron');
  desk = await openDesk(stage, 'cameron');
  await desk.shows(({ state }) => state ?? undefined);
  await cameron.ready();
  await desk.shows(({ state }) => (state?.availability.kind === 'ready' ? true : undefined));
  const customer = await stage.chatCustomer('Ada');
  await customer.say('My printer is broken');
  const { offer } = await desk.shows((picture) => contacts(picture).find((one) => one.offer !== null));
  expect(offer).toMatchObject({ channel: 'chat', customerName: 'Ada' });
  await cameron.press('accept');
  const held = await desk.shows((picture) => contacts(picture).find((one) => one.interaction?.segment === 'talking'));
  expect(held.offer).toBeNull();
  await customer.say('Are you there?');
  const texts = await desk.shows((picture) => {
    const all = messagesOf(picture, held.interactionId).map(({ text }) => text);
    return all.includes('Are you there?') ? all : undefined;
  });
  expect(texts).toContain('My printer is broken');
  await complete(stage, cameron);
  await desk.shows(({ contacts }) => (contacts.get(held.interactionId)?.interaction === null ? true : undefined));
  expect(desk.loads()).toBeLessThanOrEqual(3);
});
