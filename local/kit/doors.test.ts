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
