import { AsyncLocalStorage } from 'node:async_hooks';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { repeatabilityId } from '../repeatability';

interface Operation {
  readonly name: string;
  readonly key: string;
}

const REQUEST_ID = 'repeatability-request-id';

/**
 * The SDK makes a new Repeatability-Request-ID for every call of a method, so that the repeat of a step after a crash
 * would ring the agent twice. Inside `under`, the id is made of the step's key instead.
 */
export function createRepeatability(): {
  readonly policy: PipelinePolicy;
  readonly under: <T>(operation: Operation, request: () => Promise<T>) => Promise<T>;
} {
  const current = new AsyncLocalStorage<Operation>();
  return {
    policy: {
      name: 'switchboardRepeatability',
      sendRequest: (request, next) => {
        const operation = current.getStore();
        // Operations that Call Automation does not repeat safely (play, recognize, hold) carry none of these headers.
        if (operation && request.headers.has(REQUEST_ID)) {
          request.headers.set(REQUEST_ID, repeatabilityId(operation.name, operation.key));
        }
        return next(request);
      },
    },
    under: (operation, request) => current.run(operation, request),
  };
}
