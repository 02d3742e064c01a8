import type { LocalRequest } from '../kit/http';
import { QUIET, troubleOperations, type People } from './troubles';

const played: string[] = [];
const live: People = {
  ...QUIET,
  mode: 'live',
  scenarios: {
    all: [
      { name: 'steady', story: 'A few.' },
      { name: 'monday-rush', story: 'Many.' },
    ],
    now: () => played.at(-1) ?? 'steady',
    play: (name) => Promise.resolve(name === 'monday-rush' && played.push(name) > 0),
  },
};

const ask = (people: People, id: string, body: unknown) =>
  troubleOperations(() => people)
    .find((operation) => operation.id === id)
    ?.handle({
      method: id === 'getPeople' ? 'GET' : 'POST',
      params: {},
      url: new URL('http://simulator.local/'),
      json: () => body,
    } as LocalRequest);

test('a scenario is chosen by its name', async () => {
  expect(await ask(live, 'playScenario', { name: 'monday-rush' })).toEqual({ status: 204 });
  expect(await ask(live, 'getPeople', undefined)).toMatchObject({
    body: { mode: 'live', scenario: 'monday-rush', scenarios: [{ name: 'steady' }, { name: 'monday-rush' }] },
  });
});

test('a name that is none is refused with the list', async () => {
  expect(await ask(live, 'playScenario', { name: 'sunday' })).toMatchObject({
    status: 400,
    body: { detail: "There is no scenario 'sunday'. There are steady, monday-rush." },
  });
});

test('where nobody is simulated, nothing can be played', async () => {
  expect(await ask(QUIET, 'playScenario', { name: 'monday-rush' })).toMatchObject({ status: 409 });
});
