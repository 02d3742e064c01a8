import type { DurationText } from '../flow/source-text';

/** A queue of an agent: one of the first level, or one that comes behind others, or whose customers they are shown late. */
export type AgentQueueSource =
  string | { readonly queue: string; readonly level?: number | undefined; readonly after?: DurationText | undefined };
