import { startTrial, type Trial } from './trial.testsuite';

let trial: Trial;
beforeEach(async () => {
  trial = await startTrial({ limited: true });
});
afterEach(() => trial.stop());

async function startThread() {
  const { chat } = await trial.newUser();
  const { chatThread } = await chat.createChatThread({ topic: 'x' });
  return chat.getChatThreadClient(chatThread?.id ?? '');
}

test('a thread takes ten messages in ten seconds and thirty in a minute; another thread has its own allowance', async () => {
  const [busy, idle] = [await startThread(), await startThread()];
  const send = () => busy.sendMessage({ content: 'x' });
  const tenOf = async () => {
    for (let n = 0; n < 10; n += 1) await send();
  };
  await tenOf();
  await expect(send()).rejects.toMatchObject({ statusCode: 429, code: 'TooManyRequests' });
  await idle.sendMessage({ content: 'x' });
  await trial.step(10_000);
  await tenOf();
  await trial.step(10_000);
  // The refused one counts too.
  for (let n = 0; n < 9; n += 1) await send();
  await expect(send()).rejects.toMatchObject({ statusCode: 429 });
  await trial.step(40_000);
  await send();
});

test('the answer says when to come back', async () => {
  const { chat } = await trial.newUser();
  const create = () => chat.createChatThread({ topic: 'x' });
  for (let n = 0; n < 10; n += 1) await create();
  await trial.step(4_500);
  const refused = await create().catch((error: unknown) => error);
  const { response } = refused as { response: { headers: { get(name: string): string } } };
  expect(response.headers.get('retry-after')).toBe('6');
});

test('reading is limited by user and by thread, each by itself', async () => {
  const thread = await startThread();
  const read = async () => {
    for await (const one of thread.listMessages()) void one;
  };
  for (let n = 0; n < 50; n += 1) await read();
  await expect(read()).rejects.toMatchObject({ statusCode: 429 });
  await thread.sendTypingNotification();
  for (let n = 0; n < 4; n += 1) await thread.updateTopic(`topic ${n}`);
  await thread.updateTopic('the fifth');
  await expect(thread.updateTopic('the sixth')).rejects.toMatchObject({ statusCode: 429 });
  await trial.step(10_000);
  await read();
});

test('a number sends two hundred texts a minute, a short code has an allowance of its own', async () => {
  const send = (from: string) => trial.sms.send({ from, to: ['+14255550123'], message: 'x' });
  for (let n = 0; n < 200; n += 1) await send('+14255550199');
  await expect(send('+14255550199')).rejects.toMatchObject({ statusCode: 429 });
  await send('12345');
});

test('a text to each of many recipients counts', async () => {
  const sendTo = (count: number) =>
    trial.sms.send({
      from: '+14255550199',
      to: Array.from({ length: count }, (_, n) => `+1425555${String(1000 + n)}`),
      message: 'x',
    });
  await sendTo(100);
  await trial.step(20_000);
  await sendTo(60);
  await expect(sendTo(41)).rejects.toMatchObject({ statusCode: 429 });
  await trial.step(40_000);
  // What was refused counts too: 60 and 41 of the last minute leave 99.
  await sendTo(99);
  await expect(sendTo(1)).rejects.toMatchObject({ statusCode: 429 });
});

test('nothing is limited unless somebody wants it', async () => {
  trial.limits.enforce(false);
  const thread = await startThread();
  for (let n = 0; n < 11; n += 1) await thread.sendMessage({ content: 'x' });
  trial.limits.enforce(true);
  expect(trial.limits.enforced).toBe(true);
});
