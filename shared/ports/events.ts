/** Our own events on Event Grid. They wake; whatever they cause is also found by a sweep. */
export type OwnEvent =
  | {
      readonly type: 'Switchboard.WorkQueued';
      readonly tenantId: string;
      readonly shardId: string;
      readonly interactionId: string;
      readonly visitId: string;
    }
  | {
      readonly type: 'Switchboard.AgentStateChanged';
      readonly tenantId: string;
      readonly shardId: string;
      readonly agentId: string;
    }
  | {
      readonly type: 'Switchboard.MailNotified';
      readonly tenantId: string;
      readonly mailbox: string;
      readonly messageId: string;
    };

/** Rejects when the event was not taken: nothing may depend on it. */
export interface EventPublisher {
  publish(event: OwnEvent): Promise<void>;
}
