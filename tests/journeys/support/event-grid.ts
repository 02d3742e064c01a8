import type { Stage } from './stage';

interface SeenEvent {
  readonly event: { readonly id: string; readonly type: string; readonly data: unknown };
}

/** Event Grid as it can be: repeating, reordering, silent, and fed by who knows whom. */
export interface EventGridMoods {
  /** Ids of delivered events of a type whose data mention a text, the oldest first. */
  idsOf(type: string, mentions: string): Promise<readonly string[]>;
  repeat(id: string, times: number): Promise<void>;
  silence(ms: number): Promise<void>;
  disturb(repeatShare: number, reorderShare: number): Promise<void>;
  /** Delivers a body to a function as Event Grid would; the status it is answered with. */
  deliver(functionName: string, body: unknown): Promise<number>;
}

export function eventGridMoods(stage: Stage): EventGridMoods {
  const { simulator, running } = stage;
  return {
    async idsOf(type, mentions) {
      const { events } = await simulator.get<{ events: SeenEvent[] }>('/_local/events?limit=500');
      return events
        .map(({ event }) => event)
        .filter((event) => event.type.endsWith(type) && JSON.stringify(event.data).includes(mentions))
        .map(({ id }) => id)
        .reverse();
    },
    async repeat(id, times) {
      for (let time = 0; time < times; time += 1)
        await simulator.post(`/_local/events/${encodeURIComponent(id)}/repeat`);
      await stage.settle();
    },
    silence: (forMs) => simulator.post('/_local/events/silence', { forMs }),
    disturb: (repeatShare, reorderShare) =>
      simulator.post('/_local/events/disturb', { repeatShare, reorderShare, delayMs: { least: 0, most: 0 } }),
    async deliver(functionName, body) {
      const { endpoint, masterKey } = running.endpoints.functions;
      const url = `${endpoint}/runtime/webhooks/EventGrid?functionName=${functionName}&code=${encodeURIComponent(masterKey)}`;
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'aeg-event-type': 'Notification' },
        body: JSON.stringify(body),
      });
      await stage.settle();
      return answer.status;
    },
  };
}
