import { randomUUID } from 'node:crypto';
import type { RegisteredFunction } from './worker/core-module';
import { json, nothing, text } from './worker/typed-data';
import { triggerOf, type TypedData } from './worker/types';

/** What a function is run with. */
interface Given {
  readonly data: TypedData;
  readonly metadata: Readonly<Record<string, TypedData>>;
}

interface Input {
  readonly text: string | null;
}

/** What .NET says when somebody has no end. */
const LAST_INSTANT = '9999-12-31T23:59:59.9999999+00:00';

/** What each trigger makes of the text that the admin API hands it; text where it can make nothing of it, which says why. */
export function givenBy(one: RegisteredFunction, input: Input, now: number): Given | string {
  const { type } = triggerOf(one.metadata).binding;
  switch (type) {
    case 'httpTrigger':
      return 'An HttpRequest is required';
    case 'orchestrationTrigger':
    case 'entityTrigger':
      return `Don't know how to bind to ${input.text === null ? 'null' : 'String'}.`;
    case 'blobTrigger':
      return 'The local host runs it for blobs alone.';
    case 'activityTrigger':
      return activityInput(input);
    case 'timerTrigger':
      return plain(json({ Schedule: { AdjustForDST: true }, ScheduleStatus: null, IsPastDue: false }));
    case 'queueTrigger':
      return input.text === null ? 'There is no message.' : messageInput(input.text, now);
    default:
      return plain(input.text === null || input.text === '' ? nothing : text(input.text));
  }
}

const plain = (data: TypedData): Given => ({ data, metadata: {} });

/** An activity is run outside of any orchestration, with an input as it would be in the history: JSON (ActivityTriggerAttributeBindingProvider). */
function activityInput(input: Input): Given | string {
  if (input.text === null)
    return 'Cannot execute an Activity Trigger without a String that represents the serialized input.';
  try {
    const value: unknown = JSON.parse(input.text);
    const data = text(typeof value === 'string' ? value : JSON.stringify(value));
    return { data, metadata: { instanceId: text(randomUUID()) } };
  } catch (error) {
    return `The input is not JSON: ${String(error)}`;
  }
}

/** A message that never was on a queue. */
const messageInput = (content: string, now: number): Given => ({
  data: text(content),
  metadata: {
    QueueTrigger: text(content),
    DequeueCount: { int: 0 },
    ExpirationTime: json(LAST_INSTANT),
    InsertionTime: json(new Date(now).toISOString().replace('Z', '+00:00')),
    NextVisibleTime: json(LAST_INSTANT),
  },
});
