import type { AgentActor } from './agent';
import type { AgentPhone } from './agent-phone';
import type { PhoneCustomer } from './phone-customer';
import type { Stage } from './stage';

/** What callers of Contoso hear. */
export const MENU = 'For sales press 1. For support press 2. For German press 9, for Japanese 8.';
export const COMFORT = 'Thank you for waiting. The next free colleague will answer.';

/** Finds the documents of a call by the name that every event of it carries. */
export const CARRIER = (correlationId: string): string => `c.interaction.facts.externalRef = '${correlationId}'`;

export interface StoredCall {
  readonly interactionId: string;
  readonly phase: Readonly<Record<string, unknown>>;
  readonly openActs: number;
}

/** The interaction of a call as it is stored. */
export async function interactionOf(stage: Stage, caller: PhoneCustomer): Promise<StoredCall> {
  const { correlationId } = await caller.call();
  const [found] = await stage.query<{
    interaction: { facts: { interactionId: string }; phase: Readonly<Record<string, unknown>> };
    openActs: readonly { readonly actId: string }[];
    pk: string;
  }>(
    'interactions',
    `SELECT c.interaction, c.openActs, c.pk FROM c WHERE c.kind = 'snapshot' AND ${CARRIER(correlationId)}`,
  );
  if (found === undefined) throw new Error(`There is no interaction of the call from ${caller.number}.`);
  const { interaction, openActs, pk } = found;
  const done = await stage.query<string>(
    'interactions',
    `SELECT VALUE a FROM c JOIN a IN c.actIds WHERE c.kind = 'done' AND c.pk = '${pk}'`,
  );
  const open = openActs.filter(({ actId }) => !done.includes(actId)).length;
  return { interactionId: interaction.facts.interactionId, phase: interaction.phase, openActs: open };
}

/** Its timeline, the oldest first. */
export async function timelineOf(stage: Stage, caller: PhoneCustomer): Promise<readonly { readonly type: string }[]> {
  const { interactionId } = await interactionOf(stage, caller);
  const writes = await stage.query<{ seq: number; events: readonly { type: string }[] }>(
    'interactions',
    `SELECT c.seq, c.events FROM c WHERE c.kind = 'events' AND c.interactionId = '${interactionId}'`,
  );
  return writes.sort((a, b) => a.seq - b.seq).flatMap(({ events }) => events);
}

/** A customer who pressed 2 and waits. */
export async function toSupport(stage: Stage, number: string): Promise<PhoneCustomer> {
  const caller = await stage.caller(number);
  await stage.pass(2_000);
  await caller.press('2');
  return caller;
}

export interface Rung {
  readonly caller: PhoneCustomer;
  readonly cameron: AgentActor;
  readonly teams: AgentPhone;
  readonly interactionId: string;
}

/** Cameron accepted the card, and Teams rings. */
export async function ringing(stage: Stage, number: string): Promise<Rung> {
  const cameron = stage.agent('cameron');
  await cameron.ready();
  const caller = await toSupport(stage, number);
  await cameron.press('accept');
  const { interactionId } = await interactionOf(stage, caller);
  return { caller, cameron, teams: stage.teamsPhone('cameron'), interactionId };
}

/** Cameron answered in Teams and pressed Connect. */
export async function withSupport(stage: Stage, number: string): Promise<Rung> {
  const rung = await ringing(stage, number);
  await rung.teams.answer();
  await rung.cameron.press('connect');
  return rung;
}

/** Whoever is still in a call hangs up, and the agents go: one story does not meet the next. */
export async function everybodyLeaves(stage: Stage): Promise<void> {
  const { calls } = await stage.simulator.get<{ calls: { id: string; state: string }[] }>('/_local/phones/calls');
  for (const { id, state } of calls) {
    if (state !== 'ended') await stage.simulator.post(`/_local/phones/calls/${id}/hang-up`);
  }
  await stage.settle();
  for (const id of ['cameron', 'diego', 'adele']) {
    const agent = stage.agent(id);
    for (const { interactionId } of await agent.interactions()) {
      await agent.ask('POST', `agent/interactions/${interactionId}/complete`, { wrapUpCode: 'wrong-number' });
    }
    await agent.signOut();
  }
}
