import { randomUUID } from 'node:crypto';
import type { TypedData } from '../worker/types';

/** Values that binding expressions of one invocation may name. */
export interface BindingData {
  readonly functionName: string;
  readonly now: Date;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Fills in `{name}`, `{data.id}`, `{rand-guid}`, `{DateTime}` and `{sys.…}`; throws where something has no value. */
export const fillIn = (pattern: string, data: BindingData): string =>
  pattern.replace(/\{([^{}]+)\}/gu, (_, expression: string) => valueOf(expression, data));

/** Of one expression, without its braces. */
export function valueOf(expression: string, data: BindingData): string {
  const value = systemValue(expression, data) ?? lookUp(expression, data.values);
  if (value === undefined) throw new Error(`The binding expression '{${expression}}' has no value.`);
  return value;
}

function systemValue(expression: string, { functionName, now }: BindingData): string | undefined {
  const [, name = '', format] = /^([^:]+)(?::(.+))?$/u.exec(expression) ?? [];
  switch (name.toLowerCase()) {
    case 'rand-guid':
    case 'sys.randguid':
      return format?.toUpperCase() === 'N' ? randomUUID().replaceAll('-', '') : randomUUID();
    case 'datetime':
    case 'sys.utcnow':
      return formatted(now, format ?? 'yyyy-MM-ddTHH-mm-ssZ');
    case 'sys.methodname':
      return functionName;
    default:
      return undefined;
  }
}

/** By .NET's letters for year, month, day, hour, minute and second. */
function formatted(now: Date, format: string): string {
  const [year = '', month = '', day = '', hour = '', minute = '', second = ''] = now.toISOString().split(/[-T:.Z]/u);
  const letters: Readonly<Record<string, string>> = {
    yyyy: year,
    MM: month,
    dd: day,
    HH: hour,
    mm: minute,
    ss: second,
  };
  return format.replace(/yyyy|MM|dd|HH|mm|ss/gu, (part) => letters[part] ?? part);
}

function lookUp(path: string, values: Readonly<Record<string, unknown>>): string | undefined {
  let found: unknown = values;
  for (const name of path.split('.')) found = memberOf(found, name);
  if (typeof found === 'string') return found;
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : undefined;
}

/** Names are of any case: `{Query.id}` is what the documentation writes. */
function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const members = value as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(members, name)) return members[name];
  const found = Object.keys(members).find((one) => one.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : members[found];
}

/** Of an HTTP request its route, query, headers and the members of a JSON body; of others what comes beside the data. */
export function valuesOf(
  trigger: TypedData,
  triggerMetadata: Readonly<Record<string, TypedData>>,
): Record<string, unknown> {
  const beside = Object.fromEntries(Object.entries(triggerMetadata).map(([name, data]) => [name, plain(data)]));
  if (!('http' in trigger)) return beside;
  const { nullableParams, nullableQuery, nullableHeaders, body } = trigger.http;
  const query = unwrapped(nullableQuery);
  const members = body && 'bytes' in body ? objectIn(Buffer.from(body.bytes).toString('utf8')) : {};
  return { ...beside, ...members, ...query, ...unwrapped(nullableParams), query, headers: unwrapped(nullableHeaders) };
}

function plain(data: TypedData): unknown {
  if ('json' in data && data.json !== undefined) return JSON.parse(data.json);
  return 'string' in data ? data.string : undefined;
}

const unwrapped = (values: Readonly<Record<string, { readonly value: string }>> = {}) =>
  Object.fromEntries(Object.entries(values).map(([name, { value }]) => [name, value]));

function objectIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
