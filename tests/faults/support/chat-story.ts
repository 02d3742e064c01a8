import type { AgentActor, SeenInTeams } from '../../journeys/support/agent';
import type { CrashStage } from './crash-stage';

/** What customer and agent saw, in order. */
export interface Seen {
  readonly customer: readonly string[];
  readonly agent: readonly string[];
}

/** A chat from the first word to its end, told by what people do and wait for. They do again what plainly failed. */
export async function tellChat(stage: CrashStage, agent: AgentActor, name: string): Promise<Seen> {
  const { attempt, until } = stage;
  // Ready anew: an agent whose desk says nothing for long is signed out.
  await agent.ready();
  const ada = await stage.chatCustomer(name);
  const seenBefore = (await agent.chat()).length;
  const shown = async () => (await agent.chat()).slice(seenBefore);
  const heardByAgent = async () => textsOf(await shown());
  const customerHears = (text: string) =>
    until(`${name} hears '${text}'`, async () => (await ada.heard()).includes(text));
  const agentHears = (text: string) =>
    until(`${agent.id} hears '${text}'`, async () => (await heardByAgent()).includes(`${name}: ${text}`));

  await ada.sayAtOnce('Hello');
  await customerHears('Hello! Would you like to buy something, or does something not work?');
  await ada.sayAtOnce('My printer is broken');
  await customerHears('Thank you. A colleague will be with you in a moment.');
  const accepted = async () => (await agent.interactions()).length > 0;
  await until('an accept', async () => {
    if (await accepted()) return true;
    if (await agent.sees('accept')) await attempt(() => agent.press('accept'));
    return accepted();
  });
  await agentHears('My printer is broken');
  await attempt(() => agent.write('What does it do?'));
  await customerHears('What does it do?');
  await ada.sayAtOnce('It burns');
  await agentHears('It burns');
  await until('an end', async () => {
    const [open] = await agent.interactions();
    if (open === undefined) return true;
    await attempt(() =>
      agent.ask('POST', `agent/interactions/${open.interactionId}/complete`, { wrapUpCode: 'solved' }),
    );
    await stage.settle();
    return false;
  });
  return { customer: await ada.heard(), agent: await heardByAgent() };
}

const textsOf = (messages: readonly SeenInTeams[]): readonly string[] =>
  messages.flatMap(({ author, text }) => (author === 'bot' && text !== null ? [text] : []));
