import type { Watch } from '../kit/http';
import { createCrashes, type Crashes } from './crashes';

let deaths = 0;
let crashes: Crashes;
beforeEach(() => {
  deaths = 0;
  crashes = createCrashes(async () => void (deaths += 1));
});

type Request = Parameters<Watch['arrives']>[0];

/** Whether the request came through to the service. */
async function ask(path: string): Promise<boolean> {
  const request = { method: 'POST', url: new URL(`https://local.test${path}`), json: () => ({}) } as unknown as Request;
  const isLet = await crashes.watch.arrives(request);
  if (isLet) await crashes.watch.answers(request);
  return isLet;
}

const PLAY = '/calling/callConnections/1:play';
const ANSWER = '/calling/callConnections:answer';

test('the host dies at each of its deaths, in whatever order they come, counted from when they were armed', async () => {
  await ask(PLAY);
  crashes.arm([
    { point: 'callAnswered', nth: 1 },
    { point: 'promptPlayed', nth: 2 },
  ]);
  await ask(PLAY);
  expect(deaths).toBe(0);
  await ask(PLAY);
  expect([deaths, crashes.armed()]).toEqual([1, [{ point: 'callAnswered', nth: 1 }]]);
  await ask(ANSWER);
  expect([deaths, crashes.armed()]).toEqual([2, []]);
  await ask(ANSWER);
  expect(deaths).toBe(2);
});

test('at a point before the act nothing of the request is done, and armed anew the older deaths are taken back', async () => {
  crashes.arm([{ point: 'callAnswered', nth: 1 }]);
  crashes.arm([{ point: 'promptUnplayed', nth: 1 }]);
  expect([await ask(ANSWER), await ask(PLAY), await ask(PLAY)]).toEqual([true, false, true]);
  expect(deaths).toBe(1);
});

test('where traffic comes is written down in order, without a death', async () => {
  crashes.trace();
  await ask(ANSWER);
  await ask(PLAY);
  expect(crashes.traced()).toEqual([['callAnswered'], ['promptUnplayed'], ['promptPlayed']]);
  expect([deaths, crashes.traced()]).toEqual([0, []]);
});
