import { never } from '../../core/lib/never';
import { agentIdOf, type InteractionRef } from '../../core/lib/ids';
import type { StoredInteraction } from '../../ports/interaction-store';
import { CALL_REF } from '../acts/call-acts';
import { changeInteraction } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { leaveInteraction } from '../leave-interaction';
import { stepFlow } from '../walk-flow';
import { agentsPresent } from './agents-present';
import { decodeContext, type CallContext } from './call-context';
import { playTreatment } from './play-treatment';

/** What a call can report, as the channel's parser says it. */
export type CallReport =
  | {
      readonly kind:
        'connected' | 'disconnected' | 'promptDone' | 'promptFailed' | 'promptCanceled' | 'agentJoined' | 'ignored';
    }
  | { readonly kind: 'agentFailed'; readonly why: 'notAnswered' | 'declined' }
  | { readonly kind: 'participants'; readonly sequence: number; readonly teamsUserIds: readonly string[] }
  | { readonly kind: 'gathered'; readonly digits: string; readonly words: string | null }
  | { readonly kind: 'silence' };

/** A report and what it is about. `context` is what the step that it answers went out with. */
export type CallEvent = CallReport & {
  readonly eventId: string;
  readonly callRef: string;
  readonly context: string | null;
};

/** Does what a report of the call leads to. Reports are repeated and come in any order: the context says what they are about. */
export async function handleCallEvent(deps: Deps, ref: InteractionRef, event: CallEvent): Promise<void> {
  const context = decodeContext(event.context);
  switch (event.kind) {
    case 'connected':
      await begin(deps, ref);
      return;
    case 'disconnected':
      await leaveInteraction(deps, ref, 'customerLeft');
      return;
    case 'promptDone':
    case 'promptFailed':
      return promptOver(deps, ref, event, context);
    case 'gathered':
      return gathered(deps, ref, event);
    case 'silence':
      if (context.kind === 'flow') await stepFlow(deps, ref, { kind: 'silence', turn: context.turn });
      return;
    case 'agentFailed':
      if (context.kind === 'ring') await failConnect(deps, ref, context.agentId, event.why);
      return;
    case 'participants':
      return agentsPresent(deps, ref, event);
    case 'agentJoined':
    case 'promptCanceled':
    case 'ignored':
      return;
    default:
      return never(event);
  }
}

/** The call stands: the flow begins, in the language of the flow. */
async function begin(deps: Deps, ref: InteractionRef): Promise<void> {
  await stepFlow(deps, ref, { kind: 'started', channel: 'voice', language: null, firstText: null });
}

async function gathered(
  deps: Deps,
  ref: InteractionRef,
  event: Extract<CallEvent, { kind: 'gathered' }>,
): Promise<void> {
  if (event.words !== null) await stepFlow(deps, ref, { kind: 'text', text: event.words });
  else await stepFlow(deps, ref, { kind: 'digit', digit: event.digits });
}

/** A piece was heard to its end, or could not be played: either way the caller goes on. */
async function promptOver(deps: Deps, ref: InteractionRef, event: CallEvent, context: CallContext): Promise<void> {
  if (context.kind === 'flow') await stepFlow(deps, ref, { kind: 'promptEnded', turn: context.turn });
  if (context.kind === 'treat') await playNext(deps, ref, event, context);
  if (context.kind === 'farewell')
    await deps.voice.hangUp({ callRef: event.callRef, key: `${event.eventId}/hangUp`, context: '' });
}

async function playNext(
  deps: Deps,
  ref: InteractionRef,
  event: CallEvent,
  context: Extract<CallContext, { kind: 'treat' }>,
): Promise<void> {
  const stored = await deps.interactions.load(ref);
  const visit = stored === undefined ? null : waitingVisit(stored);
  const callRef = stored?.refs[CALL_REF];
  if (stored === undefined || visit === null || callRef === undefined) return;
  // A piece of an earlier wait: another chain of pieces plays for this one.
  if (visit.visitId !== context.visitId || visit.attempt !== context.attempt) return;
  await playTreatment(deps, stored, { visit, callRef, key: `${event.eventId}/next`, before: context });
}

function waitingVisit({ interaction: { phase } }: StoredInteraction) {
  return phase.name === 'queued' || phase.name === 'alerting' ? phase.visit : null;
}

async function failConnect(
  deps: Deps,
  ref: InteractionRef,
  agentId: string,
  failure: 'notAnswered' | 'declined',
): Promise<void> {
  await changeInteraction(deps, ref, () => ({
    type: 'failConnect',
    at: deps.clock.now(),
    agentId: agentIdOf(agentId),
    failure,
  }));
}
