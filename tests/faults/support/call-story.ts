import type { AgentActor } from '../../journeys/support/agent';
import { inWords, placeCall, type PhoneCustomer } from '../../journeys/support/phone-customer';
import type { CrashStage, Until } from './crash-stage';
import { NOT_CONNECTED } from './compare';
import { arrivedAt, hasButton, isCompleted, pressAbout, shownAbout } from './desk-view';
import { unnamed, type Arrived, type Look, type Seen } from './seen';

const MENU = 'For sales press 1';
const WAITING = 'The next free colleague will answer';
/** It is told once the queue has a history: in later stories, and not in the first. */
const EXPECTED_WAIT = / The wait is about [^.]+\./u;

/**
 * A call from the greeting to an agent who ends it. Everybody does again what plainly failed. The agent is Ready from the moment that the
 * caller hears the wait: an offer that comes before nobody here would look at, and an undisturbed caller always hears it.
 */
export async function tellCall(stage: CrashStage, until: Until, number: string, agent: AgentActor): Promise<Look> {
  const { attempt } = stage;
  const dial = () => placeCall(stage.simulator, { from: number, to: undefined, sipHeaders: undefined }, stage.settle);
  let caller = await dial();
  const teams = stage.teamsPhone(agent.id);
  const hasHeard = async (text: string) => (await caller.heard()).some((one) => one.includes(text));
  const rings = async () => (await teams.topic()) === number && (await teams.state()) === 'ringing';
  await until(`${number} hears the menu`, async () => {
    // It rings for half a minute, and that may be over before there is anybody again to answer.
    if ((await caller.call()).state === 'ended') caller = await dial();
    return hasHeard(MENU);
  });
  await until(`${number} waits in the queue`, async () => {
    if (!(await hasHeard(WAITING))) await attempt(() => caller.press('1'));
    return hasHeard(WAITING);
  });
  await until(`${agent.id} is ready for ${number}`, () => isReady(stage, agent));
  await until(`${number} rings at ${agent.id}`, async () => {
    await staysReady(stage, agent);
    if (!(await rings())) await pressAbout(stage, agent, number, 'accept');
    return rings();
  });
  await attempt(() => teams.answer());
  await until(`${number} talks with ${agent.id}`, async () => {
    if ((await caller.hears()) === 'people') return true;
    await staysReady(stage, agent);
    if (await rings()) await attempt(() => teams.answer());
    const verb = (await pressAbout(stage, agent, number, 'connect')) ? 'connect' : 'accept';
    if (verb === 'accept') await pressAbout(stage, agent, number, verb);
    return (await caller.hears()) === 'people';
  });
  await until(`${number} is done with`, () => isCompleted(stage, agent, number, 'order-placed'));
  await until(`${number} has hung up`, async () => (await caller.call()).state === 'ended');
  return () => seenOf(stage, caller, agent);
}

/** A call that did not get through in time takes its agent out, and asks them to say that they are there. */
async function staysReady(stage: CrashStage, agent: AgentActor): Promise<void> {
  if ((await agent.state()) === 'notReady') await isReady(stage, agent);
}

/** Those who are Ready stay so: what was answered by a host that died is asked for again. */
async function isReady({ attempt }: CrashStage, agent: AgentActor): Promise<boolean> {
  const answer = await attempt(() => agent.ask('PUT', 'agent/state', { kind: 'ready' }));
  return answer?.status === 200;
}

async function seenOf(stage: CrashStage, caller: PhoneCustomer, agent: AgentActor): Promise<Seen> {
  const { number } = caller;
  const shown = await shownAbout(agent, number);
  const { heard, endedBecause } = await caller.call();
  const { calls } = await stage.simulator.get<{ calls: readonly AgentCall[] }>(`/_local/agents/${agent.id}/calls`);
  const rung = calls.filter(({ topic }) => topic === number);
  const lost = shown.filter(({ text }) => text?.includes(NOT_CONNECTED)).length;
  const last = rung.at(-1);
  return {
    customer: withoutPauses(heard.flatMap((one) => said(one) ?? [])),
    agent: arrivedAt(shown, number),
    afterwards: [
      `${shown.filter((one) => hasButton(one, 'accept')).length} cards can be accepted`,
      `${agent.id} was rung ${rung.length > lost + 1 ? rung.length : 'once'}, and then: ${last?.endedBecause}`,
      `${agent.id} heard ${last?.heard.map((piece) => unnamed(inWords(piece), number)).join()}`,
      `the call ended: ${endedBecause}`,
    ],
  };
}

interface AgentCall {
  readonly topic: string | null;
  readonly endedBecause: string | null;
  readonly heard: Awaited<ReturnType<PhoneCustomer['call']>>['heard'];
}

/** What a caller would tell of it. Silence between the pieces lasts as long as it lasts. */
function said(heard: AgentCall['heard'][number]): Arrived | undefined {
  if (heard.kind === 'text') return { text: heard.text.replace(EXPECTED_WAIT, ''), key: heard.context };
  return heard.kind === 'music' || heard.kind === 'people' ? { text: heard.kind, key: null } : undefined;
}

/** The music of a wait is one piece, and a comfort message in it comes as often as the wait is long. */
function withoutPauses(pieces: readonly Arrived[]): readonly Arrived[] {
  const told: Arrived[] = [];
  for (const piece of pieces) {
    const isComfort = piece.text.includes(WAITING) && told.some(({ text }) => text.includes(WAITING));
    const goesOn = piece.key === null && piece.text === told.at(-1)?.text;
    if (!isComfort && !goesOn) told.push(piece);
  }
  return told;
}
