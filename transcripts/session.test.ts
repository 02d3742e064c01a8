import { ref, recording, talking, world } from '../shared/flows/voice/given-recorded.testsuite';
import { pauseRecording } from '../shared/flows/agents/pause-recording';
import { agentIdOf } from '../shared/core/lib/ids';
import { createSession, type Session } from './session';
import { begins, said, texts } from './words-of-a-call.testsuite';

describe('given a call whose words the store cannot take for a while', () => {
  let waits: number[];
  let lost: unknown[];
  let session: Session;
  /** What becomes of the wait before the next attempt. */
  let meanwhile: () => Promise<void>;

  beforeEach(async () => {
    await recording('announced, transcribe: true');
    await talking();
    waits = [];
    lost = [];
    meanwhile = async () => undefined;
    const log = { ...world.deps.log, error: (_what: string, facts?: object) => void lost.push(facts) };
    const wait = async (ms: number) => {
      waits.push(ms);
      await meanwhile();
    };
    session = createSession({ deps: world.deps, log, wait }, ref);
    session.take(begins);
  });

  function failing(times: number): void {
    const { append } = world.deps.transcripts;
    let left = times;
    Object.assign(world.deps.transcripts, {
      append: (...args: Parameters<typeof append>) =>
        left-- > 0 ? Promise.reject(new Error('unwell')) : append(...args),
    });
  }

  test('then it is asked again later and later, never by many at the same moment, and the words keep their order', async () => {
    failing(5);
    session.take(said('Hello.', 1));
    session.take(said('My order.', 2));
    await session.idle();
    expect(await texts()).toEqual(['Hello.', 'My order.']);
    expect(waits).toHaveLength(5);
    for (const [n, ms] of waits.entries()) {
      expect(ms).toBeGreaterThanOrEqual(125 * 2 ** n);
      expect(ms).toBeLessThanOrEqual(250 * 2 ** n);
    }
  });

  test('then words of an outage that lasts are lost, said so, and those after it are kept', async () => {
    failing(6);
    session.take(said('Hello.', 1));
    session.take(said('My order.', 2));
    await session.idle();
    expect(await texts()).toEqual(['My order.']);
    expect(lost).toHaveLength(1);
  });

  test('then words are of the moment in which they came: what was said in a pause is not kept after it', async () => {
    const cameron = agentIdOf('cameron');
    await world.pass(10_000);
    await pauseRecording(world.deps, ref, cameron, 'pause');
    await world.pass(10_000);
    const { of } = world.deps.recordings;
    let isUnwell = true;
    Object.assign(world.deps.recordings, {
      of: (...args: Parameters<typeof of>) => (isUnwell ? Promise.reject(new Error('unwell')) : of(...args)),
    });
    meanwhile = async () => {
      isUnwell = false;
      await pauseRecording(world.deps, ref, cameron, 'resume');
      await world.pass(60_000);
    };
    session.take(said('4111 is my code.', 1));
    await session.idle();
    expect(waits).toHaveLength(1);
    expect(await texts()).toEqual([]);
  });
});
