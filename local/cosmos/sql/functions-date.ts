import type { Value } from '../json';
import { builtIn, ofNumbers, type BuiltIn } from './built-in';

/** Ticks are 100 ns since the year 1. */
const EPOCH_TICKS_MS = 62_135_596_800_000;

const toTicks = (instant: number): number => (instant + EPOCH_TICKS_MS) * 10_000;
const toText = (instant: number): string => new Date(instant).toISOString().replace('Z', '0000Z');

function toInstant(text: Value): number | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const instant = Date.parse(/(Z|[+-]\d\d:\d\d)$|^.{10}$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(instant) ? undefined : instant;
}

export const DATE_FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  GETCURRENTDATETIME: builtIn(0, 0, (_, { nowMs }) => toText(nowMs)),
  GETCURRENTDATETIMESTATIC: builtIn(0, 0, (_, { nowMs }) => toText(nowMs)),
  GETCURRENTTIMESTAMP: builtIn(0, 0, (_, { nowMs }) => nowMs),
  GETCURRENTTIMESTAMPSTATIC: builtIn(0, 0, (_, { nowMs }) => nowMs),
  GETCURRENTTICKS: builtIn(0, 0, (_, { nowMs }) => toTicks(nowMs)),
  DATETIMETOTIMESTAMP: builtIn(1, 1, ([text]) => toInstant(text)),
  DATETIMETOTICKS: builtIn(1, 1, ([text]) => {
    const instant = toInstant(text);
    return instant === undefined ? undefined : toTicks(instant);
  }),
  TIMESTAMPTODATETIME: builtIn(1, 1, ([instant]) =>
    typeof instant === 'number' && Math.abs(instant) < 8.64e15 ? toText(instant) : undefined,
  ),
  TICKSTOTIMESTAMP: ofNumbers(1, 1, (ticks = NaN) => Math.floor(ticks / 10_000) - EPOCH_TICKS_MS),
};
