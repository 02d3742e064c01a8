import type { PartyTarget } from '../../core/interaction/party';
import type { Callee } from '../../ports/channels';
import { calleeOfPerson } from '../voice/callee-of';
import { aboutCall } from '../voice/about-call';
import { consultHeaders } from '../voice/consult-headers';
import { callerIdOf } from '../voice/caller-id';
import { transferAllowed } from '../voice/transfer-allowed';
import { partyFailed } from '../voice/party-calls';
import type { ActOutcome } from './act-outcome';
import { onCall } from './call-acts';
import type { ActOf, Doing } from './doing';

/** The invitation of a party, in the interaction's refs. */
const partyRef = (partyId: string): string => `party:${partyId}`;

/** Rings somebody beside the customer, who hears music meanwhile. Numbers pass the guard of everything that goes out. */
export async function ringParty(doing: Doing, { partyId, who, ringMs }: ActOf<'ringParty'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const { facts } = stored.interaction;
  const context = { kind: 'party', partyId, who: nameless(who) } as const;
  const failed = () => partyFailed(deps, facts, context, 'failed');
  if (who.kind === 'number') {
    const permission = await transferAllowed(deps, facts.tenantId, who.number);
    if (permission.kind === 'refused') {
      deps.log.warn('consult refused', { interactionId: facts.interactionId, code: permission.code });
      return { kind: 'done', next: () => partyFailed(deps, facts, context, 'notAllowed') };
    }
  }
  const headers = who.kind === 'number' ? await consultHeaders(deps, stored.interaction) : [];
  const about = { ...aboutCall(facts), headers };
  return onCall(
    doing,
    context,
    async (step) => deps.voice.ring(step, await calleeOf(doing, who), about, Math.round(ringMs / 1000)),
    partyRef(partyId),
    failed,
  );
}

/** Takes somebody out of the call, or stops ringing them. */
export async function removeParty(doing: Doing, { partyId, who }: ActOf<'removeParty'>): Promise<ActOutcome> {
  const invitation = doing.stored.refs[partyRef(partyId)] ?? null;
  const callee = await calleeOf(doing, who);
  return onCall(doing, { kind: 'other' }, (step) => doing.deps.voice.remove(step, callee, invitation));
}

async function calleeOf({ deps, stored }: Doing, who: PartyTarget): Promise<Callee> {
  const { facts } = stored.interaction;
  if (who.kind === 'expert') return calleeOfPerson(deps, facts, who);
  if (who.kind === 'voiceApp') return { resourceAccountId: who.objectId, from: facts.ourAddress };
  return { number: who.number, from: facts.ourAddress, callerId: await callerIdOf(deps, facts) };
}

/** What goes out with a step and comes back names nobody. */
const nameless = (who: PartyTarget): PartyTarget => (who.kind === 'number' ? who : { ...who, name: '' });
