import { startTrial, type Trial } from './trial.testsuite';

let trial: Trial;
beforeEach(async () => {
  trial = await startTrial();
});
afterEach(() => trial.stop());

const send = () => trial.sms.send({ from: '+18005550100', to: ['+14255550123'], message: 'Hello' });
const received = () => trial.handset.texts('+14255550123').length;

test('a request that fails before does nothing; the next goes through', async () => {
  trial.disturbances.add({ operation: 'POST /sms', status: 503, when: 'before', times: 1 });
  await expect(send()).rejects.toMatchObject({ statusCode: 503 });
  expect(received()).toBe(0);
  await send();
  expect(received()).toBe(1);
});

test('an answer that is lost was still an act', async () => {
  trial.disturbances.add({ operation: 'POST /sms', status: 500, when: 'after', times: 2 });
  trial.disturbances.add({ operation: 'POST /sms', status: 504, when: 'before', times: 1 });
  await expect(send()).rejects.toMatchObject({ statusCode: 500 });
  await expect(send()).rejects.toMatchObject({ statusCode: 500 });
  await expect(send()).rejects.toMatchObject({ statusCode: 504 });
  expect(received()).toBe(2);
});

test('what is to come can be called off, and no other operation is hit', async () => {
  trial.disturbances.add({ operation: 'POST /chat/threads', status: 500, when: 'before', times: 1 });
  await send();
  trial.disturbances.clear();
  const { chat } = await trial.newUser();
  expect((await chat.createChatThread({ topic: 'x' })).chatThread?.topic).toBe('x');
});

test('an operation that there is not is refused', () => {
  const add = () => trial.disturbances.add({ operation: 'POST /faxes', status: 500, when: 'before', times: 1 });
  expect(add).toThrow(RangeError);
});
