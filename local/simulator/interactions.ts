import type { LocalAzure } from '../azure';
import type { Post } from '../kit/post';
import { lifeOf } from './life';
import { get, Refused, type Operation } from './operation';
import { readOrchestration } from './orchestrations';
import type { Snapshot, Stored } from './stored';
import { whyOffered } from './why';

/** What is stored of interactions, and how each came about. */
export function interactionOperations(azure: LocalAzure, stored: Stored, call: Post): readonly Operation[] {
  return [
    get('listInteractions', '/_local/interactions', 'The newest interactions, the newest first.', async ({ query }) => {
      const all = [...(await stored.snapshots())].sort((a, b) => openedAt(b) - openedAt(a));
      return { total: all.length, interactions: all.slice(0, Number(query.get('limit') ?? 60)).map(summaryOf) };
    }),
    get(
      'getLife',
      '/_local/interactions/{id}/life',
      'An interaction step by step: events, orchestration, journal, timeline, messages and cards, each with its JSON.',
      async ({ params }) => {
        const id = params['id'] ?? '';
        const [documents, journal] = await Promise.all([stored.partition(id), stored.journal()]);
        const snapshot = documents.find(({ kind }) => kind === 'snapshot') as Snapshot | undefined;
        if (snapshot === undefined) throw new Refused(404, 'There is no such interaction.');
        const instanceId = `${azure.organisation.id}.${id}`;
        const orchestration = await readOrchestration(call, azure.endpoints, instanceId);
        return {
          interaction: summaryOf(snapshot),
          snapshot,
          instanceId,
          orchestration: orchestration ?? null,
          steps: lifeOf(azure, { snapshot, documents, journal, orchestration }),
        };
      },
    ),
    get(
      'getWhy',
      '/_local/offers/{id}/why',
      'Why an offer went to its agent, and what kept it from the others.',
      async ({ params }) => {
        const why = whyOffered(await stored.journal(), params['id'] ?? '');
        if (why === undefined) throw new Refused(404, 'The journal knows no such offer.');
        return why;
      },
    ),
  ];
}

const openedAt = ({ interaction }: Snapshot) => interaction.facts.openedAt;

function summaryOf({ interaction }: Snapshot) {
  const { facts, phase, segments } = interaction;
  const { interactionId, channel, customerName, customerAddress, openedAt } = facts;
  return {
    interactionId,
    channel,
    customerName,
    customerAddress,
    openedAt,
    phase: phase.name,
    queueId: phase.visit?.queueId ?? null,
    agentId: phase.agentId ?? segments.at(-1)?.agentId ?? null,
    segment: segments.at(-1)?.state.name ?? null,
    reason: phase.reason ?? null,
    closedAt: phase.closedAt ?? null,
  };
}
