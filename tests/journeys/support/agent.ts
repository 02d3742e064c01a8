import type { SimulatorClient } from './simulator-client';

/** A message or card in an agent's chat with the bot, as far as journeys look at it. */
export interface SeenInTeams {
  readonly activityId: string;
  readonly author: 'bot' | 'agent';
  readonly text: string | null;
  readonly summary: string | null;
  readonly card: { readonly body: readonly object[]; readonly actions?: readonly { readonly verb?: string }[] } | null;
  readonly version: number;
}

export interface AgentActor {
  readonly id: string;
  ready(): Promise<void>;
  notReady(): Promise<void>;
  signOut(): Promise<void>;
  state(): Promise<string>;
  chat(): Promise<readonly SeenInTeams[]>;
  /** Texts of the bot to this agent, cards left out. */
  heard(): Promise<readonly string[]>;
  /** Presses a button of the newest card that has it. */
  press(verb: string, inputs?: Readonly<Record<string, string>>): Promise<void>;
  /** Whether some card offers that button now. */
  sees(verb: string): Promise<boolean>;
  write(text: string): Promise<void>;
  /** Attaches files to a message in the chat with the bot; one without a name is a picture that is pasted. */
  attach(files: readonly { readonly name: string | null; readonly content: Buffer }[], text?: string): Promise<void>;
  offers(): Promise<readonly { readonly offerId: string; readonly interactionId: string }[]>;
  interactions(): Promise<readonly { readonly interactionId: string; readonly phase: string }[]>;
  ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<{ status: number; body: unknown }>;
}

export function createAgent(simulator: SimulatorClient, id: string, settle: () => Promise<void>): AgentActor {
  const chat = async () => (await simulator.get<{ messages: SeenInTeams[] }>(`/_local/agents/${id}/chat`)).messages;
  const set = async (state: object) => {
    const { status, body } = await simulator.ask(id, 'PUT', 'agent/state', state);
    if (status !== 200) throw new Error(`The state was answered with ${status}: ${JSON.stringify(body)}`);
    await settle();
  };
  const withButton = async (verb: string) =>
    (await chat()).filter(({ card }) => JSON.stringify(card).includes(`"verb":"${verb}"`)).at(-1);

  return {
    id,
    ready: () => set({ kind: 'ready' }),
    notReady: () => set({ kind: 'notReady', reason: 'break' }),
    signOut: () => set({ kind: 'signedOut' }),
    async state() {
      const { body } = await simulator.ask<{ availability: { kind: string } }>(id, 'GET', 'agent/state');
      return body.availability.kind;
    },
    chat,
    heard: async () => (await chat()).flatMap(({ author, text }) => (author === 'bot' && text !== null ? [text] : [])),
    async press(verb, inputs) {
      const card = await withButton(verb);
      if (card === undefined) throw new Error(`No card of ${id} has a button '${verb}'.`);
      await simulator.post(`/_local/agents/${id}/chat/messages/${card.activityId}/press`, {
        verb,
        ...(inputs ? { inputs } : {}),
      });
      await settle();
    },
    sees: async (verb) => (await withButton(verb)) !== undefined,
    async attach(files, text = '') {
      const named = files.map(({ name, content }) => ({ name, contentBase64: content.toString('base64') }));
      await simulator.post(`/_local/agents/${id}/chat/files`, { text, files: named });
      await settle();
    },
    async write(text) {
      await simulator.post(`/_local/agents/${id}/chat/messages`, { text });
      await settle();
    },
    offers: async () =>
      (await simulator.ask<{ offers: { offerId: string; interactionId: string }[] }>(id, 'GET', 'agent/offers')).body
        .offers,
    interactions: async () =>
      (
        await simulator.ask<{ interactions: { interactionId: string; phase: string }[] }>(
          id,
          'GET',
          'agent/interactions',
        )
      ).body.interactions,
    ask: (method, path, body) => simulator.ask(id, method, path, body),
  };
}
