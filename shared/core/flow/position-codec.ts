import { CHANNELS } from '../lib/channel';
import type { FlowPosition } from './protocol';
import { FLOW_CLOSE_REASONS } from './source';

/** A position as one string, for the interaction's snapshot. Read it back with {@link decodePosition}. */
export function encodePosition(position: FlowPosition): string {
  return JSON.stringify(position);
}

/** The position that {@link encodePosition} wrote; null when the text is not one. */
export function decodePosition(text: string): FlowPosition | null {
  const parsed = parseObject(text);
  if (parsed === null) return null;
  // Positions were stored without these two at first.
  const value = 'nodeId' in parsed ? { memory: {}, waitingSince: null, ...parsed } : parsed;
  return isPosition(value) ? value : null;
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
  gathering: (value) => isInFlow(value) && isCount(value['attempt']),
  capturing: (value) => isInFlow(value) && isCount(value['attempt']),
  confirming: (value) => isInFlow(value) && isCount(value['attempt']) && typeof value['value'] === 'string',
  surveying: (value) => isInFlow(value) && isCount(value['attempt']) && isCount(value['question']),
  lookingUp: isInFlow,
  messaging: isInFlow,
  recording: isInFlow,
  transferring: isInFlow,
  thinking: (value) => isInFlow(value) && isCount(value['exchanges']),
  queued: (value) => isInFlow(value) && typeof value['queueId'] === 'string',
  deferred: (value) => isOneOf(['callback', 'voicemail'], value['as']),
  transferred: () => true,
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
    isCount(value['turn']) &&
    isTexts(value['memory']) &&
    (value['waitingSince'] === null || isCount(value['waitingSince']))
  );
}

function isTexts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value);
}

function isOneOf(allowed: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && allowed.includes(value);
}
