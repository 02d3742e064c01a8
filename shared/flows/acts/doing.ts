import type { Act } from '../../core/interaction/acts';
import type { OpenAct, StoredInteraction } from '../../ports/interaction-store';
import type { Deps } from '../lib/deps';

/** An act being done, with the interaction it belongs to. */
export interface Doing {
  readonly deps: Deps;
  readonly stored: StoredInteraction;
  readonly open: OpenAct;
}

/** The act of a kind. */
export type ActOf<Kind extends Act['kind']> = Extract<Act, { kind: Kind }>;

/** The same for every repeat of the act: what provider keys are made of. */
export const keyOf = ({ stored, open }: Doing): string => {
  const { tenantId, interactionId } = stored.interaction.facts;
  return `${tenantId}/${interactionId}/${open.actId}`;
};
