import { CHANNELS } from '../lib/channel';
import type { FlowPosition } from './protocol';
import { FLOW_CLOSE_REASONS } from './source';

/** A position as one string, for the interaction's snapshot. Read it back with {@link decodePosition}. */
export function encodePosition(position: FlowPosition): string {
  return JSON.stringify(position);
}

/** The position that {@link encodePosition} wrote; null when the text is not one. */
export function decodePosition(text: string): FlowPosition | null {
  const value = parseObject(text);
  return value !== null && isPosition(value) ? value : null;
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Fields) : null;
  } catch {
    return null;
  }
}

const FIELDS: Readonly<Record<FlowPosition['state'], (value: Fields) => boolean>> = {
  notStarted: () => true,
  saying: isInFlow,
  choosing: (value) => isInFlow(value) && isCount(value['attempt']),
  listening: (value) => isInFlow(value) && isCount(value['exchanges']) && typeof value['answered'] === 'boolean',
  thinking: (value) => isInFlow(value) && isCount(value['exchanges']),
  queued: (value) => isInFlow(value) && typeof value['queueId'] === 'string',
  withAgent: () => true,
  ended: (value) => isOneOf(FLOW_CLOSE_REASONS, value['reason']),
};

function isPosition(value: Fields): value is Fields & FlowPosition {
  const state = value['state'];
  return typeof state === 'string' && Object.hasOwn(FIELDS, state) && FIELDS[state as FlowPosition['state']](value);
}

function isInFlow(value: Fields): boolean {
  return (
    typeof value['nodeId'] === 'string' &&
    typeof value['language'] === 'string' &&
    isOneOf(CHANNELS, value['channel']) &&
    isCount(value['turn'])
  );
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value);
}

function isOneOf(allowed: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && allowed.includes(value);
}
