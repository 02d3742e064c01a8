/** What the people of a story know of it themselves: the evidence is held against it. */
export interface Told {
  readonly name: StoryName;
  readonly channel: 'chat' | 'sms' | 'voice' | 'email';
  readonly customer: string;
  readonly interactionId: string;
  /** What the customer wrote, in order; on the telephone nothing. */
  readonly written: readonly string[];
  /** What the agent answered, in order. */
  readonly answered: readonly string[];
  /** Who talked with the customer; null when nobody did. */
  readonly agentId: string | null;
  /** Where a chat was; null for everything else. */
  readonly chat: InChat | null;
  /** Who was offered the customer and did not take them. */
  readonly passedOver: PassedOver | null;
  /** What stands in front of the customer now, the oldest first. */
  heard(): Promise<readonly string[]>;
}

export interface InChat {
  readonly threadId: string;
  /** The product's own user in the thread. */
  readonly serviceUserId: string;
}

export type StoryName = 'chat' | 'text' | 'abandonedCall' | 'call' | 'mail';

export interface PassedOver {
  readonly agentId: string;
  readonly offerId: string;
  readonly how: 'declined' | 'ignored' | 'customerLeft';
  /** The agent's state afterwards, as the product's API gave it. */
  readonly stateAfter: string;
}

export const NOTHING_HEARD = (): Promise<readonly string[]> => Promise.resolve([]);
