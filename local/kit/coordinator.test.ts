import fc from 'fast-check';
import { createClock } from './clock';
import { createCoordinator, type Coordinator } from './coordinator';
import type { Post } from './post';
import { NotSettled } from './settle';
import { drain, readIdleTime, setTime, type Participant, type TimeOrder } from './time-control';
import { createWork } from './work';

const NOON = Date.UTC(2026, 0, 5, 12);

function participant(drains: (() => Promise<boolean>)[] = []): Participant {
  const work = createWork();
  return { work, clock: createClock(work, NOON, () => 0), drains };
}

/** Answers the control calls of participants without a network; `name` is the host of their URL. */
function wires(remotes: Record<string, Participant>): Post {
  return async ({ url, method, body }) => {
    const { hostname, pathname } = new URL(url);
    const remote = remotes[hostname]!;
    if (method === 'POST' && pathname === '/_local/time') setTime(remote, JSON.parse(body.toString()) as TimeOrder);
    const answer = pathname === '/_local/drain' ? { worked: await drain(remote, {}) } : await readIdleTime(remote);
    return { status: 200, headers: {}, body: JSON.stringify(answer) };
  };
}

function coordinate(self: Participant, remotes: Record<string, Participant> = {}, patienceMs = 5000) {
  const participants = Object.keys(remotes).map((name) => ({ name, url: `http://${name}` }));
  return createCoordinator({ participants, self, post: wires(remotes), patienceMs });
}

const turnOfTheLoop = () => new Promise((resolve) => setImmediate(resolve));

describe('advance', () => {
  test('every call due by the target has run, each at its own time, in whichever process', async () => {
    const delays = fc.array(fc.record({ afterMs: fc.nat(5000), here: fc.boolean() }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(delays, fc.nat(6000), async (calls, byMs) => {
        const self = participant();
        const host = participant();
        const ran: number[] = [];
        for (const { afterMs, here } of calls) {
          const { clock } = here ? self : host;
          clock.after(afterMs, () => void ran.push(clock.now() - NOON - afterMs));
        }
        const { now } = await coordinate(self, { host }).advance({ byMs });
        expect(now).toBe(NOON + byMs);
        expect([self.clock.now(), host.clock.now()]).toEqual([now, now]);
        expect(ran).toEqual(calls.filter((call) => call.afterMs <= byMs).map(() => 0));
      }),
      { numRuns: 60 },
    );
  });

  test('what a call schedules in another process within the target also runs', async () => {
    const self = participant();
    const host = participant();
    const seen: string[] = [];
    self.clock.after(100, () => {
      host.clock.after(50, () => {
        seen.push(`host at ${host.clock.now() - NOON}`);
        self.clock.after(0, () => void seen.push(`self at ${self.clock.now() - NOON}`));
      });
    });
    await coordinate(self, { host }).advance({ to: NOON + 150 });
    expect(seen).toEqual(['host at 150', 'self at 150']);
  });

  test('it does not move on before work that spans turns of the loop is finished', async () => {
    const self = participant();
    const host = participant();
    const seen: string[] = [];
    self.clock.after(10, async () => {
      for (let turn = 0; turn < 20; turn += 1) await turnOfTheLoop();
      seen.push(`slow work ended at ${self.clock.now() - NOON}`);
    });
    host.clock.after(20, () => void seen.push('later call'));
    await coordinate(self, { host }).advance({ byMs: 20 });
    expect(seen).toEqual(['slow work ended at 10', 'later call']);
  });

  test('recurring lazy work gets a turn at every second of a minute, and at least 120 in a long step', async () => {
    const self = participant();
    let turns = 0;
    const recur = (): void => void self.clock.after(1000, count, { lazy: true });
    const count = () => {
      turns += 1;
      recur();
    };
    recur();
    const coordinator = coordinate(self);
    await coordinator.advance({ byMs: 60_000 });
    expect(turns).toBe(60);
    const { stops } = await coordinator.advance({ byMs: 3 * 86_400_000 });
    expect([turns - 60, stops]).toEqual([120, 120]);
  });

  test('going back is refused', async () => {
    await expect(coordinate(participant()).advance({ to: NOON - 1 })).rejects.toThrow(RangeError);
  });

  test('two advances asked at once run one after the other', async () => {
    const self = participant();
    const coordinator = coordinate(self);
    const [first, second] = await Promise.all([coordinator.advance({ byMs: 10 }), coordinator.advance({ byMs: 10 })]);
    expect([first.now, second.now]).toEqual([NOON + 10, NOON + 20]);
  });
});

describe('settle', () => {
  test('a feed filled by another process while it was being drained is drained again', async () => {
    const feed: string[] = [];
    const read: string[] = [];
    const host = participant([
      async () => {
        const taken = feed.splice(0);
        read.push(...taken);
        return taken.length > 0;
      },
    ]);
    const self = participant();
    void self.work.run(async () => {
      for (let turn = 0; turn < 10; turn += 1) await turnOfTheLoop();
      feed.push('written late');
    });
    await coordinate(self, { host }).settle();
    expect(read).toEqual(['written late']);
  });

  test('drains that count as work where they read do not keep it from settling', async () => {
    const self = participant();
    const host = participant([() => self.work.run(async () => false)]);
    await expect(coordinate(self, { host }).settle()).resolves.toEqual({ now: NOON });
  });

  test('work that never ends is named with its process', async () => {
    const host = participant();
    void host.work.run(() => new Promise(() => undefined), 'PUT /calls/7');
    const failure = coordinate(participant(), { host }, 400).settle();
    await expect(failure).rejects.toThrow(NotSettled);
    await expect(failure).rejects.toThrow('host runs 1 (PUT /calls/7)');
  });

  test('a drain that always works, and one that never answers, are named', async () => {
    const always = coordinate(participant(), { host: participant([async () => true]) }, 400).settle();
    await expect(always).rejects.toThrow('host always finds something to drain');
    const never = coordinate(participant(), { host: participant([() => new Promise(() => undefined)]) }, 400).settle();
    await expect(never).rejects.toThrow('a process does not answer');
  });

  test('a call that schedules itself for now forever is found', async () => {
    const self = participant();
    const again = (): void => void self.clock.after(0, again);
    again();
    await expect(coordinate(self, {}, 400).advance({ byMs: 1 })).rejects.toThrow(NotSettled);
  });
});

describe('follow', () => {
  let real: number;
  beforeEach(() => void (real = 0));
  const following = (): Participant => {
    const work = createWork();
    return { work, clock: createClock(work, NOON, () => real), drains: [] };
  };

  test('every process follows, and goes on following after a step', async () => {
    const self = following();
    const host = following();
    const coordinator = coordinate(self, { host });
    await coordinator.follow(60);
    real += 1000;
    expect([self.clock.now(), host.clock.now()]).toEqual([NOON + 60_000, NOON + 60_000]);
    await coordinator.advance({ byMs: 5000 });
    real += 1000;
    expect([self.clock.now(), host.clock.now()]).toEqual([NOON + 125_000, NOON + 125_000]);
    await coordinator.follow(0);
    real += 1000;
    expect(host.clock.now()).toBe(NOON + 125_000);
  });

  describe('where a process cannot be set', () => {
    let clocks: readonly Participant[];
    let isDeaf: boolean;
    /** Of three processes at sixty times the pace, one of which hears nothing from then on; an order to stop is slow. */
    async function deafened(): Promise<Coordinator> {
      const [self, host, other] = [following(), following(), following()];
      clocks = [self, host, other];
      isDeaf = false;
      const reach = wires({ host, other });
      const post: Post = (request) =>
        isDeaf && new URL(request.url).hostname === 'other' && request.method === 'POST'
          ? Promise.reject(new Error('deaf'))
          : (request.body.includes('hold') ? turnOfTheLoop() : Promise.resolve()).then(() => reach(request));
      const participants = ['other', 'host'].map((name) => ({ name, url: `http://${name}` }));
      const coordinator = createCoordinator({ participants, self, post, patienceMs: 5000 });
      await coordinator.follow(60);
      isDeaf = true;
      return coordinator;
    }

    test.each([
      ['another speed', (coordinator: Coordinator) => coordinator.follow(10)],
      ['a step', (coordinator: Coordinator) => coordinator.advance({ byMs: 5000 })],
    ])('%s fails, and all go on as they were', async (_what, ask) => {
      const coordinator = await deafened();
      await expect(ask(coordinator)).rejects.toThrow('deaf');
      await turnOfTheLoop();
      expect(coordinator.speed()).toBe(60);
      real += 1000;
      expect(clocks.map(({ clock }) => clock.now() - NOON)).toEqual([60_000, 60_000, 60_000]);
    });

    test('all are set once it hears again', async () => {
      const coordinator = await deafened();
      await expect(coordinator.follow(10)).rejects.toThrow('deaf');
      isDeaf = false;
      await coordinator.follow(10);
      real += 1000;
      expect([coordinator.speed(), ...clocks.map(({ clock }) => clock.now() - NOON)]).toEqual([
        10, 10_000, 10_000, 10_000,
      ]);
    });
  });
});
