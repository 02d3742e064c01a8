import { decodeJwt } from 'jose';
import { createClock } from '../kit/clock';
import { openStore } from '../kit/store';
import { createWork } from '../kit/work';
import { ADA, API, IDENTITY, seed } from './directory.testsuite';
import { createEntra } from './entra';

const open = () =>
  createEntra({
    ...seed,
    store: openStore(':memory:'),
    clock: createClock(createWork(), Date.UTC(2026, 9, 5, 12), () => 0),
    url: () => 'https://entra.test',
  });

test('any resource gets a token, without a role', async () => {
  const entra = await open();
  const jwt = await entra.tokenForApp(IDENTITY, 'https://vault.azure.net');
  expect((await entra.verify(jwt, 'https://vault.azure.net')).kind).toBe('valid');
  expect(decodeJwt(jwt)).not.toHaveProperty('roles');
});

test('claims that nothing reads are absent', async () => {
  const entra = await open();
  const claims = Object.keys(decodeJwt(await entra.tokenFor(ADA, API)));
  expect(claims).toEqual(expect.arrayContaining(['iss', 'sub', 'oid', 'tid', 'scp', 'roles']));
  expect(claims.filter((name) => /^(aio|rh|sid|xms_.*)$/.test(name))).toEqual([]);
});
