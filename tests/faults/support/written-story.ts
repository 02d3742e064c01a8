import type { AgentActor } from '../../journeys/support/agent';
import type { CrashStage, Until } from './crash-stage';
import { arrivedAt, hasButton, heldBy, isCompleted, pressAbout, shownAbout, shownTo } from './desk-view';
import { unnamed, type Look, type Seen } from './seen';
import type { Writer } from './writers';

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
const ANSWER = 'What does it do?';
const MORE = 'It burns';

/** A conversation from the first word to its end, told by what people do and wait for. They do again what plainly failed. */
export async function tellWritten(stage: CrashStage, until: Until, writer: Writer, agent: AgentActor): Promise<Look> {
  const { name } = writer;
  const opening = OPENINGS[writer.channel];
  const customerGot = async (text: string) => (await writer.got()).some((one) => one.text.includes(text));
  const agentGets = (text: string) =>
    until(`${agent.id} gets '${text}' of ${name}`, async () => {
      // A mail that is answered rests: its customer's next one is offered again.
      await pressAbout(stage, agent, name, 'accept');
      return (await shownAbout(agent, name)).some((one) => one.text?.includes(text));
    });
  for (const { say, answer } of opening) {
    await writer.say(say);
    await until(`${name} gets '${answer}'`, async () => {
      // An agent takes what is offered, whatever the customer still waits for.
      await pressAbout(stage, agent, name, 'accept');
      return customerGot(answer);
    });
  }
  await until(`${agent.id} has ${name}`, async () => {
    await pressAbout(stage, agent, name, 'accept');
    return (await heldBy(agent, name)) !== undefined;
  });
  await agentGets(opening.at(-1)?.say ?? '');
  await stage.attempt(() => answer(stage, agent, name));
  await until(`${name} gets '${ANSWER}'`, async () => {
    if (await customerGot(ANSWER)) return true;
    // Teams sends once, and shows in red what did not get through: the agent writes it again, unless the desk has it.
    if ((await isLastAnswerRed(agent, name)) && !(await isAtDesk(agent, name)))
      await stage.attempt(() => answer(stage, agent, name));
    return false;
  });
  // A mail takes longer than its writer takes to rest; until then an answer to it would come to the agent at once.
  if (writer.channel === 'email') await agentGets('Parked.');
  await writer.say(MORE);
  await agentGets(MORE);
  await until(`${name} is done with`, () => isCompleted(stage, agent, name, 'solved'));
  return () => seenOf(writer, agent);
}

async function seenOf(writer: Writer, agent: AgentActor): Promise<Seen> {
  const { name } = writer;
  const shown = await shownAbout(agent, name);
  return {
    customer: (await writer.got()).map(({ text, key }) => ({ key, text: unnamed(text, name) })),
    agent: arrivedAt(shown, name),
    afterwards: [`${shown.filter((one) => hasButton(one, 'accept')).length} cards can be accepted`],
  };
}

async function isLastAnswerRed(agent: AgentActor, name: string): Promise<boolean> {
  const own = (await shownTo(agent)).filter(
    ({ author, text }) => author === 'agent' && text?.includes(ANSWER) && text.includes(name),
  );
  return own.at(-1)?.sending === 'failed';
}

/** A process can die with the answer stored and Teams not told so: it is on its way then. */
async function isAtDesk(agent: AgentActor, name: string): Promise<boolean> {
  const held = await heldBy(agent, name);
  if (held === undefined) return false;
  const { body } = await agent.ask('GET', `agent/interactions/${held.interactionId}`);
  return JSON.stringify(body).includes(ANSWER);
}

/** Quotes the newest text of the customer, as an agent does who talks with several. */
async function answer({ simulator }: CrashStage, agent: AgentActor, name: string): Promise<void> {
  const quoted = (await shownAbout(agent, name)).filter((one) => one.text?.startsWith(`${name}: `)).at(-1);
  await simulator.post(`/_local/agents/${agent.id}/chat/messages/${quoted?.activityId ?? ''}/replies`, {
    text: ANSWER,
  });
}
