import { EventEmitter, once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { createDoors } from './doors';

test('somebody is coming until nobody came since the last look', async () => {
  const doors = createDoors();
  const server = createServer();
  doors.watch(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  expect(doors.isSomebodyComing()).toBe(false);
  const came = once(server, 'connection');
  const caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await came;
  expect(doors.isSomebodyComing()).toBe(true);
  expect(doors.isSomebodyComing()).toBe(false);
  caller.destroy();
  server.close();
});

test('those who come without end hold the work up for so long only', () => {
  const doors = createDoors();
  const server = new EventEmitter() as unknown as Server;
  doors.watch(server);
  let looks = 0;
  do server.emit('connection');
  while (doors.isSomebodyComing() && (looks += 1) < 10_000);
  expect(looks).toBe(512);
});

/** Lets turns of the event loop pass until `promise` is kept; how many it were. */
async function turnsUntil(promise: Promise<void> | undefined): Promise<number> {
  let isKept = promise === undefined;
  void promise?.then(() => (isKept = true));
  let turns = 0;
  for (; !isKept; turns += 1) await new Promise((next) => setImmediate(next));
  return turns;
}

test('who came in is served when a turn lets nobody else in', async () => {
  const doors = createDoors();
  const server = new EventEmitter() as unknown as Server;
  doors.watch(server);
  expect(doors.othersAreIn()).toBeUndefined();
  server.emit('connection');
  const first = doors.othersAreIn();
  let others = 5;
  const next = () => {
    server.emit('connection');
    others -= 1;
    if (others > 0) setImmediate(next);
  };
  next();
  await first;
  expect(others).toBe(0);
  expect(doors.othersAreIn()).toBeUndefined();
});

test('each who is expected takes a turn; those who come without end are waited for so long only', async () => {
  const doors = createDoors();
  for (let count = 0; count < 7; count += 1) doors.expectOne();
  expect(await turnsUntil(doors.othersAreIn())).toBeGreaterThanOrEqual(7);
  expect(doors.othersAreIn()).toBeUndefined();
  for (let count = 0; count < 5000; count += 1) doors.expectOne();
  expect(await turnsUntil(doors.othersAreIn())).toBeLessThan(600);
});
