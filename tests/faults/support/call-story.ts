import type { AgentActor } from '../../journeys/support/agent';
import { createAgentPhone } from '../../journeys/support/agent-phone';
import { placeCall, type PhoneCustomer } from '../../journeys/support/phone-customer';
import type { CrashStage, Until } from './crash-stage';

/** What a caller went through, in order; music between the pieces is left out, for it is there as long as a wait lasts. */
export interface SeenCall {
  readonly stations: readonly string[];
  readonly endedBecause: string | null;
}

/** A call from the greeting to an agent who ends it. Everybody does again what plainly failed. */
export async function tellCall(stage: CrashStage, until: Until, number: string, agent: AgentActor): Promise<SeenCall> {
  const { attempt } = stage;
  const phone = createAgentPhone(stage.simulator, agent.id, stage.settle);
  const caller = await placeCall(stage.simulator, number, stage.settle);
  const stations: string[] = [];
  const reach = async (station: string, isSo: () => Promise<boolean>) => {
    await until(`${number}: ${station}`, isSo);
    stations.push(station);
  };
  await reach('hears the menu', async () => (await caller.heard()).some((one) => one.includes('For support press 2')));
  await reach('waits in the queue', async () => {
    if (await hearsQueue(caller)) return true;
    await attempt(() => caller.press('2'));
    return hearsQueue(caller);
  });
  const state = () => phone.state();
  await reach('rings at the agent', async () => {
    if ((await state()) === 'ringing') return true;
    if (await agent.sees('accept')) await attempt(() => agent.press('accept'));
    return (await state()) === 'ringing';
  });
  await attempt(() => phone.answer());
  await reach('talks with the agent', async () => {
    if ((await caller.hears()) === 'people') return true;
    if ((await state()) === 'ringing') await attempt(() => phone.answer());
    if (await agent.sees('accept')) await attempt(() => agent.press('accept'));
    else if (await agent.sees('connect')) await attempt(() => agent.press('connect'));
    return (await caller.hears()) === 'people';
  });
  await reach('is done with', async () => {
    const [held] = await agent.interactions();
    if (held === undefined) return true;
    const path = `agent/interactions/${held.interactionId}/complete`;
    await attempt(() => agent.ask('POST', path, { wrapUpCode: 'solved' }));
    return (await agent.interactions()).length === 0;
  });
  await reach('has hung up', async () => (await caller.call()).state === 'ended');
  return { stations, endedBecause: (await caller.call()).endedBecause };
}

const hearsQueue = async (caller: PhoneCustomer): Promise<boolean> =>
  (await caller.heard()).some((one) => one.includes('The next free colleague will answer'));
