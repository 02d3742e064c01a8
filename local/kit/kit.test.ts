import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock } from './clock';
import { dispatch, listen } from './http';
import { openStore } from './store';
import { ensureTls } from './tls';
import { createWork } from './work';

const NOON = Date.UTC(2026, 0, 5, 12);
const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'kit-'));
  folders.push(made);
  return made;
};
afterAll(() => folders.forEach((made) => rmSync(made, { recursive: true })));

describe('clock', () => {
  const stopped = () => createClock(createWork(), NOON, () => Date.now());

  test('a step runs what falls due in order, each at its own time', () => {
    const clock = stopped();
    const seen: [string, number][] = [];
    clock.at(NOON + 20, () => void seen.push(['second', clock.now()]));
    clock.at(NOON + 10, () => void seen.push(['first', clock.now()]));
    clock.at(NOON + 31, () => void seen.push(['later', clock.now()]));
    clock.stepTo(NOON + 30);
    expect(seen).toEqual([
      ['first', NOON + 10],
      ['second', NOON + 20],
    ]);
    expect(clock.now()).toBe(NOON + 30);
    expect(clock.nextDueAt()).toBe(NOON + 31);
  });

  test('a lazy call does not stop a step and runs when passed', () => {
    const clock = stopped();
    let runs = 0;
    clock.at(
      NOON + 10,
      () => {
        runs += 1;
      },
      { lazy: true },
    );
    expect(clock.nextDueAt()).toBeUndefined();
    clock.stepTo(NOON + 60);
    expect(runs).toBe(1);
  });

  test('a cancelled call never runs, and the clock never goes back', () => {
    const clock = stopped();
    clock.at(NOON + 10, () => expect('it').toBe('cancelled')).cancel();
    clock.stepTo(NOON + 60);
    expect(() => clock.stepTo(NOON)).toThrow(RangeError);
  });

  test('following real time moves by the speed', () => {
    let real = 1000;
    const clock = createClock(createWork(), NOON, () => real);
    clock.follow(60);
    real += 500;
    expect(clock.now()).toBe(NOON + 30_000);
  });
});

test('a clock that runs is stopped at the instant that has just passed', () => {
  let real = 0;
  // Between looking at it and stopping it a millisecond goes by.
  const clock = createClock(createWork(), NOON, () => (real += 1));
  const seen: number[] = [];
  clock.at(NOON + 1, () => void seen.push(clock.now()));
  clock.follow(60);
  clock.holdAt(clock.now());
  expect(clock.isStepped()).toBe(true);
  clock.follow(60);
  clock.stepTo(clock.now());
  expect([clock.isStepped(), seen.length]).toEqual([true, 1]);
});

describe('store', () => {
  test('what a commit acknowledged is there after a restart', async () => {
    const file = join(folder(), 'a.db');
    const first = openStore(file);
    await first.collection<{ n: number }>('things').put('one', { n: 1 });
    first.close();
    const second = openStore(file);
    expect(second.collection<{ n: number }>('things').get('one')).toEqual({ n: 1 });
    second.close();
  });

  test('a write that throws is rolled back alone', async () => {
    const store = openStore(':memory:');
    store.sql.exec('CREATE TABLE t (v INTEGER)');
    const insert = store.sql.prepare('INSERT INTO t VALUES (?)');
    const outcomes = await Promise.allSettled([
      store.commit(() => insert.run(1)),
      store.commit(() => {
        insert.run(2);
        throw new RangeError('no');
      }),
      store.commit(() => insert.run(3)),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((store.sql.prepare('SELECT v FROM t').all() as { v: number }[]).map((row) => row.v)).toEqual([1, 3]);
    store.close();
  });

  test('a caller that changes what it read changes nothing stored', async () => {
    const store = openStore(':memory:');
    const things = store.collection<{ tags: string[] }>('things');
    await things.put('one', { tags: [] });
    things.get('one')?.tags.push('changed');
    expect(things.get('one')).toEqual({ tags: [] });
    store.close();
  });
});

describe('http', () => {
  const service = {
    name: 'parrot',
    routes: [
      {
        method: 'GET',
        path: '/say/{word}',
        handle: (r: { params: Record<string, string | undefined> }) => ({ status: 200, body: r.params }),
      },
    ],
  };
  const get = (path: string) => ({
    method: 'GET',
    url: new URL(path, 'https://localhost'),
    target: path,
    headers: {},
    body: Buffer.alloc(0),
    json: () => undefined,
  });

  test('parts of the path arrive decoded', async () => {
    expect(await dispatch(service, get('/say/a%20b'))).toEqual({ status: 200, body: { word: 'a b' } });
  });

  test('a path that is no text is refused', async () => {
    const answer = await dispatch(service, get('/say/%zz'));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'InvalidUri' } } });
  });

  test('an unknown operation is 501 and named', async () => {
    const answer = await dispatch(service, get('/sing'));
    expect(answer.status).toBe(501);
    expect(JSON.stringify(answer.body)).toContain('parrot does not emulate GET /sing');
  });

  test('a host that is none is refused, and two slashes do not name one', async () => {
    const server = await listen(service, { port: 0, work: createWork() });
    const ask = (head: string) =>
      new Promise<string>((resolve) => {
        let answer = '';
        const socket = connect(server.port, '127.0.0.1', () => socket.write(`${head}\r\nconnection: close\r\n\r\n`));
        socket.on('data', (data) => (answer += data.toString())).on('close', () => resolve(answer));
      });
    expect(await ask('GET /say/hello HTTP/1.1\r\nhost: a b')).toMatch(/^HTTP\/1.1 400 [^]*InvalidUri/);
    expect(await ask('GET //say/hello HTTP/1.1\r\nhost: localhost')).toMatch(/^HTTP\/1.1 501 [^]*GET \/\/say\/hello/);
    await server.close();
  });

  test('it speaks https with the made certificate', async () => {
    const tls = await ensureTls(folder());
    const server = await listen(service, { port: 0, tls, work: createWork() });
    const status = await new Promise((resolve, reject) => {
      request(`${server.url}/say/hello`, { ca: readFileSync(tls.caFile) }, (answer) => resolve(answer.statusCode))
        .on('error', reject)
        .end();
    });
    await server.close();
    expect(status).toBe(200);
  });
});
