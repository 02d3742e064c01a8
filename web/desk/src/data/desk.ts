import type { AgentStateView, OfferView } from '../../../../shared/contracts/http/agents';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { ApiError, type Answered, type Api } from './api';
import { observeServer, serverNow } from './server-clock';
import { createSource, type Source } from './source';

/** All that an agent works with, at one moment. */
export interface DeskState {
  readonly agent: AgentStateView;
  readonly offers: readonly OfferView[];
  /** The longest held first, so that panels keep their place. */
  readonly contacts: readonly InteractionView[];
}

export type DayFigures = Answered<'getOwnFigures'>;

/** What an agent works with, looked at every other second, or when something is told to have changed. */
export const deskSource = (api: Api): Source<DeskState> =>
  createSource(() => look(api), { everyMs: 2_000, hiddenEveryMs: 5_000, toldEveryMs: 20_000 });

async function look(api: Api): Promise<DeskState> {
  const [agent, { now, offers }, { interactions }] = await Promise.all([
    api.call('getAgentState'),
    api.call('listOffers'),
    api.call('listInteractions'),
  ]);
  observeServer(now);
  const views = await Promise.all(interactions.map(({ interactionId }) => viewOf(api, interactionId)));
  const contacts = views.flat().sort((one, other) => acceptedAt(one) - acceptedAt(other));
  return { agent, offers, contacts };
}

/** What was given back between the two requests is not there any more. */
async function viewOf(api: Api, interactionId: string): Promise<InteractionView[]> {
  try {
    return [await api.call('getInteraction', { params: { interactionId } })];
  } catch (error) {
    if (error instanceof ApiError && error.code === 'notFound') return [];
    throw error;
  }
}

/** When the caller took it: the newest accept of its timeline. */
export const acceptedAt = ({ timeline, openedAt }: InteractionView): number =>
  timeline.filter(({ event }) => event.type === 'accepted').at(-1)?.event.at ?? openedAt;

/** The figures of today, from this computer's midnight on. */
export const daySource = (api: Api): Source<DayFigures> =>
  createSource(
    () => {
      const midnight = new Date(serverNow());
      midnight.setHours(0, 0, 0, 0);
      const query = { from: midnight.toISOString(), to: new Date(midnight.getTime() + 86_400_000).toISOString() };
      return api.call('getOwnFigures', { query });
    },
    { everyMs: 30_000, hiddenEveryMs: 120_000, toldEveryMs: 30_000 },
  );

/** Half of what routing waits for a sign of life. */
const BEAT_MS = 60_000;

/** Tells routing that the desk is there, as long as it is. */
export function keepAlive(api: Api): () => void {
  const timer = setInterval(() => void api.call('heartbeat').catch(() => undefined), BEAT_MS);
  return () => clearInterval(timer);
}
