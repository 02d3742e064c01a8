import type { Channel } from '../lib/channel';
import type { CompiledSubFlow, FlowNode } from './nodes';
import type { Requirement } from './words';

/** A node with its name. */
export interface PlacedNode {
  readonly id: string;
  readonly node: FlowNode;
}

/** A flow that `step` can run: every path of it ends, also for a customer who never does anything. */
export interface CompiledFlow {
  readonly id: string;
  readonly channels: readonly Channel[];
  readonly languages: readonly [string, ...string[]];
  /** Variable → the header that it is set to. */
  readonly headers: ReadonlyMap<string, string>;
  readonly start: PlacedNode;
  readonly nodes: ReadonlyMap<string, FlowNode>;
}

/** What a flow names outside itself. */
export interface FlowReferences {
  readonly languages: readonly string[];
  readonly skills: ReadonlySet<string>;
  readonly hours: ReadonlySet<string>;
  readonly queues: ReadonlyMap<
    string,
    {
      readonly channels: ReadonlySet<Channel>;
      readonly hoursId: string | null;
      readonly maxWaitMs: number;
      readonly priority: number;
      readonly requirements: readonly Requirement[];
    }
  >;
  /** What is read aloud in each language, by tag; a language without one is read by the service's own. */
  readonly voices: ReadonlyMap<string, string>;
  /** Recorded texts: id → file by language. */
  readonly audio: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Look-up id → the variables it asks with and those it sets, and whether it takes digits that nobody else may know. */
  readonly lookUps: ReadonlyMap<
    string,
    { readonly asks: ReadonlySet<string>; readonly sets: ReadonlySet<string>; readonly takesDigits: boolean }
  >;
  /** Entry point id → its channel. */
  readonly entryPoints: ReadonlyMap<string, Channel>;
  /** Flows that return; null for one that did not compile. */
  readonly subFlows: ReadonlyMap<string, CompiledSubFlow | null>;
  /** Assistant id → the routes its answers can name. */
  readonly assistants: ReadonlyMap<string, { readonly routes: ReadonlySet<string> }>;
}

/** Every way a flow can be refused. */
export type FlowErrorCode =
  | 'unknownNode'
  | 'unknownQueue'
  | 'unknownSkill'
  | 'unknownHours'
  | 'unknownAssistant'
  | 'unknownLanguage'
  | 'routeMissing'
  | 'queueLacksChannel'
  | 'deadEnd'
  | 'unreachable'
  | 'endlessLoop'
  | 'unknownVariable'
  | 'unknownFlow'
  | 'unknownAudio'
  | 'unknownLookUp'
  | 'wrongLookUp'
  | 'unknownEntryPoint'
  | 'audioMissing'
  | 'voiceMissing'
  | 'badExpression'
  | 'badMask'
  | 'nothingToAnswer'
  | 'exitMissing'
  | 'callsOnly'
  | 'returnsNowhere'
  | 'subFlowCalls'
  | 'textMissing'
  | 'placeholderMissing'
  | 'duplicateChoice'
  | 'formNeedsChat'
  | 'callsCannotWait';

/** One reason why a flow was refused; `path` leads from the flow's document to the field. */
export interface FlowError {
  readonly code: FlowErrorCode;
  readonly path: readonly (string | number)[];
  readonly message: string;
}
