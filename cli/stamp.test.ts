import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { EXIT } from './exit-codes';
import { run } from './run';
import { fakeTerminal } from './terminal.testsuite';

let server: Server;
beforeAll(async () => {
  const body = JSON.stringify({
    type: 'urn:switchboard:problem:forbidden',
    title: 'No.',
    status: 403,
    code: 'forbidden',
  });
  server = createServer((_request, response) => {
    response.writeHead(403, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
});
afterAll(() => server.close());

test.each([
  ['history', 'Switchboard.Admin'],
  ['cost', 'Switchboard.Analyst or Switchboard.Supervisor'],
])('who may not ask for %s is told the role that may', async (command, role) => {
  const { port } = server.address() as { port: number };
  const environment = { SWITCHBOARD_URL: `http://localhost:${String(port)}`, SWITCHBOARD_TOKEN: 'token' };
  const terminal = fakeTerminal(join(__dirname, '..'), environment);
  expect(await run([command, 'contoso'], terminal)).toBe(EXIT.unreachable);
  expect(terminal.complained()).toBe(`The caller lacks the app role ${role}.\n`);
});
