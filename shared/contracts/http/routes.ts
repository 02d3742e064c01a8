import type { z } from 'zod';
import { adminOperations } from './admin';
import { agentOperations } from './agents';
import { customerOperations } from './customers';
import { deskOperations } from './desk';
import { wallboardOperations } from './wallboard';
import { liveOperations } from './live';
import { metaOperations } from './meta';
import { metricsOperations } from './metrics';
import type { Operation } from './operation';
import { reachingOutOperations } from './reaching-out';
import { recordingOperations } from './recordings';
import { routingOperations } from './routing';
import { supervisorOperations } from './supervisors';
import { webhookOperations } from './webhooks';

/** Every operation of the HTTP API by its operation id. */
export const OPERATIONS = {
  ...agentOperations,
  ...reachingOutOperations,
  ...customerOperations,
  ...deskOperations,
  ...wallboardOperations,
  ...liveOperations,
  ...metricsOperations,
  ...routingOperations,
  ...supervisorOperations,
  ...recordingOperations,
  ...adminOperations,
  ...webhookOperations,
  ...metaOperations,
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationId = keyof typeof OPERATIONS;

type Of<Id extends OperationId> = (typeof OPERATIONS)[Id];
type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** A request that was read and found well-formed. */
export interface Request<Id extends OperationId> {
  readonly params: z.output<Of<Id>['params']>;
  readonly query: z.output<Of<Id>['query']>;
  readonly body: Output<Of<Id>['body']>;
}

/** What an operation answers. */
export type Answer<Id extends OperationId> = Output<Of<Id>['answer']>;
