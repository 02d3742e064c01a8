import { randomUUID } from 'node:crypto';
import type { NamedData, TraceContext, TypedData } from './types';

interface Triggering {
  readonly inputData: readonly NamedData[];
  readonly triggerMetadata?: Readonly<Record<string, TypedData>>;
}

const TRACE_PARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/u;

const hex = (length: number) => randomUUID().replaceAll('-', '').slice(0, length);

/** A part of its own in the trace that a request is sent in, or the beginning of a new one. */
export function traceContextOf(triggering: Triggering): TraceContext {
  const { traceparent = '', tracestate = '' } = headersOf(triggering);
  const [, trace = hex(32), flags = '00'] = TRACE_PARENT.exec(traceparent) ?? [];
  return { traceParent: `00-${trace}-${hex(16)}-${flags}`, traceState: tracestate, attributes: {} };
}

function headersOf({ inputData, triggerMetadata }: Triggering): Readonly<Record<string, string>> {
  const [first] = inputData;
  if (!first || !('http' in first.data)) return {};
  const { nullableHeaders } = first.data.http;
  if (nullableHeaders)
    return Object.fromEntries(Object.entries(nullableHeaders).map(([name, { value }]) => [name, value]));
  const headers = triggerMetadata?.['Headers'];
  return headers && 'json' in headers ? (JSON.parse(headers.json ?? '{}') as Record<string, string>) : {};
}
