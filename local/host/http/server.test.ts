import { Agent, request } from 'node:http';
import { createDoors } from '../../kit/doors';
import { createWork } from '../../kit/work';
import { serve } from './server';

const CALLERS = 40;

test('nobody is served before all who came at a time are in', async () => {
  const doors = createDoors();
  let isIn = 0;
  const wereIn: number[] = [];
  const listening = await serve({
    ...{ port: 0, work: createWork(), beforeResponse: () => undefined, isStreamed: () => false },
    doors: { ...doors, watch: (server) => (server.on('connection', () => (isIn += 1)), doors.watch(server)) },
    handle: async () => {
      wereIn.push(isIn);
      return { status: 204 };
    },
  });
  const agent = new Agent();
  const call = () =>
    new Promise((resolve, reject) => {
      const outgoing = request({ agent, port: listening.port, host: '127.0.0.1' }, (incoming) =>
        incoming.resume().once('end', resolve),
      );
      outgoing.once('error', reject).end();
    });
  await Promise.all(Array.from({ length: CALLERS }, call));
  expect(wereIn).toEqual(wereIn.map(() => CALLERS));
  await listening.close();
});
