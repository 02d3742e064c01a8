// cspell:ignore functionkeys systemkeys
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openStore, type Store } from '../kit/store';
import type { HostRequest } from './http/server';
import { createKeyApi, type KeyApi } from './key-api';
import { openKeys, type Keys } from './keys';

let store: Store;
let keys: Keys;
let api: KeyApi;
beforeEach(async () => {
  store = openStore(':memory:');
  keys = await openKeys(store, ['Guarded', 'other']);
  api = createKeyApi(keys, (name) => ['guarded', 'other'].includes(name.toLowerCase()));
});
afterEach(() => store.close());

async function ask(method: string, path: string, body?: object) {
  const url = new URL(path, 'https://app.example');
  const request: HostRequest = {
    ...{ method, url, target: path, headers: {}, body: Buffer.alloc(0), unread: Readable.from([]) },
    json: () => body,
  };
  const { status, body: answer } = (await api(request)) ?? { status: 0 };
  return [status, answer] as const;
}
const self = (path: string) => [{ rel: 'self', href: `https://app.example${path}` }];

test('keys are listed, made, replaced and removed, and open what they say', async () => {
  const path = '/admin/functions/guarded/keys';
  const [, first] = await ask('GET', path);
  expect(first).toMatchObject({ keys: [{ name: 'default' }], links: self(path) });
  expect(await ask('PUT', `${path}/Partner`, { name: 'Partner', value: 'secret' })).toEqual([
    201,
    { name: 'Partner', value: 'secret', links: self(`${path}/Partner`) },
  ]);
  expect(keys.opens('function', 'guarded', 'secret')).toBe(true);
  expect(keys.opens('function', 'other', 'secret')).toBe(false);
  expect((await ask('POST', `${path}/partner`))[0]).toBe(200);
  expect(keys.opens('function', 'guarded', 'secret')).toBe(false);
  const [status, renewed] = await ask('GET', `${path}/PARTNER`);
  expect([status, keys.opens('function', 'GUARDED', (renewed as { value: string }).value)]).toEqual([200, true]);
  expect((await ask('DELETE', `${path}/partner`))[0]).toBe(204);
  expect((await ask('DELETE', `${path}/partner`))[0]).toBe(404);
  expect(await ask('GET', path)).toEqual([200, first]);
});

test('a key of the host opens every function, one of the system no function', async () => {
  await ask('PUT', '/admin/host/functionkeys/all', { value: 'for all' });
  await ask('PUT', '/admin/host/systemkeys/eventgrid_extension', { value: 'for events' });
  expect(keys.opens('function', 'other', 'for all')).toBe(true);
  expect(keys.opens('admin', 'other', 'for all')).toBe(false);
  expect(keys.opensWebhook('eventgrid_extension', 'for events')).toBe(true);
  expect(keys.opensWebhook('durabletask_extension', 'for events')).toBe(false);
  expect(keys.opens('function', 'other', 'for events')).toBe(false);
  const [, listed] = await ask('GET', '/admin/host/keys');
  expect(listed).toMatchObject({ keys: [{ name: 'default' }, { name: 'all', value: 'for all' }] });
});

test('the master key can be read and renewed, and not removed', async () => {
  const [, before] = await ask('GET', '/admin/host/systemkeys/_master');
  expect(keys.isMaster((before as { value: string }).value)).toBe(true);
  expect((await ask('POST', '/admin/host/systemkeys/_master'))[0]).toBe(201);
  expect(keys.isMaster((before as { value: string }).value)).toBe(false);
  expect((await ask('PUT', '/admin/host/keys/_master', { value: 'own' }))[0]).toBe(200);
  expect(keys.isMaster('own')).toBe(true);
  expect((await ask('DELETE', '/admin/host/systemkeys/_master'))[0]).toBe(400);
});

test.each([
  ['GET', '/admin/functions/none/keys', 404],
  ['PUT', '/admin/functions/guarded/keys/x', 400],
  ['GET', '/admin/host/keys/none', 404],
  ['POST', '/admin/host/keys', 405],
  ['GET', '/admin/host/status', 0],
])('%s %s answers %i', async (method, path, status) => {
  expect((await ask(method, path))[0]).toBe(status);
});

test('keys outlive the process', async () => {
  await keys.put({ kind: 'function', name: 'guarded' }, 'partner', 'secret');
  const again = await openKeys(store, ['guarded', 'other']);
  expect(again.opens('function', 'guarded', 'secret')).toBe(true);
  expect(again.master()).toBe(keys.master());
});

test('of several hosts each knows at once what another was told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-keys-'));
  const open = () => openStore(join(folder, 'host.sqlite'), { isSynced: false });
  const stores = [open(), open()] as const;
  const [one, other] = await Promise.all(stores.map((store) => openKeys(store, ['guarded'], true)));
  await one!.put({ kind: 'function', name: 'guarded' }, 'partner', 'secret');
  expect(other!.opens('function', 'guarded', 'secret')).toBe(true);
  await other!.remove({ kind: 'function', name: 'guarded' }, 'partner');
  expect(one!.opens('function', 'guarded', 'secret')).toBe(false);
  expect(other!.master()).toBe(one!.master());
  for (const store of stores) store.close();
  rmSync(folder, { recursive: true });
});
