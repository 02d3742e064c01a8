import { WebSocket } from 'ws';
import { agentSnapshot } from '../../shared/contracts/live';
import { messagesOf, NOTHING, type Picture } from '../../web/live/picture';
import { followAgent } from '../../web/live/agent-stream';
import type { Listening, SocketClass } from '../../web/live/socket';
import { openStage, type Stage } from './support/stage';
import { tokenOf } from './support/tokens';

let stage: Stage;
const open: Listening[] = [];
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  open.forEach((one) => one.close());
  await stage.stop();
});

async function ask(method: string, path: string, token: string): Promise<unknown> {
  const response = await fetch(`${stage.running.endpoints.functions.endpoint}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** A desk that is told what changes; it never asks but for the snapshot. */
async function openDesk(agent: string) {
  const token = await tokenOf(stage, agent);
  let picture: Picture = NOTHING;
  let loads = 0;
  const waiting: (() => void)[] = [];
  const listening = followAgent({
    negotiate: async () => ((await ask('POST', '/live/agent', token)) as { url: string }).url,
    loadSnapshot: async () => {
      loads += 1;
      return agentSnapshot.parse(await ask('GET', '/live/agent/snapshot', token));
    },
    onPicture: (next) => {
      picture = next;
      waiting.splice(0).forEach((resolve) => resolve());
    },
    WebSocket: WebSocket as unknown as SocketClass,
  });
  open.push(listening);
  return {
    loads: () => loads,
    /** Waits until what is shown is as asked for. */
    async shows<T>(look: (picture: Picture) => T | undefined): Promise<T> {
      for (;;) {
        const found = look(picture);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}

const contacts = (picture: Picture) => [...picture.contacts.values()];

test('a desk is told of its state, an offer, what the customer writes, and the end', async () => {
  const cameron = stage.agent('cameron');
  const desk = await openDesk('cameron');
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
  expect(desk.loads()).toBeLessThanOrEqual(3);
});
