import type { LookUp } from '../../core/config/look-up';
import { decodePosition } from '../../core/flow/position-codec';
import type { FlowInput, FlowPosition } from '../../core/flow/protocol';
import { maskOf, sealedDigits, withoutDigits } from '../../core/flow/sealed';
import type { Interaction } from '../../core/interaction/state';
import type { InteractionRef } from '../../core/lib/ids';
import { never } from '../../core/lib/never';
import type { Captured } from '../../ports/look-ups';
import type { Deps } from '../lib/deps';
import { loadWhere } from '../lib/load-where';
import { hasReached, stepFlow } from '../walk-flow';

type Capturing = Extract<FlowPosition, { state: 'capturing' }>;

/** What came of the question, as far as it matters here. */
interface Pressed {
  readonly kind: 'promptDone' | 'promptFailed' | 'silence' | 'gathered';
  readonly digits?: string;
}

/**
 * Hands keys of a caller to the system that they are for, before the report of them is acknowledged: they are kept in no
 * document, so whoever dies in between is given them by the call again. The flow gets a mask.
 */
export async function captureDigits(deps: Deps, ref: InteractionRef, event: Pressed, turn: number): Promise<void> {
  const stored = await loadWhere(deps, ref, hasReached(turn));
  const place = stored === undefined ? null : placeOf(stored.interaction);
  // Keys for a question that is over: they are forgotten.
  if (stored === undefined || place?.turn !== turn) return;
  if (event.kind !== 'gathered') {
    await stepFlow(deps, ref, { kind: 'silence', turn }, { known: stored });
    return;
  }
  const { facts } = stored.interaction;
  const { config } = await deps.configs.at(facts.tenantId, facts.configVersion);
  const node = config.flows.get(facts.flowId)?.nodes.get(place.nodeId);
  const digits = node?.kind === 'capture' ? sealedDigits(node.keys, event.digits ?? '') : null;
  const lookUp = node?.kind === 'capture' ? config.lookUps.get(node.lookUpId) : undefined;
  if (node?.kind !== 'capture' || digits === null) {
    await stepFlow(deps, ref, { kind: 'captureRefused', turn });
    return;
  }
  await stepFlow(deps, ref, await hand(deps, ref, { field: node.field, lookUp, place, digits }));
}

const placeOf = ({ phase }: Interaction): Capturing | null => {
  const position = phase.name === 'selfService' ? decodePosition(phase.position) : null;
  return position?.state === 'capturing' ? position : null;
};

interface Handed {
  readonly field: string;
  readonly lookUp: LookUp | undefined;
  readonly place: Capturing;
  readonly digits: string;
}

async function hand(deps: Deps, ref: InteractionRef, { field, lookUp, place, digits }: Handed): Promise<FlowInput> {
  const { tenantId, interactionId } = ref;
  const { memory, channel, language, turn } = place;
  const sealed = { key: `${interactionId}/${turn}`, interactionId, field, digits };
  const answer: Captured =
    lookUp === undefined
      ? { kind: 'failed', why: 'badAddress' }
      : await deps.lookUps.give(tenantId, lookUp, { ...memory, channel, language }, sealed);
  switch (answer.kind) {
    case 'taken':
      return { kind: 'captured', turn, masked: maskOf(digits), values: withoutDigits(answer.values, digits) };
    case 'refused':
      return { kind: 'captureRefused', turn };
    case 'failed':
      deps.log.warn('digits not handed on', { interactionId, field, why: answer.why });
      return { kind: 'captureFailed', turn };
    default:
      return never(answer);
  }
}
