import type { AgentDesk, DeskAction, DeskAddress, DeskResult, OfferCard } from '../../../shared/ports/agent-desk';
import { encodeActivity } from '../../../shared/teams/address';

/** What an agent sees in their chat, newest state of each. */
export interface Shown {
  readonly agentName: string;
  readonly ref: string;
  readonly key: string;
  readonly interactionId: string;
  readonly text: string;
  readonly card: OfferCard | null;
  readonly actions: readonly DeskAction[];
}

export type DeskOutage = 'unreachable' | 'outage' | 'throttled' | null;

export interface FakeDesk extends AgentDesk {
  readonly shown: readonly Shown[];
  /** From now on until `fail(null)`. */
  fail(how: DeskOutage): void;
}

/** A desk in memory: tests read what agents see. Like Teams it shows a repeated key again. */
export function createFakeDesk(): FakeDesk {
  const shown: Shown[] = [];
  let outage: DeskOutage = null;

  const failure = (): DeskResult | undefined => {
    switch (outage) {
      case null:
        return undefined;
      case 'unreachable':
        return { kind: 'unreachable' };
      case 'throttled':
        return { kind: 'throttled', forMs: 10_000, of: 'tenant' };
      case 'outage':
        return { kind: 'failed', retryable: true };
    }
  };
  const show = async (agent: DeskAddress, what: Omit<Shown, 'agentName' | 'ref'>): Promise<DeskResult> => {
    const failed = failure();
    if (failed) return failed;
    const conversationId = agent.conversationId ?? agent.teamsUserId;
    const ref = encodeActivity({ conversationId, activityId: `shown-${shown.length + 1}` });
    shown.push({ agentName: agent.agentName, ref, ...what });
    return { kind: 'shown', ref };
  };

  return {
    shown,
    fail: (how) => {
      outage = how;
    },
    presentOffer: (agent, card) => show(agent, { ...offerShown(card), actions: [] }),
    async updateOffer(_agent, ref, card) {
      const failed = failure();
      if (failed) return failed;
      const index = shown.findIndex((item) => item.ref === ref);
      const before = shown[index];
      if (!before) return { kind: 'failed', retryable: false };
      shown[index] = { ...before, ...offerShown(card) };
      return { kind: 'shown', ref };
    },
    showMessage: (agent, { key, interactionId, from, text }) =>
      show(agent, { key, interactionId, text: `${from}: ${text}`, card: null, actions: [] }),
    isPreviewOf: (preview, { from, text }) => preview === `${from}: ${text}`,
    showNotice: (agent, { key, interactionId, text, actions }) =>
      show(agent, { key, interactionId, text, card: null, actions }),
  };
}

const offerShown = (card: OfferCard) => ({
  key: card.offerId,
  interactionId: card.interactionId,
  text: card.customerName,
  card: structuredClone(card),
});
