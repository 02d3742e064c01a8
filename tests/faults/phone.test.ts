import { CRASH_POINT_NAMES, type CrashPoint } from '../../local/setup/crash-points';
import { tellCall, type SeenCall } from './support/call-story';
import { openCrashStage, type CrashStage } from './support/crash-stage';
import { brokenPromises } from './support/promises';

jest.setTimeout(600_000);

/** The interaction has more points than a call reaches; `FULL=1` tries them all. */
const QUICK: readonly CrashPoint[] = ['callAnswered', 'agentRung'];
const points = process.env['FULL'] === undefined ? QUICK : CRASH_POINT_NAMES;

describe('a call whose host is killed -9', () => {
  let stage: CrashStage;
  let undisturbed: SeenCall;
  let count = 0;

  async function tell(): Promise<SeenCall> {
    count += 1;
    const cameron = stage.agent('cameron');
    const [seen] = await stage.play([
      (until) => tellCall(stage, until, `+14255551${String(count).padStart(3, '0')}`, cameron),
    ]);
    return seen!;
  }

  beforeAll(async () => {
    stage = await openCrashStage(['cameron']);
    await stage.agent('cameron').ready();
    undisturbed = await tell();
  });
  afterAll(() => stage.stop());

  test.each(points)('at %s: the customer comes to the same agent by the same stations', async (point) => {
    await stage.settle();
    await stage.agent('cameron').ready();
    await stage.killAt([{ point, nth: 1 }]);
    try {
      expect(await tell()).toEqual(undisturbed);
    } finally {
      await stage.disarm();
    }
  });

  test('leaves nothing undone', async () => {
    await stage.pass(90_000);
    expect(await brokenPromises(stage)).toEqual([]);
  });
});
