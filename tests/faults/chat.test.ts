import { CRASH_POINT_NAMES, type CrashPoint } from '../../local/setup/crash-points';
import { tellChat, type Seen } from './support/chat-story';
import { openCrashStage, type CrashStage } from './support/crash-stage';
import { brokenPromises } from './support/promises';

jest.setTimeout(600_000);

const points = (process.env['POINTS']?.split(',') ?? CRASH_POINT_NAMES) as CrashPoint[];
const NTH = Number(process.env['NTH'] ?? 1);

describe('a chat whose host is killed', () => {
  let stage: CrashStage;
  let undisturbed: Seen;
  beforeAll(async () => {
    stage = await openCrashStage();
    undisturbed = await tellChat(stage, stage.agent('cameron'), 'Ada');
  });
  afterAll(() => {
    process.stderr.write(stage.running.output());
    return stage.stop();
  });

  test.each(points)('at %s', async (point) => {
    await stage.killAt(point, NTH);
    try {
      const seen = await tellChat(stage, stage.agent('cameron'), 'Ada');
      console.log(point, await stage.disarm());
      expect(seen).toEqual(undisturbed);
    } finally {
      await stage.disarm();
    }
  });

  test('keeps the promises', async () => {
    await stage.pass(120_000);
    expect(await brokenPromises(stage)).toEqual([]);
  });
});
