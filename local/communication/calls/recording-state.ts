import type { RawId } from './identifiers';

/** Channels of an unmixed recording; the first has the number 0. */
export const MOST_CHANNELS = 5;

/** A recording of a call. */
export interface Recording {
  readonly id: string;
  readonly startedAt: number;
  readonly callbackUri: string | null;
  readonly contentType: string;
  readonly channelType: string;
  readonly formatType: string;
  /** Somebody's own container, or a folder in it, that the file goes to; absent where it stays with the service. */
  readonly container?: string;
  /** Channels of an unmixed one by who is on them; absent of recordings made before anybody could ask. */
  readonly affinity?: Readonly<Record<RawId, number>>;
  /** It has not begun to record: where that stays so there is no file. Absent where it has. */
  hasNotBegun?: boolean;
  state: 'active' | 'paused' | 'stopped';
  stoppedAt: number | null;
  /** When its file is announced; null before it stopped and after it was. */
  fileReadyAt: number | null;
}
