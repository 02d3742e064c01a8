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
  state: 'active' | 'paused' | 'stopped';
  stoppedAt: number | null;
  /** When its file is announced; null before it stopped and after it was. */
  fileReadyAt: number | null;
}
