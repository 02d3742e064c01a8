import { CRASH_POINT_NAMES, type CrashPoint } from '../../local/setup/crash-points';
import type { AgentActor } from '../journeys/support/agent';
import { compare } from './support/compare';
import { openCrashStage, type CrashStage, type Kill } from './support/crash-stage';
import { brokenPromises } from './support/promises';
import { chatWriter, mailWriter, textWriter, type Writer } from './support/writers';
import { tellWritten, type Seen } from './support/written-story';

jest.setTimeout(600_000);

type Channel = Writer['channel'];
const rounds = process.env['POINTS']?.split(',') ?? CRASH_POINT_NAMES;
const channels = (process.env['CHANNELS']?.split(',') ?? ['chat', 'sms']) as Channel[];

describe('a written conversation whose host is killed', () => {
  let stage: CrashStage;
  let agents: readonly AgentActor[];
  let count = 0;
  const undisturbed = new Map<Channel, Seen>();

  const writerOn = async (channel: Channel): Promise<Writer> => {
    count += 1;
    const number = String(count).padStart(3, '0');
    if (channel === 'chat') return chatWriter(stage, `Ada${number}`);
    return channel === 'sms' ? textWriter(stage, `+14255550${number}`) : mailWriter(stage, `ada${number}@ada.example`);
  };
  const tell = async (writers: readonly Writer[]) =>
    stage.play(writers.map((writer) => (until) => tellWritten(stage, until, writer, agents)));
  const ready = async () => {
    await stage.settle();
    for (const agent of agents) await agent.ready();
  };

  beforeAll(async () => {
    stage = await openCrashStage(['cameron']);
    agents = [stage.agent('cameron')];
    await ready();
    const writers = await Promise.all(channels.map(writerOn));
    const all = await tell(writers);
    all.forEach((seen, index) => undisturbed.set(writers[index]!.channel, seen));
  });
  afterAll(() => {
    process.stderr.write(stage.running.output().replaceAll(/\n\s+at .*/g, ''));
    process.stderr.write(JSON.stringify([...undisturbed], null, 1));
    return stage.stop();
  });

  test.each(rounds)('at %s', async (round) => {
    const kills = round.split('+').map((one): Kill => {
      const [point = '', nth = '1'] = one.split(':');
      return { point: point as CrashPoint, nth: Number(nth) };
    });
    await ready();
    const writers = await Promise.all(channels.map(writerOn));
    await stage.killAt(kills);
    const all = await tell(writers).finally(async () => {
      const missed = await stage.disarm();
      process.stderr.write(`missed ${JSON.stringify(missed)}\n`);
    });
    const compared = all.map((seen, index) => compare(channels[index]!, seen, undisturbed.get(channels[index]!)!));
    process.stderr.write(`${round} repeats ${compared.map(({ repeats }) => repeats).join()}\n`);
    expect(compared.flatMap(({ differences }) => differences)).toEqual([]);
    expect(compared.reduce((sum, { repeats }) => sum + repeats, 0)).toBeLessThanOrEqual(kills.length);
  });

  test('keeps the promises', async () => {
    await stage.pass(120_000);
    expect(await brokenPromises(stage)).toEqual([]);
  });
});
