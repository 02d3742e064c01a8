import type { HandoverFailure } from '../../core/interaction/events';
import { wrapUpMsOf } from '../lib/end-timings';
import { changeInteraction } from '../lib/change-interaction';
import type { ActOutcome } from './act-outcome';
import type { ActOf, Doing } from './doing';
import { enqueueVisit, publishQueued } from './shard-acts';

/** How long a colleague may have no room, or look at the offer, before the customer stays where they are. */
const ASKED_FOR_MS = 60_000;

type Ask = ActOf<'askHandover'>;

/**
 * Asks the shard to take the visit. What it answers is written down with the mark that the act is done: a process that dies
 * before asks again, and the shard knows the repeat. So the sender has the customer until the receiver is on record.
 */
export async function askHandover(doing: Doing, act: Ask): Promise<ActOutcome> {
  const { to, visit } = act;
  const beside =
    to.kind === 'queue'
      ? ({ onlyIfOpen: true } as const)
      : { named: { agentId: to.agentId, untilAt: visit.beganAt + ASKED_FOR_MS } };
  const outcome = await enqueueVisit(doing, visit, beside);
  switch (outcome.kind) {
    case 'enqueued':
    case 'alreadyEnqueued':
      return to.kind === 'queue' ? taken(doing, act) : asked(doing, act);
    // It was offered and accepted, or called off, before this was marked done.
    case 'visitEnded':
      return { kind: 'done' };
    case 'queueClosed':
      return refused(doing, act, 'closed');
    case 'unknownQueue':
      return refused(doing, act, 'unknownQueue');
    default:
      return { kind: 'later', why: `the shard answered ${outcome.kind}` };
  }
}

async function asked(doing: Doing, { visit }: Ask): Promise<ActOutcome> {
  await publishQueued(doing, visit);
  return { kind: 'done' };
}

const taken = (doing: Doing, { visit }: Ask): ActOutcome => ({
  kind: 'carried',
  async change(known) {
    const { deps, stored } = doing;
    const { facts } = stored.interaction;
    const { config } = await deps.configs.live(facts.tenantId);
    const changed = await changeInteraction(
      deps,
      facts,
      ({ interaction }) => {
        const { visitId } = visit;
        return { type: 'handOver', at: deps.clock.now(), visitId, wrapUpMs: wrapUpMsOf(config, interaction) };
      },
      { known, refs: {} },
    );
    // Once the customer has moved: who wakes for it must find them there.
    await publishQueued(doing, visit);
    return changed.kind === 'changed' ? changed.stored : null;
  },
});

const refused = ({ deps, stored }: Doing, { visit }: Ask, why: HandoverFailure): ActOutcome => ({
  kind: 'carried',
  async change(known) {
    const { visitId } = visit;
    const changed = await changeInteraction(
      deps,
      stored.interaction.facts,
      () => ({ type: 'failHandover', at: deps.clock.now(), visitId, why }),
      { known, refs: {} },
    );
    return changed.kind === 'changed' ? changed.stored : null;
  },
});
