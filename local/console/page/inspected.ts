/** What the simulator tells of the task hub; instants in milliseconds since the epoch. */
export interface InstanceRow {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly customStatus: unknown;
  readonly parentId: string | null;
  readonly meter: { readonly storageTransactions: number; readonly historyEvents: number; readonly episodes: number };
}

export interface Span {
  readonly kind: 'activity' | 'subOrchestration' | 'timer' | 'event';
  readonly name: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly outcome: 'running' | 'completed' | 'failed' | 'cancelled';
  readonly detail: string | null;
}

export interface Inspected extends InstanceRow {
  readonly version: string;
  readonly input: unknown;
  readonly output: unknown;
  readonly spans: readonly Span[];
  readonly history: readonly { readonly EventType: string; readonly Timestamp: string; readonly Name?: string }[];
}

export interface EntityRow {
  readonly id: string;
  readonly exists: boolean;
  readonly lockedBy: string | null;
  readonly queued: number;
  readonly state: unknown;
  readonly updatedAt: number;
}

export interface Queues {
  readonly statuses: Readonly<Record<string, number>>;
  readonly total: number;
  readonly waiting: readonly {
    readonly kind: 'event' | 'activity';
    readonly to: string;
    readonly what: string;
    readonly dueAt: number | null;
  }[];
}
