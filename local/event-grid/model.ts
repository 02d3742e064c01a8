// cspell:ignore datacontenttype
/** What a topic takes; a custom one is mapped. */
export type InputSchema = 'EventGridSchema' | 'CloudEventSchemaV1_0' | 'CustomEventSchema';
/** What a subscriber gets; `CustomInputSchema` is the event as it was published. */
export type DeliverySchema = 'EventGridSchema' | 'CloudEventSchemaV1_0' | 'CustomInputSchema';

interface Field {
  /** Name of a field of the publisher's event. */
  readonly sourceField?: string;
}

export interface FieldWithDefault extends Field {
  readonly defaultValue?: string;
}

/** How events of a publisher's own shape become Event Grid's, as the `inputSchemaMapping` of an ARM or Bicep topic. */
export interface InputSchemaMapping {
  readonly id?: Field;
  readonly topic?: Field;
  readonly eventTime?: Field;
  readonly eventType?: FieldWithDefault;
  readonly subject?: FieldWithDefault;
  readonly dataVersion?: FieldWithDefault;
}

export type Topic =
  | {
      readonly kind: 'custom';
      /** First segment of the publish endpoint: `{url}/{name}/api/events`. */
      readonly name: string;
      /** Resource id: `topic` of its Event Grid events. */
      readonly resourceId: string;
      readonly inputSchema: InputSchema;
      /** Of a custom input schema. */
      readonly inputSchemaMapping?: InputSchemaMapping;
      /** Base64. Either opens the topic; two, so that one can be changed at a time. */
      readonly keys: readonly string[];
    }
  | {
      /** Events of an Azure service; only the emulator of that service publishes to it. */
      readonly kind: 'system';
      readonly name: string;
      /** Resource id of the service: `topic` of its events, `source` of its CloudEvents. */
      readonly resourceId: string;
    };

/** An event as stored: both schemas have these, under different names. */
export interface GridEvent {
  readonly id: string;
  /** `topic` of the Event Grid schema, `source` of CloudEvents. */
  readonly source: string;
  readonly subject: string;
  readonly type: string;
  /** ISO 8601. */
  readonly time: string;
  readonly data: unknown;
  readonly schema: InputSchema;
  /** Empty for CloudEvents. */
  readonly dataVersion: string;
  /** CloudEvents attributes beside the named ones: `datacontenttype`, `traceparent`, extensions. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What the emulator of an Azure service publishes; time and topic are filled in. */
export interface SystemEvent {
  readonly id: string;
  readonly eventType: string;
  readonly subject: string;
  readonly dataVersion: string;
  readonly data: unknown;
}

export type Destination =
  | {
      readonly kind: 'webhook';
      readonly url: string;
      /** With an audience each delivery carries an Entra token for it. */
      readonly entraAudience: string | null;
    }
  | { readonly kind: 'azureFunction'; readonly functionName: string };

/** A header with a value of its own, or with that of a property of the event. */
export type DeliveryAttribute =
  | {
      readonly type: 'Static';
      readonly name: string;
      readonly properties: { readonly value: string; readonly isSecret?: boolean };
    }
  | { readonly type: 'Dynamic'; readonly name: string; readonly properties: { readonly sourceField: string } };

export type AdvancedFilter =
  | { readonly operatorType: StringOperator; readonly key: string; readonly values: readonly string[] }
  | { readonly operatorType: NumberListOperator; readonly key: string; readonly values: readonly number[] }
  | { readonly operatorType: NumberOperator; readonly key: string; readonly value: number }
  | {
      readonly operatorType: NumberRangeOperator;
      readonly key: string;
      readonly values: readonly (readonly [number, number])[];
    }
  | { readonly operatorType: 'BoolEquals'; readonly key: string; readonly value: boolean }
  | { readonly operatorType: NullOperator; readonly key: string };

export type StringOperator = `String${'' | 'Not'}${'In' | 'Contains' | 'BeginsWith' | 'EndsWith'}`;
export type NumberListOperator = 'NumberIn' | 'NumberNotIn';
export type NumberRangeOperator = 'NumberInRange' | 'NumberNotInRange';
export type NumberOperator = `Number${'GreaterThan' | 'LessThan'}${'' | 'OrEquals'}`;
export type NullOperator = 'IsNullOrUndefined' | 'IsNotNull';

/** Shaped as in an ARM or Bicep `filter`, so that it can be copied from there. */
export interface Filter {
  /** Absent: all. */
  readonly includedEventTypes?: readonly string[];
  readonly subjectBeginsWith?: string;
  readonly subjectEndsWith?: string;
  readonly isSubjectCaseSensitive?: boolean;
  readonly enableAdvancedFilteringOnArrays?: boolean;
  /** All must hold. */
  readonly advancedFilters?: readonly AdvancedFilter[];
}

export interface EventSubscription {
  readonly topic: string;
  /** Unique in its topic. */
  readonly name: string;
  readonly destination: Destination;
  readonly filter: Filter;
  readonly eventDeliverySchema: DeliverySchema;
  /** Headers of the subscriber's own on every delivery; shaped as in an ARM or Bicep destination. */
  readonly deliveryAttributeMappings?: readonly DeliveryAttribute[];
  readonly retryPolicy: RetryPolicy;
  readonly batching: { readonly maxEventsPerBatch: number; readonly preferredBatchSizeInKilobytes: number };
  /** Blob container for what could not be delivered; null drops it. */
  readonly deadLetterContainer: string | null;
}

/** Whichever is reached first ends the attempts. */
export interface RetryPolicy {
  /** 1 to 30. */
  readonly maxDeliveryAttempts: number;
  /** 1 to 1440. */
  readonly eventTimeToLiveInMinutes: number;
}

/** What Azure takes where a subscription says nothing. */
export const SUBSCRIPTION_DEFAULTS = {
  filter: {},
  eventDeliverySchema: 'EventGridSchema',
  retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 },
  batching: { maxEventsPerBatch: 1, preferredBatchSizeInKilobytes: 64 },
  deadLetterContainer: null,
} as const satisfies Partial<EventSubscription>;

/** `lastDeliveryOutcome` as Event Grid names it. */
export type Outcome =
  | 'Delivered'
  | 'NotFound'
  | 'Unauthorized'
  | 'Forbidden'
  | 'BadRequest'
  | 'PayloadTooLarge'
  | 'TimedOut'
  | 'Busy'
  | 'SocketError'
  | 'Aborted';

export interface Attempt {
  readonly at: number;
  readonly outcome: Outcome;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** True when the event had been delivered already and was sent again on purpose. */
  readonly repeat: boolean;
}

export type DeadLetterReason = 'MaxDeliveryAttemptsExceeded' | 'TimeToLiveExceeded' | 'UndeliverableResponse';

export type DeliveryState =
  | { readonly kind: 'due'; readonly at: number }
  | { readonly kind: 'delivered' }
  | { readonly kind: 'deadLettering'; readonly at: number; readonly since: number; readonly reason: DeadLetterReason }
  | { readonly kind: 'deadLettered'; readonly reason: DeadLetterReason; readonly blob: string }
  | { readonly kind: 'dropped'; readonly reason: DeadLetterReason | 'SubscriptionDeleted' | 'DeadLetterUnavailable' };

/** One event on its way to one subscription. */
export interface Delivery {
  readonly eventKey: string;
  readonly topic: string;
  readonly subscription: string;
  readonly state: DeliveryState;
  readonly attempts: readonly Attempt[];
}

export interface StoredEvent {
  /** Orders events as published. */
  readonly key: string;
  readonly topic: string;
  readonly publishedAt: number;
  readonly event: GridEvent;
}
