import type { AgentActor } from './agent';
import type { ChatCustomer } from './chat-customer';
import type { Stage } from './stage';

/** Desks give a sign of life every minute at least; routing signs out who gives none for three minutes. */
const BEAT_MS = 60_000;

const clockOf = async ({ simulator }: Stage) => (await simulator.get<{ now: number }>('/_local/clock')).now;

/** Quiet time passes while the desks of these agents are open; by the clock, which runs on where something is held back. */
export async function passWith(stage: Stage, agents: readonly AgentActor[], ms: number): Promise<void> {
  const until = (await clockOf(stage)) + ms;
  for (let left = ms; left > 0; left = until - (await clockOf(stage))) {
    await Promise.all(agents.map((agent) => agent.ask('POST', 'agent/heartbeat')));
    await stage.passQuietly(Math.min(BEAT_MS, left));
  }
}

/** Waits for somebody who waits in real time for what only the clock brings. */
export async function passUntil<T>(stage: Stage, awaited: Promise<T>): Promise<T> {
  let isOver = false;
  const over = awaited.finally(() => (isOver = true));
  while (!isOver) await Promise.race([over, stage.settle()]);
  return awaited;
}

/** A customer whom the assistant sends to the support queue by their first words. */
export async function chatInSupport(stage: Stage, name: string): Promise<ChatCustomer> {
  const customer = await stage.chatCustomer(name);
  await customer.say('My printer is broken');
  return customer;
}

export interface Snapshot {
  readonly facts: {
    readonly interactionId: string;
    readonly customerName: string | null;
    readonly continues: { readonly interactionId: string; readonly agentId: string | null } | null;
  };
  readonly phase: { readonly name: string; readonly reason?: string };
  readonly segments: readonly { readonly agentId: string; readonly state: { readonly name: string } }[];
}

/** All interactions of a customer, the oldest first. */
export async function interactionsOf(stage: Stage, customerAddress: string): Promise<readonly Snapshot[]> {
  const found = await stage.query<{ interaction: Snapshot & { readonly facts: { readonly openedAt: number } } }>(
    'interactions',
    `SELECT c.interaction FROM c WHERE c.kind = 'snapshot' AND c.interaction.facts.customerAddress = '${customerAddress}'`,
  );
  return found.map(({ interaction }) => interaction).sort((one, other) => one.facts.openedAt - other.facts.openedAt);
}

/** Where the only interaction of a customer is, with the reason if it has one. */
export async function phaseOf(stage: Stage, customerAddress: string): Promise<string> {
  const [interaction, ...others] = await interactionsOf(stage, customerAddress);
  if (interaction === undefined || others.length > 0)
    throw new Error(`${others.length} interactions too many or none.`);
  const { name, reason } = interaction.phase;
  return reason === undefined ? name : `${name}: ${reason}`;
}

/** The agent completes what they hold. */
export async function complete(stage: Stage, agent: AgentActor, wrapUpCode = 'solved'): Promise<void> {
  for (const { interactionId } of await agent.interactions())
    await agent.ask('POST', `agent/interactions/${interactionId}/complete`, { wrapUpCode });
  await stage.settle();
}

interface ConfigFiles {
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

/** The administrator changes some words of the live configuration and publishes it. */
export async function editConfig(stage: Stage, from: string, to: string): Promise<void> {
  const path = 'tenants/contoso/config';
  const live = await stage.simulator.ask<ConfigFiles>('admin', 'GET', path);
  expect(live.status).toBe(200);
  const files = live.body.files.map(({ name, content }) => ({ name, content: content.replace(from, to) }));
  const published = await stage.simulator.ask<{ changed: boolean }>('admin', 'PUT', path, { files });
  expect(published).toMatchObject({ status: 200, body: { changed: true } });
  // Instances look for a new version once a second.
  await stage.pass(2_000);
}
