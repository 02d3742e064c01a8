import type { CollectedSource } from './source-ask';
import type { CompiledSpoken, CompiledText, Spoken } from './words';

/** One choice of a menu. `words` are folded by `foldText` and hold every label too. */
export interface CompiledOption {
  readonly digit: string;
  readonly label: ReadonlyMap<string, string>;
  readonly words: readonly string[];
  readonly next: string;
}

/** How a question is put. */
export interface Asking {
  readonly text: CompiledText;
  readonly retryText: CompiledText;
  /** Of the first time it is put. */
  readonly spoken: CompiledSpoken;
  /** Null: as the channel does by default. */
  readonly timeoutMs: number | null;
  readonly attempts: number;
  readonly bargeIn: boolean;
}

export interface MenuNode extends Asking {
  readonly kind: 'menu';
  readonly options: readonly CompiledOption[];
  readonly otherwise: string;
}

/** Keys as an answer. `endKey` is null where all answers are equally long. */
export interface Keys {
  readonly min: number;
  readonly max: number;
  readonly endKey: '#' | '*' | null;
  readonly betweenMs: number;
}

/** At least one of `keys` and `speech` is there. */
export interface GatherNode extends Asking {
  readonly kind: 'gather';
  readonly into: string;
  readonly keys: Keys | null;
  readonly speech: boolean;
  readonly next: string;
  readonly otherwise: string;
}

export interface CollectNode extends Asking {
  readonly kind: 'collect';
  readonly form: CollectedSource;
  readonly into: string;
  readonly keys: Keys | null;
  readonly confirm: CompiledText | null;
  readonly next: string;
  readonly otherwise: string;
}

/** Keys that go to another system and nowhere else. */
export interface CaptureNode extends Asking {
  readonly kind: 'capture';
  readonly keys: Keys;
  readonly lookUpId: string;
  readonly field: string;
  readonly into: string;
  readonly next: string;
  readonly otherwise: string;
  readonly failed: string;
}

export interface LanguageOption {
  readonly digit: string;
  readonly language: string;
  readonly text: string;
  readonly words: readonly string[];
}

export interface LanguageNode {
  readonly kind: 'language';
  readonly options: readonly LanguageOption[];
  /** Every offer in its own voice, in one SSML. */
  readonly spoken: Spoken;
  readonly timeoutMs: number | null;
  readonly attempts: number;
  readonly bargeIn: boolean;
  readonly next: string;
}

export interface SurveyQuestion {
  readonly id: string;
  readonly text: CompiledText;
  readonly min: number;
  readonly max: number;
}

export interface SurveyNode {
  readonly kind: 'survey';
  readonly questions: readonly [SurveyQuestion, ...SurveyQuestion[]];
  readonly timeoutMs: number | null;
  readonly next: string;
}
