import { inWords, type Heard } from './phone-customer';
import type { SimulatorClient } from './simulator-client';

interface TeamsCall {
  readonly id: string;
  readonly state: 'ringing' | 'inCall' | 'voicemail' | 'ended';
  readonly topic: string | null;
  readonly details: string | null;
  readonly ringsUntil: number | null;
  readonly hearing: Heard;
  readonly heard: readonly Heard[];
}

/** An agent's Teams as a telephone: the newest call on it. */
export interface AgentPhone {
  /** Null when it was never rung. */
  state(): Promise<TeamsCall['state'] | null>;
  /** Whom Teams says the call is about. */
  topic(): Promise<string | null>;
  /** What Teams says beside it. */
  details(): Promise<string | null>;
  calls(): Promise<number>;
  answer(): Promise<void>;
  decline(how?: 'declined' | 'busy'): Promise<void>;
  voicemail(): Promise<void>;
  say(words: string): Promise<void>;
  hangUp(): Promise<void>;
  hears(): Promise<string>;
  heard(): Promise<readonly string[]>;
}

export function createAgentPhone(simulator: SimulatorClient, id: string, settle: () => Promise<void>): AgentPhone {
  const all = async () => (await simulator.get<{ calls: TeamsCall[] }>(`/_local/agents/${id}/calls`)).calls;
  const newest = async () => (await all()).at(-1);
  const act = async (what: string, body?: object) => {
    const call = await newest();
    if (call === undefined) throw new Error(`Teams of ${id} was never rung.`);
    await simulator.post(`/_local/agents/${id}/calls/${call.id}/${what}`, body);
    await settle();
  };
  return {
    state: async () => (await newest())?.state ?? null,
    topic: async () => (await newest())?.topic ?? null,
    details: async () => (await newest())?.details ?? null,
    calls: async () => (await all()).length,
    answer: () => act('answer'),
    decline: (how = 'declined') => act('decline', { how }),
    voicemail: () => act('voicemail'),
    say: (words) => act('say', { words }),
    hangUp: () => act('hang-up'),
    hears: async () => inWords((await newest())?.hearing ?? { kind: 'nothing' }),
    heard: async () => ((await newest())?.heard ?? []).map(inWords),
  };
}
