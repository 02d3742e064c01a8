import { randomUUID } from 'node:crypto';
import type { Simulator } from '../simulator';

/** A message or card in an agent's chat with the bot, as the connector keeps it. */
export interface SeenInTeams {
  readonly activityId: string;
  readonly author: 'bot' | 'agent';
  readonly text: string | null;
  readonly card: { readonly actions?: readonly { readonly verb?: string }[] } | null;
}

export interface Offer {
  readonly offerId: string;
  readonly interactionId: string;
}

interface Holding {
  readonly interactionId: string;
  readonly phase: string;
}

/** Somebody who answers in Teams. What follows from an act has happened when the clock was stepped. */
export interface Agent {
  readonly id: string;
  ready(): Promise<void>;
  state(): Promise<string>;
  /** The desk says that it is there. */
  heartbeat(): Promise<void>;
  offers(): Promise<readonly Offer[]>;
  /** The phase of an interaction that the agent works on; undefined for any other. */
  holds(interactionId: string): Promise<string | undefined>;
  /** Presses a button of the newest card that has it. */
  press(verb: string): Promise<void>;
  /** Writes in Teams; goes to the customer they talk with. */
  write(text: string): Promise<void>;
  /** Writes at the desk. */
  reply(interactionId: string, text: string, writtenAt: number): Promise<void>;
  complete(interactionId: string, wrapUpCode: string): Promise<void>;
  /** Takes the call that rings in Teams. */
  answerPhone(): Promise<void>;
  /** What stands in the chat with the bot. */
  chat(): Promise<readonly SeenInTeams[]>;
}

export function createAgent(simulator: Simulator, id: string): Agent {
  const chat = async () => (await simulator.get<{ messages: SeenInTeams[] }>(`/_local/agents/${id}/chat`)).messages;
  const ask = <T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
    simulator.ask<T>(id, method, `agent/${path}`, body);
  return {
    id,
    chat,
    ready: () => ask('PUT', 'state', { kind: 'ready' }),
    state: async () => (await ask<{ availability: { kind: string } }>('GET', 'state')).availability.kind,
    heartbeat: () => ask('POST', 'heartbeat'),
    offers: async () => (await ask<{ offers: Offer[] }>('GET', 'offers')).offers,
    async holds(interactionId) {
      const { interactions } = await ask<{ interactions: Holding[] }>('GET', 'interactions');
      return interactions.find((one) => one.interactionId === interactionId)?.phase;
    },
    async press(verb) {
      const card = (await chat()).filter((one) => one.card?.actions?.some((action) => action.verb === verb)).at(-1);
      if (card === undefined) throw new Error(`No card of ${id} has a button '${verb}'.`);
      await simulator.post(`/_local/agents/${id}/chat/messages/${card.activityId}/press`, { verb });
    },
    write: (text) => simulator.post(`/_local/agents/${id}/chat/messages`, { text }),
    reply: (interactionId, text, writtenAt) =>
      ask('POST', `interactions/${interactionId}/reply`, { text, key: randomUUID(), writtenAt }),
    complete: (interactionId, wrapUpCode) => ask('POST', `interactions/${interactionId}/complete`, { wrapUpCode }),
    async answerPhone() {
      const { calls } = await simulator.get<{ calls: { id: string; state: string }[] }>(`/_local/agents/${id}/calls`);
      const ringing = calls.findLast(({ state }) => state === 'ringing');
      if (ringing === undefined) throw new Error(`The telephone of ${id} does not ring.`);
      await simulator.post(`/_local/agents/${id}/calls/${ringing.id}/answer`);
    },
  };
}
