import type { AlertRules } from './alerts-source';
import type { VoiceAppSource } from './voice-app-source';
import type { LookUp } from './look-up';
import type { BotLoad } from './bot-loads';
import type { CompiledFlow, FlowErrorCode } from '../flow/compiled';
import type { Requirement } from '../flow/words';
import type { KeywordRules } from '../flow/keyword-assistant';
import type { LocalizedText } from '../flow/source-text';
import type { HoursSchedule } from '../hours/schedule';
import type { Channel } from '../lib/channel';
import type { QuietHours } from '../outbound-guard/may-contact';
import type { VisitPlan } from '../routing/plan';
import type { Capacity, MissCause, Preference } from '../routing/types';
import type { EmailSender, IntegrationModel } from './document';
import type { ChatProvider } from './entry-point-source';
import type { PresenceUse } from './presence-uses';
import type { SmsSender } from './sms-senders';
import type { NoticeName } from './notice-names';
import type { QueueRule } from './queue-rule';
import type { RecordingRules } from './recording-rules';

/** How soon a customer should be answered: elapsed time, or time in which the queue is open. */
export type AnswerTarget =
  | { readonly kind: 'elapsed'; readonly ms: number }
  | { readonly kind: 'business'; readonly ms: number };

/** How a queue treats one channel. */
export interface QueueChannel {
  readonly target: AnswerTarget;
  readonly offerDeadlineMs: number;
}

/** An organisation that customers contact, and what holds for all of its contacts. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly entraTenantId: string;
  readonly integrationModel: IntegrationModel;
  readonly languages: readonly [string, ...string[]];
  readonly countries: ReadonlySet<string>;
  readonly timeZone: string;
  readonly emailSender: EmailSender;
  readonly smsSender: SmsSender;
  readonly teamsPresence: PresenceUse;
  readonly botCarries: BotLoad;
  /** Language → the voice that reads it. */
  readonly voices: ReadonlyMap<string, string>;
  readonly quietHours: QuietHours;
}

/** Something that customers may need and agents may be good at. */
export interface Skill {
  readonly id: string;
  readonly name: string;
}

/** Where customers wait for one kind of help, and how they are routed from there. */
export interface Queue {
  readonly id: string;
  readonly name: string;
  readonly shardId: string;
  readonly channels: ReadonlyMap<Channel, QueueChannel>;
  readonly requirements: readonly Requirement[];
  readonly priority: number;
  readonly wrapUpMs: number;
  readonly maxWaitMs: number;
  readonly hoursId: string | null;
  /** Null: visits are routed by what they ask themselves, to the agent who has been idle longest. */
  readonly plan: VisitPlan | null;
  /** Whose visits are routed otherwise: the first whose condition holds counts. */
  readonly rules: readonly QueueRule[];
  readonly coolDownMs: Readonly<Record<MissCause, number>>;
  /** How long wrap-up holds the agent's units at most. Null: as long as it lasts. */
  readonly wrapUpBlocksMs: number | null;
  /** Whether a new version reaches the customers who wait already. */
  readonly whenChanged: 'apply' | 'pin';
  /** Null: its calls are not recorded. */
  readonly recording: RecordingRules | null;
}

/** Somebody who may be offered contacts, once they are signed in. */
export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly entraObjectId: string;
  readonly teamsUserId: string;
  readonly shardId: string;
  /** Skill id → proficiency, 1 to 10. */
  readonly skills: ReadonlyMap<string, number>;
  readonly queueIds: readonly string[];
  /** Of queues that are not like the others. */
  readonly preferences: ReadonlyMap<string, Preference>;
  readonly capacity: Capacity;
  /** The hours in which they may be at work. Null: any. */
  readonly shiftIds: readonly string[] | null;
}

/** Someone who oversees agents and queues. */
export interface Supervisor {
  readonly id: string;
  readonly entraObjectId: string;
  /** Null: every queue. */
  readonly queueIds: readonly string[] | null;
}

/** One of our addresses: the flow that answers there, and the queue that its customers come to where the flow names none. */
export interface EntryPoint {
  readonly id: string;
  readonly channel: Channel;
  readonly address: string;
  /** Set where calls to the number come over a trunk that names their tenant. */
  readonly trunk: string | null;
  /** What others see who are called from here; null: the address. */
  readonly callerId: string | null;
  /** The address that mails leave as; null: the address. */
  readonly sendAs: string | null;
  readonly flowId: string;
  readonly queueId: string;
  /** Null for all but chats. */
  readonly chatProvider: ChatProvider | null;
}

/** What understands free text in flows. */
export interface Assistant extends KeywordRules {
  readonly id: string;
  readonly provider: 'keywords';
}

/** How customers who left a number are called. */
export interface CallbackRules {
  readonly attempts: number;
  readonly retryAfterMs: number;
  readonly linesPerNumber: number;
  readonly textFrom: string | null;
  /** Entry points that forms on the web may ask to be called from. */
  readonly forms: ReadonlySet<string>;
}

/** What an agent may say a contact was about. */
export interface WrapUpCode {
  readonly id: string;
  readonly name: string;
  /** Null: offered in every queue. */
  readonly queueIds: readonly string[] | null;
}

/** A text that agents may answer with. */
export interface CannedReply {
  readonly id: string;
  readonly title: string;
  readonly text: LocalizedText;
  readonly channels: readonly Channel[];
}

/** How conversations come to rest (design §5). */
export interface ConversationTimings {
  readonly chat: {
    readonly nudgeAfterMs: number;
    readonly closeAfterMs: number;
    readonly leftWhileQueuedAfterMs: number;
    readonly leftWhileActiveAfterMs: number;
  };
  readonly sms: {
    readonly parkAfterMs: number;
    readonly closeAfterMs: number;
    /** Country → the entry points whose numbers begin texts to it; without an entry the one that the flow names. */
    readonly senders: ReadonlyMap<string, readonly string[]>;
  };
  readonly email: {
    readonly closeAfterBusinessDays: number;
    /** Says which days are business days. Null only where no entry point takes e-mail. */
    readonly businessHoursId: string | null;
  };
  readonly callback: CallbackRules;
  /** Entry points of calls that pages may call. */
  readonly webCalls: ReadonlySet<string>;
  /** Who texts callers after they talked with an agent; null: nobody. */
  readonly surveyFrom: string | null;
  /** Whether customers of chats are asked how it was, in the page. */
  readonly surveyInChat: boolean;
  readonly backToLastAgentForMs: number;
  readonly thanksOnlyStoredForMs: number;
  readonly shortAbandonUnderMs: number;
}

/** A tenant's configuration whose every reference is known to hold. In memory only: what is stored is the source. */
export interface CompiledConfig {
  readonly tenant: Tenant;
  readonly skills: ReadonlyMap<string, Skill>;
  readonly hours: ReadonlyMap<string, HoursSchedule>;
  readonly shardIds: readonly string[];
  readonly queues: ReadonlyMap<string, Queue>;
  readonly agents: ReadonlyMap<string, Agent>;
  /** Empty: whoever has the app role oversees every queue. */
  readonly supervisors: ReadonlyMap<string, Supervisor>;
  readonly assistants: ReadonlyMap<string, Assistant>;
  readonly flows: ReadonlyMap<string, CompiledFlow>;
  readonly lookUps: ReadonlyMap<string, LookUp>;
  readonly entryPoints: ReadonlyMap<string, EntryPoint>;
  /** Teams auto attendants and call queues, whether or not a call can be brought to them. */
  readonly voiceApps: ReadonlyMap<string, VoiceAppSource>;
  readonly wrapUpCodes: ReadonlyMap<string, WrapUpCode>;
  readonly cannedReplies: ReadonlyMap<string, CannedReply>;
  /** A notice is there whenever a channel that sends it has an entry point. */
  readonly notices: ReadonlyMap<NoticeName, LocalizedText>;
  readonly conversation: ConversationTimings;
  /** One for each queue. */
  readonly alerts: ReadonlyMap<string, AlertRules>;
}

/** Every way a configuration can be refused. */
export type ConfigErrorCode =
  | FlowErrorCode
  | 'unreadable'
  | 'invalid'
  | 'tenantMissing'
  | 'sectionTwice'
  | 'duplicateId'
  | 'duplicateAddress'
  | 'invalidAddress'
  | 'notPossible'
  | 'countryNotServed'
  | 'invalidHours'
  | 'invalidLookUp'
  | 'unknownShard'
  | 'shardMissing'
  | 'otherShard'
  | 'flowLacksChannel'
  | 'skillNobodyHas'
  | 'unknownAgent'
  | 'unknownTeam'
  | 'badExpression'
  | 'tooLarge'
  | 'stepNobodyMeets'
  | 'queueNobodyServes'
  | 'queueUnstaffed';

/** One reason why a configuration was refused: `file`, and the path of the field in it. */
export interface ConfigError {
  readonly code: ConfigErrorCode;
  readonly file: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
}
