import { tellCall } from './call-story';
import { openCrashStage, type CrashStage, type Kill, type Story } from './crash-stage';
import type { Round, Trace } from './rounds';
import type { Channel, Look, Seen } from './seen';
import { tellWritten } from './written-story';
import { chatWriter, mailWriter, textWriter } from './writers';

/** What came of a round. */
export interface Told {
  /** A conversation for each channel of the round, in its order. */
  readonly seen: readonly (readonly [Channel, Seen])[];
  /** Deaths that did not come about, because nothing came to their points any more. */
  readonly missed: readonly Kill[];
}

/** Customers of all channels and the agents who answer them, on a stage where the host dies. */
export interface Company {
  readonly stage: CrashStage;
  /** `meanwhile` goes on beside it: the round is over when both are. */
  tell(round: Round, meanwhile?: () => Promise<void>): Promise<Told>;
  /** Undisturbed, with the places that its traffic came to. */
  trace(channels: readonly Channel[]): Promise<Told & { readonly trace: Trace }>;
}

/** Callers want to buy something, all others have something to repair: nobody's call keeps another's text waiting. */
const AGENT_OF: Readonly<Record<Channel, string>> = {
  phone: 'adele',
  chat: 'cameron',
  sms: 'cameron',
  email: 'cameron',
};

/** Longer than a claim and the sweep after it. */
const QUIET_MS = 90_000;

/** `more`: further options of `npm start`. */
export async function openCompany(more: readonly string[] = []): Promise<Company> {
  const agents = [...new Set(Object.values(AGENT_OF))];
  const stage = await openCrashStage(agents, more);
  const { simulator } = stage;
  // By then the mailbox is subscribed to: until then a mail waits for its sweep.
  await stage.passQuietly(120_000);
  let customers = 0;

  async function storyOf(channel: Channel): Promise<Story<Look>> {
    customers += 1;
    const number = String(customers).padStart(3, '0');
    const agent = stage.agent(AGENT_OF[channel]);
    switch (channel) {
      case 'phone':
        return (until) => tellCall(stage, until, `+14255551${number}`, agent);
      case 'chat': {
        const writer = await chatWriter(stage, `Ada${number}`);
        return (until) => tellWritten(stage, until, writer, agent);
      }
      case 'sms':
        return (until) => tellWritten(stage, until, textWriter(stage, `+14255550${number}`), agent);
      case 'email':
        return (until) => tellWritten(stage, until, mailWriter(stage, `ada${number}@ada.example`), agent);
    }
  }

  async function tell({ channels, kills }: Round, meanwhile = async () => undefined as void): Promise<Told> {
    await stage.settle();
    for (const id of agents) await stage.agent(id)[id === AGENT_OF.phone ? 'notReady' : 'ready']();
    const stories: Story<Look>[] = [];
    for (const channel of channels) stories.push(await storyOf(channel));
    await stage.killAt(kills);
    try {
      const [looks] = await Promise.all([stage.play(stories), meanwhile()]);
      const missed = await stage.disarm();
      // What comes again may come after the end.
      await stage.passQuietly(QUIET_MS);
      const seen: [Channel, Seen][] = [];
      for (const [index, look] of looks.entries()) seen.push([channels[index]!, await look()]);
      return { seen, missed };
    } finally {
      await stage.disarm();
    }
  }

  return {
    stage,
    tell,
    async trace(channels) {
      await simulator.post('/_local/host/trace');
      const told = await tell({ channels, kills: [] });
      const { points } = await simulator.get<{ points: Trace }>('/_local/host/trace');
      return { ...told, trace: points };
    },
  };
}
