import type { AgentActor } from '../../journeys/support/agent';
import type { CrashStage, Until } from './crash-stage';
import type { Arrived, Writer } from './writers';

/** What customer and agent saw of one conversation, in order. */
export interface Seen {
  readonly customer: readonly Arrived[];
  readonly agent: readonly Arrived[];
  /** Cards of it that could still be accepted when all was over. */
  readonly openCards: number;
}

/** What a customer says before an agent comes, and what answers it. */
type Opening = readonly { readonly say: string; readonly answer: string }[];

const OPENINGS: Readonly<Record<Writer['channel'], Opening>> = {
  chat: [
    { say: 'Hello', answer: 'Would you like to buy something, or does something not work?' },
    { say: 'My printer is broken', answer: 'A colleague will be with you in a moment.' },
  ],
  sms: [
    { say: 'Good morning', answer: 'Reply with a number' },
    { say: '2', answer: 'A colleague' },
  ],
  email: [{ say: 'My printer is broken', answer: 'Thank you for your mail.' }],
};

interface Shown {
  readonly activityId: string;
  readonly author: 'bot' | 'agent';
  readonly sending: 'sending' | 'sent' | 'failed' | null;
  readonly text: string | null;
  readonly summary: string | null;
  readonly card: { readonly actions?: readonly { readonly verb?: string }[] } | null;
  readonly channelData: { readonly switchboardMessageId?: string; readonly switchboardInteractionId?: string } | null;
}

/** A conversation from the first word to its end, told by what people do and wait for. They do again what plainly failed. */
export async function tellWritten(
  stage: CrashStage,
  until: Until,
  writer: Writer,
  agents: readonly AgentActor[],
): Promise<Seen> {
  const { attempt } = stage;
  const { name } = writer;
  const customerGets = (text: string) =>
    until(`${name} gets '${text}'`, async () => (await writer.got()).some((one) => one.text.includes(text)));
  for (const { say, answer } of OPENINGS[writer.channel]) {
    await writer.say(say);
    await customerGets(answer);
  }
  const agent = await acceptedBy(stage, until, name, agents);
  const agentGets = (text: string) =>
    until(`${agent.id} gets '${text}' of ${name}`, async () =>
      textsOf(await shownTo(agent), name).some((one) => one.text.includes(text)),
    );
  await agentGets(OPENINGS[writer.channel].at(-1)?.say ?? '');
  await attempt(() => replyInChat(stage, agent, name, ANSWER));
  await until(`${name} gets '${ANSWER}'`, async () => {
    if ((await writer.got()).some(({ text }) => text.includes(ANSWER))) return true;
    // Teams sends once, and shows in red what did not get through: the agent writes it again.
    if (await isLastAnswerRed(agent, name)) await attempt(() => replyInChat(stage, agent, name, ANSWER));
    return false;
  });
  await writer.say('It burns');
  await agentGets('It burns');
  await completed(stage, until, name, agent);
  const shown = await shownTo(agent);
  const openCards = shown.filter((one) => hasButton(one, 'accept') && isAbout(one, name)).length;
  return { customer: await writer.got(), agent: textsOf(shown, name), openCards };
}

const ANSWER = 'What does it do?';

async function isLastAnswerRed(agent: AgentActor, name: string): Promise<boolean> {
  const own = (await shownTo(agent)).filter(
    ({ author, text }) => author === 'agent' && text?.includes(ANSWER) && text.includes(name),
  );
  return own.at(-1)?.sending === 'failed';
}

const shownTo = async (agent: AgentActor): Promise<readonly Shown[]> => (await agent.chat()) as unknown as Shown[];

const isAbout = (one: Shown, name: string): boolean => JSON.stringify(one.card ?? one.text).includes(name);
const hasButton = ({ card }: Shown, verb: string): boolean =>
  card?.actions?.some((action) => action.verb === verb) ?? false;

const textsOf = (shown: readonly Shown[], name: string): readonly Arrived[] =>
  shown.flatMap(({ author, text, channelData }) =>
    author === 'bot' && text?.startsWith(`${name}: `)
      ? [{ text: text.slice(name.length + 2), key: channelData?.switchboardMessageId ?? null }]
      : [],
  );

interface Held {
  readonly interactionId: string;
  readonly customerName: string | null;
  readonly customerAddress: string;
}

async function heldBy(agent: AgentActor, name: string): Promise<Held | undefined> {
  const held = (await agent.interactions()) as unknown as readonly Held[];
  return held.find(({ customerName, customerAddress }) => customerName === name || customerAddress === name);
}

async function acceptedBy(
  stage: CrashStage,
  until: Until,
  name: string,
  agents: readonly AgentActor[],
): Promise<AgentActor> {
  let taken: AgentActor | undefined;
  await until(`somebody has ${name}`, async () => {
    for (const agent of agents) {
      const card = (await shownTo(agent)).filter((one) => hasButton(one, 'accept') && isAbout(one, name)).at(-1);
      if (card !== undefined) {
        const press = `/_local/agents/${agent.id}/chat/messages/${card.activityId}/press`;
        await stage.attempt(() => stage.simulator.post(press, { verb: 'accept' }));
      }
      if ((await heldBy(agent, name)) === undefined) continue;
      taken = agent;
      return true;
    }
    return false;
  });
  if (taken === undefined) throw new Error(`Nobody has ${name}.`);
  return taken;
}

/** Quotes the newest text of the customer, as an agent does who talks with several. */
async function replyInChat({ simulator }: CrashStage, agent: AgentActor, name: string, text: string): Promise<void> {
  const quoted = (await shownTo(agent)).filter((one) => one.text?.startsWith(`${name}: `)).at(-1);
  await simulator.post(`/_local/agents/${agent.id}/chat/messages/${quoted?.activityId ?? ''}/replies`, { text });
}

/** The desk shows it as long as it is not complete; then the agent presses again. */
async function completed(stage: CrashStage, until: Until, name: string, agent: AgentActor): Promise<void> {
  await until(`${name} is done with`, async () => {
    const held = await heldBy(agent, name);
    if (held === undefined) return true;
    const path = `agent/interactions/${held.interactionId}/complete`;
    await stage.attempt(() => agent.ask('POST', path, { wrapUpCode: 'solved' }));
    return (await heldBy(agent, name)) === undefined;
  });
}
