import type { EmailSender } from '../../core/config/document';
import type { SmsSender } from '../../core/config/sms-senders';
import type { InteractionRef, TenantId } from '../../core/lib/ids';
import type { AgentDesk } from '../../ports/agent-desk';
import type { AgentPresence } from '../../ports/agent-presence';
import type { Meetings } from '../../ports/meetings';
import type { People } from '../../ports/people';
import type { Assistant } from '../../ports/assistant';
import type { CallChannel, ChatThreads, MessageChannel, SmsChannel } from '../../ports/channels';
import type { Addresses, Directory, OutboundLines } from '../../ports/directory';
import type { Recordings } from '../../ports/recordings';
import type { Files } from '../../ports/files';
import type { Transcripts } from '../../ports/transcripts';
import type { VoiceConsents } from '../../ports/voice-consents';
import type { LookUps } from '../../ports/look-ups';
import type { EventPublisher } from '../../ports/events';
import type { Inbox } from '../../ports/inbox';
import type { Act as ShardAct } from '../../core/routing/acts';
import type { InteractionStore, OpenAct, StoredInteraction } from '../../ports/interaction-store';
import type { ConfigStore } from '../../ports/config-store';
import type { LiveStream } from '../../ports/live-stream';
import type { Log } from '../../ports/log';
import type { Mailboxes } from '../../ports/mail';
import type { MessageStore } from '../../ports/message-store';
import type { MetricsStore } from '../../ports/metrics-store';
import type { NoteStore } from '../../ports/note-store';
import type { CustomerHistory } from '../../ports/customer-history';
import type { WebCallers } from '../../ports/web-callers';
import type { SurveyStore } from '../../ports/survey-store';
import type { NumberingPlans } from '../../ports/numbering-plans';
import type { Orchestrations } from '../../ports/orchestrations';
import type { Clock, Ids } from '../../ports/time-and-ids';
import type { RateCounts, ThreadLog } from '../../ports/thread-log';
import type { RoutingJournal, ShardRef } from '../../ports/routing-journal';
import type { ActOutcome } from '../acts/act-outcome';
import type { ShardRunner } from '../routing/shard-runner';
import type { LineMemory } from './line-memory';
import type { ShownPresence } from './shown-presence';
import type { LiveConfigs } from './live-configs';

/**
 * What does the acts that decisions list. Handed in because acts lead to flows and flows to acts: imports that went
 * round in a circle would have no reading order.
 */
export interface Performers {
  /** One act of an interaction. It may run twice: after a crash, or when its owner was slow. */
  act(deps: Deps, stored: StoredInteraction, open: OpenAct): Promise<ActOutcome>;
  /** One act of a routing shard: it changes the interaction it is about. */
  shardAct(deps: Deps, shard: ShardRef, act: ShardAct): Promise<void>;
}

/** Everything a flow may reach, composed once in functions/compose.ts. */
export interface Deps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly interactions: InteractionStore;
  readonly messages: MessageStore;
  readonly notes: NoteStore;
  readonly surveys: SurveyStore;
  readonly history: CustomerHistory;
  /** A code of six digits that only the stamp can make of these words, the same each time. */
  readonly codeOf: (words: string) => Promise<string>;
  readonly metrics: MetricsStore;
  /** `off`: nobody of this stamp is shown what each agent did, the agent neither. */
  readonly agentFigures: 'on' | 'off';
  readonly inbox: Inbox;
  readonly lines: LineMemory;
  readonly addresses: Addresses;
  readonly directory: Directory;
  readonly recordings: Recordings;
  readonly transcripts: Transcripts;
  readonly outboundLines: OutboundLines;
  readonly files: Files;
  readonly lookUps: LookUps;
  readonly configStore: ConfigStore;
  readonly configs: LiveConfigs;
  /** Read only: what is written goes through `shards`. */
  readonly journal: Pick<RoutingJournal, 'history' | 'archive'>;
  readonly shards: ShardRunner;
  readonly perform: Performers;
  readonly orchestrations: Orchestrations;
  readonly events: EventPublisher;
  readonly live: LiveStream;
  readonly assistant: Assistant;
  readonly desk: AgentDesk;
  readonly presence: AgentPresence;
  readonly people: People;
  readonly meetings: Meetings;
  readonly shownPresence: ShownPresence;
  readonly voice: CallChannel;
  readonly voiceConsents: VoiceConsents;
  readonly webCallers: WebCallers;
  readonly chat: MessageChannel;
  readonly chatThreads: ChatThreads;
  readonly threadLog: ThreadLog;
  readonly rates: RateCounts;
  readonly sms: Readonly<Record<SmsSender, SmsChannel>>;
  readonly email: Readonly<Record<EmailSender, MessageChannel>>;
  readonly mailboxes: Mailboxes;
  readonly numbers: NumberingPlans;
  readonly urls: {
    /** Where Call Automation reports about the call of this interaction. */
    callCallback(ref: InteractionRef): string;
    /** Where Call Automation sends what is said in the call of this interaction; null where the stamp takes no words. */
    transcript(ref: InteractionRef): string | null;
    /** Where Graph says that a mailbox of a tenant has new mail. */
    mailNotifications(tenantId: TenantId, mailbox: string): string;
    /** Where whoever may hear a recording plays it. */
    recording(ref: InteractionRef, recordingRef: string): string;
    /** The music that callers hear when their queue names none. */
    readonly music: string;
  };
}
