import type { z } from 'zod';
import { CliError } from '../told';

/** What `doctor` asks of Azure. Only reads; `post` is for what Azure lists by POST. */
export interface Azure {
  /** A resource by Azure Resource Manager: `path` begins with `/subscriptions`. Pages are followed. */
  arm(path: string, apiVersion: string, method?: 'GET' | 'POST'): Promise<Answered>;
  /** By Microsoft Graph, `path` behind `/v1.0`. */
  graph(path: string): Promise<Answered>;
  /** Until when the certificate holds that a host shows; null where it shows none. */
  certificateUntil(host: string): Promise<number | null>;
}

/** An answer as JSON, with the items of all its pages under `value`; or why there is none. */
export type Answered =
  | { readonly kind: 'found'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string };

/** What was found, in the shape that is looked at; undefined where Azure refused it. Another shape is told as a failure. */
export function shapeOf<Schema extends z.ZodType>(answered: Answered, schema: Schema): z.output<Schema> | undefined {
  if (answered.kind === 'refused') return undefined;
  const parsed = schema.safeParse(answered.body);
  if (parsed.success) return parsed.data;
  throw new CliError(
    'failed',
    `Azure answered in another shape than expected: ${parsed.error.issues[0]?.message ?? ''}`,
  );
}
