import type { EntryPointSource } from './entry-point-source';
import type { AgentQueueSource } from './agent-queue-source';
import type { AssistantSource } from './assistant-source';
import type { AudioSource } from './audio-source';
import type { BotLoad } from './bot-loads';
import type { CapacitySource } from './capacity-source';
import type { HoursSource } from './hours-source';
import type { NoticeName } from './notice-names';
import type { RecordingSource } from './recording-rules';
import type { SmsSender } from './sms-senders';
import type { PresenceUse } from './presence-uses';
import type { Channel } from '../lib/channel';
import type { FlowSource, RequirementSource } from '../flow/source';
import type { DurationText, LocalizedText } from '../flow/source-text';
import type { AlertsSource } from './alerts-source';
import type { SupervisorSource } from './supervisor-source';
import type { TeamSource } from './team-source';
import type { VoiceAppSource } from './voice-app-source';
import type { ChoiceRule, MissCause, SkipIf } from '../routing/types';

/** How an organisation's agents are integrated with Microsoft Teams (design §7). */
export const INTEGRATION_MODELS = ['teamsVoiceApps', 'connect', 'connectAndExtend', 'extendAndPower'] as const;

/** See {@link INTEGRATION_MODELS}. */
export type IntegrationModel = (typeof INTEGRATION_MODELS)[number];

/** Who sends e-mail: ACS Email, or a reply from the mailbox itself through Microsoft Graph. */
export type EmailSender = 'acs' | 'graph';

/** The organisation served, and what holds for all of it. */
export interface TenantSource {
  readonly id: string;
  readonly name: string;
  /** Microsoft's id of the organisation's directory. */
  readonly entraTenantId: string;
  readonly integrationModel: IntegrationModel;
  readonly languages: readonly string[];
  /** ISO 3166-1 alpha-2: the only countries whose numbers may be called or texted. */
  readonly countries: readonly string[];
  readonly timeZone: string;
  readonly emailSender?: EmailSender | undefined;
  readonly smsSender?: SmsSender | undefined;
  readonly teamsPresence?: PresenceUse | undefined;
  readonly botCarries?: BotLoad | undefined;
  /** The voice that reads to callers, by language: `{ ja: ja-JP-NanamiNeural }`. */
  readonly voices?: LocalizedText | undefined;
  /** Local time of the customer in which no callback is dialled. */
  readonly quietHours?: { readonly from: string; readonly to: string } | undefined;
  /** How much an agent carries at once, unless the agent says otherwise. */
  readonly capacity?: CapacitySource | undefined;
}

/** Something an agent can know. */
export interface SkillSource {
  readonly id: string;
  readonly name: string;
}

/** A queue and the channels it takes. */
export interface QueueSource {
  readonly id: string;
  readonly name: string;
  /** May be left out where there is one shard. */
  readonly shard?: string | undefined;
  readonly channels: { readonly [channel in Channel]?: QueueChannelSource | undefined };
  readonly requirements?: readonly RequirementSource[] | undefined;
  readonly priority?: number | undefined;
  readonly wrapUp?: DurationText | undefined;
  readonly maxWait?: DurationText | undefined;
  readonly hours?: string | undefined;
  /** How an agent is chosen among those who may have a customer. */
  readonly choose?: ChoiceRule | undefined;
  /** Customers of the queue count as having waited so much longer. */
  readonly headStart?: DurationText | undefined;
  /** How long a customer who comes back waits for the agent they talked with, while that agent is signed in. */
  readonly preferredAgentFor?: DurationText | undefined;
  /** Who may have a customer, one after the other; left out, every agent of the queue at once. */
  readonly steps?: readonly StepSource[] | undefined;
  /** Whose steps are others than everybody's. */
  readonly rules?: readonly QueueRuleSource[] | undefined;
  /** After the last step: `wait` on in it, `leave` the queue by the flow's exit, or another queue. */
  readonly then?: 'wait' | DepartureSource | undefined;
  readonly offers?: OffersSource | undefined;
  readonly overflow?: readonly OverflowSource[] | undefined;
  /** Whether wrap-up holds the agent's capacity: `always` (as long as it lasts), `never`, or for a length of time at most. */
  readonly wrapUpBlocks?: DurationText | undefined;
  /** What a new version of these rules does to customers who wait already. */
  readonly whenChanged?: 'apply' | 'pin' | undefined;
  readonly recording?: RecordingSource | undefined;
}

/** Back to the flow, whose queue node says what happens then, or on to another queue. */
export type DepartureSource = 'leave' | { readonly queue: string };

/** One step of a queue's routing: who, and for how long. */
export interface StepSource {
  readonly for?: DurationText | undefined;
  readonly requirements?: readonly RequirementSource[] | undefined;
  /** An expression over skills and agents: `german >= 5 and not (trainee or agent = adele)`. */
  readonly where?: string | undefined;
  readonly queues?: readonly string[] | undefined;
  readonly agents?: readonly string[] | undefined;
  readonly priority?: number | undefined;
  /** Customers count as having waited so much longer while the step is in force. */
  readonly headStart?: DurationText | undefined;
  /** How an agent is chosen while it is in force. */
  readonly choose?: ChoiceRule | undefined;
  readonly skipIf?: SkipIf | undefined;
}

/** Steps for customers of whom a condition holds: `tier == 'gold' and channel == 'voice'`. The first that does counts. */
export interface QueueRuleSource {
  readonly id: string;
  readonly when: string;
  readonly steps: readonly StepSource[];
  readonly then?: 'wait' | DepartureSource | undefined;
}

/** How customers are offered to agents, and what follows when an agent does not take one. */
export interface OffersSource {
  readonly to?: 'one' | 'all' | 'progressive' | undefined;
  readonly atMost?: number | undefined;
  readonly every?: DurationText | undefined;
  readonly declineLimit?: number | undefined;
  readonly rest?: DurationText | undefined;
  readonly coolDown?: { readonly [cause in MissCause]?: DurationText | undefined } | undefined;
}

/** When a customer goes elsewhere instead of waiting, or of waiting on. */
export interface OverflowSource {
  readonly when:
    | 'closed'
    | { readonly waiting: number }
    | { readonly agents: number }
    | { readonly expectedWait: DurationText }
    | { readonly waited: DurationText };
  readonly then: DepartureSource;
}

/** How soon customers of a channel should be answered (`20 s`, `4 business h`), and how long an agent may look at an offer. */
export interface QueueChannelSource {
  readonly target?: string | undefined;
  readonly offerDeadline?: DurationText | undefined;
}

/** Someone who answers customers in Teams. */
export interface AgentSource {
  readonly id: string;
  readonly name: string;
  readonly entraObjectId: string;
  /** The user's id in Teams; the Entra object id unless it differs. */
  readonly teamsUserId?: string | undefined;
  /** May be left out where there is one shard. */
  readonly shard?: string | undefined;
  readonly skills?: readonly { readonly skill: string; readonly proficiency: number }[] | undefined;
  /** May be left out where there is a team. */
  readonly queues?: readonly AgentQueueSource[] | undefined;
  readonly team?: string | undefined;
  readonly capacity?: CapacitySource | undefined;
  /** Names of `hours` in which they may be at work; left out, those of their team, else any. */
  readonly shifts?: readonly string[] | undefined;
}

/** Another system that flows may ask. */
export interface LookUpSource {
  readonly id: string;
  /** An https address; variables stand in braces in its path and query: `https://api.contoso.example/orders/{order}`. */
  readonly url: string;
  /** It is given digits that nobody else may know, by POST. Only `capture` nodes ask it, and no answer is used twice. */
  readonly takes?: 'digits' | undefined;
  readonly timeout?: DurationText | undefined;
  /** How long an answer is used again; not at all unless set. */
  readonly cacheFor?: DurationText | undefined;
  /** Variable → where its value stands in the answer: `{ status: order.status }`. */
  readonly result: Readonly<Record<string, string>>;
}

/** What an agent says an interaction was about. Without queues it is offered in all. */
export interface WrapUpCodeSource {
  readonly id: string;
  readonly name: string;
  readonly queues?: readonly string[] | undefined;
}

/** A reply an agent can send with one click. */
export interface CannedReplySource {
  readonly id: string;
  readonly title: string;
  readonly text: LocalizedText;
  readonly channels?: readonly Channel[] | undefined;
}

/** How conversations come to rest; every default is that of design §5. */
export interface ConversationSource {
  readonly chat?:
    | {
        readonly nudgeAfter?: DurationText | undefined;
        readonly closeAfter?: DurationText | undefined;
        readonly leftWhileQueuedAfter?: DurationText | undefined;
        readonly leftWhileActiveAfter?: DurationText | undefined;
      }
    | undefined;
  readonly sms?:
    | {
        readonly parkAfter?: DurationText | undefined;
        readonly closeAfter?: DurationText | undefined;
        /** Country (ISO 3166-1 alpha-2) → the entry points whose numbers begin texts to it. */
        readonly senders?: Readonly<Record<string, readonly string[]>> | undefined;
      }
    | undefined;
  readonly email?:
    | { readonly closeAfterBusinessDays?: number | undefined; readonly businessHours?: string | undefined }
    | undefined;
  readonly callback?: CallbackSource | undefined;
  /** Entry points of calls that pages may call without a telephone. */
  readonly webCalls?: readonly string[] | undefined;
  /**
   * The entry point that texts callers after they talked with an agent, and whether customers of chats are asked in the page;
   * without either nobody asks them.
   */
  readonly survey?: { readonly textFrom?: string | undefined; readonly inChat?: boolean | undefined } | undefined;
  readonly backToLastAgentFor?: DurationText | undefined;
  readonly thanksOnlyStoredFor?: DurationText | undefined;
  readonly shortAbandonUnder?: DurationText | undefined;
}

/** How customers who left a number are called. */
export interface CallbackSource {
  /** How often in all; 3 unless set. */
  readonly attempts?: number | undefined;
  /** After an attempt that did not reach them. */
  readonly retryAfter?: DurationText | undefined;
  /** How many calls of ours one of our numbers can carry at once: 2 unless Microsoft has granted more. */
  readonly linesPerNumber?: number | undefined;
  /** The entry point that texts a customer who could not be reached; without it nobody tells them. */
  readonly textFrom?: string | undefined;
  /** The entry points of calls whose number calls back whoever fills in a form on the web; none unless named. */
  readonly forms?: readonly string[] | undefined;
}

/** One file's share of a tenant's configuration. Lists of several files are put together; `tenant` comes once. */
export interface ConfigPart {
  readonly tenant?: TenantSource | undefined;
  readonly skills?: readonly SkillSource[] | undefined;
  readonly hours?: readonly HoursSource[] | undefined;
  readonly shards?: readonly { readonly id: string }[] | undefined;
  readonly queues?: readonly QueueSource[] | undefined;
  readonly teams?: readonly TeamSource[] | undefined;
  readonly agents?: readonly AgentSource[] | undefined;
  readonly supervisors?: readonly SupervisorSource[] | undefined;
  readonly assistants?: readonly AssistantSource[] | undefined;
  readonly audio?: readonly AudioSource[] | undefined;
  readonly lookUps?: readonly LookUpSource[] | undefined;
  readonly entryPoints?: readonly EntryPointSource[] | undefined;
  readonly voiceApps?: readonly VoiceAppSource[] | undefined;
  readonly wrapUpCodes?: readonly WrapUpCodeSource[] | undefined;
  readonly cannedReplies?: readonly CannedReplySource[] | undefined;
  readonly alerts?: AlertsSource | undefined;
  readonly notices?: { readonly [name in NoticeName]?: LocalizedText | undefined } | undefined;
  readonly conversation?: ConversationSource | undefined;
}

/** A tenant's configuration as its files say it, each checked for shape by `contracts/config.ts`. */
export interface ConfigSource {
  readonly parts: readonly { readonly file: string; readonly content: ConfigPart }[];
  readonly flows: readonly { readonly file: string; readonly content: FlowSource }[];
}
