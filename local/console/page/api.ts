/** Calls the simulator's API on the page's own origin. A refusal rejects with its reason. */
async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/_local/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) throw new Error((answer as { detail?: string } | undefined)?.detail ?? `${response.status}`);
  return answer as T;
}

export const read = <T>(path: string): Promise<T> => ask<T>('GET', path);
export const act = <T>(path: string, body: unknown = {}): Promise<T> => ask<T>('POST', path, body);

/** Calls the product's own API in the name of one of its people. */
export async function askAs<T>(
  person: string,
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  body?: unknown,
): Promise<T> {
  const asked = { method, path, ...(body === undefined ? {} : { body }) };
  const answer = await act<{ status: number; body: unknown }>(`people/${person}/ask`, asked);
  if (answer.status < 300) return answer.body as T;
  const problem = answer.body as { detail?: string; title?: string } | null;
  throw new Error(problem?.detail ?? problem?.title ?? `The product answered ${answer.status}.`);
}

export interface Summary {
  readonly interactionId: string;
  readonly channel: 'voice' | 'chat' | 'sms' | 'email';
  readonly customerName: string | null;
  readonly customerAddress: string;
  readonly openedAt: number;
  readonly phase: string;
  readonly queueId: string | null;
  readonly agentId: string | null;
  readonly segment: string | null;
  readonly reason: string | null;
  readonly closedAt: number | null;
}

export interface Step {
  readonly id: string;
  readonly at: number;
  readonly lane: 'event' | 'orchestration' | 'timeline' | 'journal' | 'card' | 'message';
  readonly title: string;
  readonly detail: string;
  readonly source: unknown;
  readonly eventId?: string;
  readonly offerId?: string;
}

export interface Life {
  readonly interaction: Summary;
  readonly snapshot: unknown;
  /** Of its orchestration. */
  readonly instanceId: string;
  readonly orchestration: { readonly runtimeStatus: string; readonly customStatus: unknown } | null;
  readonly steps: readonly Step[];
}

export interface Seat {
  readonly agentId: string;
  readonly name: string;
  readonly isTaken: boolean;
  readonly isFree: boolean;
}

/** Runs again and again, each time some while after the last one ended. Trouble is told by the caller's own means. */
export function every(ms: number, run: () => Promise<void>): void {
  const turn = async () => {
    await run().catch(() => undefined);
    window.setTimeout(() => void turn(), document.hidden ? ms * 5 : ms);
  };
  void turn();
}
