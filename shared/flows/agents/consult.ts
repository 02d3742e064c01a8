import { voiceAppsFor } from '../../core/config/voice-apps';
import type { PartyTarget } from '../../core/interaction/party';
import type { Facts } from '../../core/interaction/state';
import { agentIdOf, type AgentId, type InteractionRef } from '../../core/lib/ids';
import type { Changed } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { wrapUpMsOf } from '../lib/end-timings';
import { FlowError } from '../lib/flow-error';
import { agentOf } from '../lib/live-configs';
import { seeWhere } from '../lib/load-where';
import { transferAllowed } from '../voice/transfer-allowed';
import { changeAsAgent } from './handle-interaction';

/** Whom an agent asks about a caller, or leaves them with. */
export type ConsultTarget =
  | { readonly kind: 'expert'; readonly userId: string; readonly name: string }
  | { readonly kind: 'colleague'; readonly agentId: string }
  | { readonly kind: 'number'; readonly number: string }
  | { readonly kind: 'voiceApp'; readonly voiceAppId: string };

/** An agent asks somebody about the caller of an interaction of theirs. */
export interface ConsultRequest {
  readonly ref: InteractionRef;
  readonly agentId: AgentId;
  readonly with: ConsultTarget;
  /** Whoever answers has the customer at once. */
  readonly isBlind: boolean;
}

/** Teams' own voicemail takes an expert's call at 20 s. */
const RING_MS: Readonly<Record<PartyTarget['kind'], number>> = { expert: 15_000, number: 45_000, voiceApp: 45_000 };

/** Rings somebody beside the customer, who hears music. Only calls know this; who cannot be rung is refused before anything happens. */
export async function consult(deps: Deps, request: ConsultRequest): Promise<Changed> {
  const { ref, agentId, isBlind } = request;
  if (!isBlind) await checkPrivacy(deps, ref);
  const who = await partyFor(deps, request);
  const partyId = deps.ids.next();
  const ringMs = RING_MS[who.kind];
  return changeAsAgent(deps, ref, agentId, () => ({
    type: 'consult',
    at: deps.clock.now(),
    agentId,
    partyId,
    who,
    ringMs,
    isBlind,
  }));
}

/** A customer who would hear what is said of them is not to be talked of. */
async function checkPrivacy(deps: Deps, ref: InteractionRef): Promise<void> {
  if (deps.voice.holdsApart((await factsOf(deps, ref)).ourAddress)) return;
  throw new FlowError(
    'refused',
    'The customer would hear you: hand them over, or ask whoever is to have them at once.',
  );
}

/** They never change, so that any sight of it will do; nobody goes on without one. */
async function factsOf(deps: Deps, ref: InteractionRef): Promise<Facts> {
  const seen = await seeWhere(deps, ref, () => true);
  if (seen === undefined) throw new FlowError('notFound', 'There is no such interaction.');
  return seen.interaction.facts;
}

async function partyFor(deps: Deps, { ref, agentId, with: asked }: ConsultRequest): Promise<PartyTarget> {
  const { tenantId } = ref;
  switch (asked.kind) {
    case 'expert':
      return { kind: 'expert', teamsUserId: asked.userId, name: asked.name, agentId: null };
    case 'colleague': {
      const colleague = await agentOf(deps, tenantId, agentIdOf(asked.agentId));
      if (colleague === undefined) throw new FlowError('invalid', `There is no agent ${asked.agentId}.`);
      if (colleague.id === agentId) throw new FlowError('refused', 'That is you.');
      const { name, teamsUserId } = colleague;
      return { kind: 'expert', teamsUserId, name, agentId: agentIdOf(colleague.id) };
    }
    case 'number': {
      const permission = await transferAllowed(deps, tenantId, asked.number);
      if (permission.kind === 'refused')
        throw new FlowError('refused', 'That number may not be called.', [
          { path: 'number', message: permission.code },
        ]);
      return { kind: 'number', number: asked.number };
    }
    case 'voiceApp':
      return voiceAppNamed(deps, ref, asked.voiceAppId);
    default:
      return asked satisfies never;
  }
}

/** What the voice profile of the call does not reach is not there. */
async function voiceAppNamed(deps: Deps, ref: InteractionRef, voiceAppId: string): Promise<PartyTarget> {
  const facts = await factsOf(deps, ref);
  const { config } = await deps.configs.live(ref.tenantId);
  const app = voiceAppsFor(config, facts).find(({ id }) => id === voiceAppId);
  if (app === undefined)
    throw new FlowError(
      'refused',
      `This customer cannot be brought to ${voiceAppId}: calls like this one do not reach it.`,
    );
  return { kind: 'voiceApp', objectId: app.objectId, name: app.name };
}

/** The agent goes back to the customer; whoever was asked is let go. */
export const cancelConsult = (deps: Deps, ref: InteractionRef, agentId: AgentId): Promise<Changed> =>
  changeAsAgent(deps, ref, agentId, () => ({ type: 'cancelConsult', at: deps.clock.now(), agentId }));

/** All talk with each other. */
export const joinConsult = (deps: Deps, ref: InteractionRef, agentId: AgentId): Promise<Changed> =>
  changeAsAgent(deps, ref, agentId, () => ({ type: 'joinParty', at: deps.clock.now(), agentId }));

/** The agent leaves the customer with whoever they brought in, and has notes to write. */
export async function completeConsult(deps: Deps, ref: InteractionRef, agentId: AgentId): Promise<Changed> {
  const { config } = await deps.configs.live(ref.tenantId);
  return changeAsAgent(deps, ref, agentId, ({ interaction }) => ({
    type: 'completeConsult',
    at: deps.clock.now(),
    agentId,
    wrapUpMs: wrapUpMsOf(config, interaction),
  }));
}
