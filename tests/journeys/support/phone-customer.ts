import type { SimulatorClient } from './simulator-client';

/** What somebody at a telephone hears at a moment. */
export type Heard =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly language: string | null;
      /** `operationContext` of the request that says it. */
      readonly context: string | null;
    }
  | { readonly kind: 'music'; readonly uri: string; readonly onHold: boolean }
  | { readonly kind: 'people'; readonly rawIds: readonly string[] }
  | { readonly kind: 'ringback' | 'ringing' | 'silence' | 'nothing' | 'voicemail' | 'stream' | 'tones' };

interface PhoneCall {
  readonly id: string;
  readonly callConnectionId: string;
  readonly correlationId: string;
  readonly state: 'ringing' | 'joined' | 'ended';
  readonly hearing: Heard;
  readonly heard: readonly (Heard & { readonly at: number })[];
  readonly startedAt: number;
  readonly endedBecause: string | null;
  /** Of a call to this telephone: what came along. */
  readonly sipHeaders: Readonly<Record<string, string>>;
}

/** A customer with a telephone, in one call to the organisation's number. */
export interface PhoneCustomer {
  readonly number: string;
  /** The call as the customer's telephone shows it. */
  call(): Promise<PhoneCall>;
  press(keys: string): Promise<void>;
  say(words: string): Promise<void>;
  hangUp(): Promise<void>;
  /** In a word or as what is said: `music`, `people`, `silence`, `nothing`, or the text. */
  hears(): Promise<string>;
  /** The same for everything heard so far, the oldest first. */
  heard(): Promise<readonly string[]>;
  /** When each text was begun to be said, in milliseconds since the call was placed. */
  heardAt(text: string): Promise<readonly number[]>;
}

/** What a caller would say of what they hear. */
export const inWords = (heard: Heard): string => (heard.kind === 'text' ? heard.text : heard.kind);

/** Dials the organisation and waits until nothing more happens by itself at this instant. */
export async function placeCall(
  simulator: SimulatorClient,
  dialled: {
    readonly from: string;
    readonly to: string | undefined;
    readonly sipHeaders: Readonly<Record<string, string>> | undefined;
  },
  settle: () => Promise<void>,
): Promise<PhoneCustomer> {
  const { id } = await simulator.post<PhoneCall>('/_local/phones/calls', dialled);
  await settle();
  return phoneAt(simulator, { id, number: dialled.from }, settle);
}

/** The newest call that rings, or has rung, at a customer's telephone; undefined when nobody ever called them. */
export async function receivedCall(
  simulator: SimulatorClient,
  number: string,
  settle: () => Promise<void>,
): Promise<ReceivedCall | undefined> {
  const { calls } = await simulator.get<{ calls: (PhoneCall & { direction: string; number: string })[] }>(
    '/_local/phones/calls',
  );
  const call = calls.filter((one) => one.direction === 'received' && one.number === number).at(-1);
  if (call === undefined) return undefined;
  const act = async (what: string, body: object = {}) => {
    await simulator.post(`/_local/phones/calls/${call.id}/${what}`, body);
    await settle();
  };
  return {
    ...phoneAt(simulator, { id: call.id, number }, settle),
    answer: () => act('answer'),
    busy: () => act('decline', { how: 'busy' }),
  };
}

/** A call that somebody else placed to this telephone. */
export interface ReceivedCall extends PhoneCustomer {
  answer(): Promise<void>;
  busy(): Promise<void>;
}

function phoneAt(
  simulator: SimulatorClient,
  { id, number }: { readonly id: string; readonly number: string },
  settle: () => Promise<void>,
): PhoneCustomer {
  const call = () => simulator.get<PhoneCall>(`/_local/phones/calls/${id}`);
  const act = async (what: string, body: object = {}) => {
    await simulator.post(`/_local/phones/calls/${id}/${what}`, body);
    await settle();
  };
  return {
    number,
    call,
    press: (keys) => act('press', { keys }),
    say: (words) => act('say', { words }),
    hangUp: () => act('hang-up'),
    hears: async () => inWords((await call()).hearing),
    heard: async () => (await call()).heard.map(inWords),
    async heardAt(text) {
      const { heard, startedAt } = await call();
      return heard.filter((one) => inWords(one).includes(text)).map(({ at }) => at - startedAt);
    },
  };
}
