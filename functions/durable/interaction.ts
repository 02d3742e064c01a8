import * as df from 'durable-functions';
import type { InteractionRef } from '../../shared/core/lib/ids';
import { settleInteraction } from '../../shared/flows/settle-interaction';
import { ACTIVITIES } from '../../shared/orchestration/activities';
import { INTERACTION_ORCHESTRATION, interactionOrchestration } from '../../shared/orchestration/interaction';
import { onActivity } from '../register';

/** The durable owner of each interaction, and what it does through activities. */
export function registerInteraction(): void {
  df.app.orchestration(INTERACTION_ORCHESTRATION, interactionOrchestration);
  // Only the orchestration above calls it, with what it was started with.
  onActivity(ACTIVITIES.settleInteraction, ({ deps }, ref) => settleInteraction(deps, ref as InteractionRef));
}
