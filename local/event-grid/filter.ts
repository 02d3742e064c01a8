import type { AdvancedFilter, Filter, GridEvent, InputSchema } from './model';

/**
 * Whether a subscription with this filter gets the event, after
 * https://learn.microsoft.com/azure/event-grid/event-filtering.
 */
export function matches(filter: Filter, event: GridEvent): boolean {
  return (
    includesType(filter.includedEventTypes, event.type) &&
    subjectMatches(filter, event.subject) &&
    (filter.advancedFilters ?? []).every((one) =>
      advancedMatches(one, event, filter.enableAdvancedFilteringOnArrays ?? false),
    )
  );
}

const includesType = (included: readonly string[] | undefined, type: string) =>
  included === undefined || included.length === 0 || included.includes('All') || included.includes(type);

function subjectMatches(filter: Filter, subject: string): boolean {
  const fold = (text: string) => (filter.isSubjectCaseSensitive ? text : text.toLowerCase());
  return (
    fold(subject).startsWith(fold(filter.subjectBeginsWith ?? '')) &&
    fold(subject).endsWith(fold(filter.subjectEndsWith ?? ''))
  );
}

function advancedMatches(filter: AdvancedFilter, event: GridEvent, onArrays: boolean): boolean {
  const found = valueAt(event, filter.key);
  if (filter.operatorType === 'IsNullOrUndefined') return found === null || found === undefined;
  if (filter.operatorType === 'IsNotNull') return found !== null && found !== undefined;
  const values: readonly unknown[] = Array.isArray(found) && onArrays ? found : [found];
  // A negative operator holds when no value is what it names, so also for a key that is not there.
  return isNegative(filter.operatorType)
    ? !values.some((value) => holds(filter, value))
    : values.some((value) => holds(filter, value));
}

const isNegative = (operator: AdvancedFilter['operatorType']) => /^(String|Number)Not/.test(operator);

/** Whether the value is what the operator names, its `Not` aside. */
function holds(filter: AdvancedFilter, value: unknown): boolean {
  switch (filter.operatorType) {
    case 'StringIn':
    case 'StringNotIn':
      return anyString(filter.values, value, (text, wanted) => text === wanted);
    case 'StringContains':
    case 'StringNotContains':
      return anyString(filter.values, value, (text, wanted) => text.includes(wanted));
    case 'StringBeginsWith':
    case 'StringNotBeginsWith':
      return anyString(filter.values, value, (text, wanted) => text.startsWith(wanted));
    case 'StringEndsWith':
    case 'StringNotEndsWith':
      return anyString(filter.values, value, (text, wanted) => text.endsWith(wanted));
    case 'NumberIn':
    case 'NumberNotIn':
      return typeof value === 'number' && filter.values.includes(value);
    case 'NumberInRange':
    case 'NumberNotInRange':
      return typeof value === 'number' && filter.values.some(([least, most]) => value >= least && value <= most);
    case 'NumberGreaterThan':
      return typeof value === 'number' && value > filter.value;
    case 'NumberGreaterThanOrEquals':
      return typeof value === 'number' && value >= filter.value;
    case 'NumberLessThan':
      return typeof value === 'number' && value < filter.value;
    case 'NumberLessThanOrEquals':
      return typeof value === 'number' && value <= filter.value;
    case 'BoolEquals':
      return value === filter.value;
    case 'IsNullOrUndefined':
      return value === null || value === undefined;
    case 'IsNotNull':
      return value !== null && value !== undefined;
    default:
      return filter satisfies never;
  }
}

/** String comparisons never regard case. */
function anyString(
  wanted: readonly string[],
  value: unknown,
  compare: (text: string, wanted: string) => boolean,
): boolean {
  if (typeof value !== 'string') return false;
  const text = value.toLowerCase();
  return wanted.some((one) => compare(text, one.toLowerCase()));
}

/** Attributes that a key may name, beside `data` and what lies under it. */
function attributesOf(event: GridEvent): Record<string, unknown> {
  const both = { id: event.id, subject: event.subject, data: event.data };
  const mapped = () => ({
    ...both,
    topic: event.source,
    eventType: event.type,
    eventTime: event.time,
    dataVersion: event.dataVersion,
  });
  const bySchema: Record<InputSchema, () => Record<string, unknown>> = {
    EventGridSchema: mapped,
    CustomEventSchema: mapped,
    CloudEventSchemaV1_0: () => ({
      ...event.attributes,
      ...both,
      source: event.source,
      type: event.type,
      time: event.time,
      specversion: '1.0',
    }),
  };
  return bySchema[event.schema]();
}

/** Names are compared without regard to case: Microsoft's own samples filter by `data.to.PhoneNumber.Value`. */
export function valueAt(event: GridEvent, key: string): unknown {
  let value: unknown = attributesOf(event);
  for (const part of key.toLowerCase().split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name.toLowerCase() === part)?.[1];
  }
  return value;
}

const MOST_ADVANCED_FILTERS = 25;
const MOST_VALUES = 25;
const LONGEST_STRING = 512;

function valuesOf(filter: AdvancedFilter): readonly unknown[] {
  if ('values' in filter) return filter.values;
  return 'value' in filter ? [filter.value] : [];
}

/** Why Event Grid would not take the filter; undefined when it would. */
export function filterFault({ advancedFilters = [] }: Filter): string | undefined {
  const values = advancedFilters.flatMap((one) => valuesOf(one)) as readonly unknown[];
  if (advancedFilters.length > MOST_ADVANCED_FILTERS) return `More than ${MOST_ADVANCED_FILTERS} advanced filters.`;
  if (values.length > MOST_VALUES) return `More than ${MOST_VALUES} values in all advanced filters.`;
  if (values.some((value) => typeof value === 'string' && value.length > LONGEST_STRING))
    return `A value of an advanced filter is longer than ${LONGEST_STRING} characters.`;
  return undefined;
}
