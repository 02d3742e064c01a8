/** A recording of a call. */
export interface Recording {
  readonly id: string;
  readonly startedAt: number;
  readonly callbackUri: string | null;
  readonly contentType: string;
  readonly channelType: string;
  readonly formatType: string;
  state: 'active' | 'paused' | 'stopped';
  stoppedAt: number | null;
  /** When its file is announced; null before it stopped and after it was. */
  fileReadyAt: number | null;
}
