import type { AgentActor } from '../journeys/support/agent';
import { compare } from './support/compare';
import { openCrashStage, type CrashStage, type Kill } from './support/crash-stage';
import { brokenPromises } from './support/promises';
import { roundsAsked, type Round } from './support/rounds';
import { chatWriter, mailWriter, textWriter, type Writer } from './support/writers';
import { tellWritten, type Seen } from './support/written-story';

jest.setTimeout(600_000);

type Channel = Writer['channel'];
const rounds = roundsAsked(process.env);
const channels = [...new Set(rounds.flatMap((round) => round.channels))];

describe('a written conversation whose host is killed -9', () => {
  let stage: CrashStage;
  let agents: readonly AgentActor[];
  let count = 0;
  const undisturbed = new Map<Channel, Seen>();

  const writerOn = (channel: Channel): Promise<Writer> | Writer => {
    count += 1;
    const number = String(count).padStart(3, '0');
    if (channel === 'chat') return chatWriter(stage, `Ada${number}`);
    return channel === 'sms' ? textWriter(stage, `+14255550${number}`) : mailWriter(stage, `ada${number}@ada.example`);
  };

  /** What each saw, and the points that were not reached. */
  async function tell(wanted: readonly Channel[], kills: readonly Kill[]) {
    await stage.settle();
    for (const agent of agents) await agent.ready();
    const writers: Awaited<ReturnType<typeof writerOn>>[] = [];
    for (const channel of wanted) writers.push(await writerOn(channel));
    await stage.killAt(kills);
    try {
      const seen = await stage.play(writers.map((writer) => (until) => tellWritten(stage, until, writer, agents)));
      return { seen, missed: await stage.disarm() };
    } finally {
      await stage.disarm();
    }
  }

  beforeAll(async () => {
    stage = await openCrashStage(['cameron']);
    agents = [stage.agent('cameron')];
    const { seen } = await tell(channels, []);
    channels.forEach((channel, index) => undisturbed.set(channel, seen[index]!));
  });
  afterAll(() => stage.stop());

  test.each(rounds)('$name', async ({ channels: wanted, kills, isExact }: Round) => {
    const { seen, missed } = await tell(wanted, kills);
    const compared = seen.map((one, index) => compare(wanted[index]!, one, undisturbed.get(wanted[index]!)!));
    const repeats = compared.reduce((sum, one) => sum + one.repeats, 0);
    expect(compared.flatMap(({ differences }) => differences)).toEqual([]);
    expect(repeats).toBeLessThanOrEqual(kills.length - missed.length);
    if (isExact) expect(missed).toEqual([]);
  });

  test('leaves nothing undone: every interaction is closed, every visit ended once, no journal has a gap', async () => {
    await stage.pass(90_000);
    expect(await brokenPromises(stage)).toEqual([]);
  });
});
