import type { Script } from './lines';
import type { Office } from './office';

/** A simulated customer. A turn does the next thing of their script, if its moment has come. */
export interface SimulatedCustomer {
  turn(): Promise<void>;
  /** They got what they wanted, or gave up. */
  isDone(): boolean;
}

/** Nobody waits for ever: after so long a customer goes away. */
const PATIENCE_MS = 6 * 60_000;
/** But everybody has had their say: turns of a clock that runs fast are far apart. */
const FEWEST_TURNS = 40;

/** `agentNames`: by whom they want to be answered; what flows say is no answer. */
export function createCustomer(office: Office, script: Script, agentNames: readonly string[]): SimulatedCustomer {
  const { turn, leave } = behaviourOf(office, script, agentNames);
  const cameAt = office.now();
  let turns = 0;
  let isDone = false;
  return {
    isDone: () => isDone,
    async turn() {
      if (isDone) return;
      turns += 1;
      if (turns < FEWEST_TURNS || office.now() - cameAt < PATIENCE_MS) isDone = await turn();
      else {
        isDone = true;
        await leave();
      }
    },
  };
}

interface Behaviour {
  /** Answers whether the customer is done. */
  readonly turn: () => Promise<boolean>;
  readonly leave: () => Promise<unknown>;
}

function behaviourOf(office: Office, script: Script, agentNames: readonly string[]): Behaviour {
  switch (script.channel) {
    case 'chat':
      return chatting(office, script, agentNames);
    case 'sms':
      return texting(office, script);
    case 'voice':
      return calling(office, script);
    case 'email':
      return mailing(office, script);
    default:
      return script.channel satisfies never;
  }
}

function chatting(office: Office, { name, lines }: Script, agentNames: readonly string[]): Behaviour {
  let key: string | undefined;
  let said = 0;
  const write = (text: string) => {
    said += 1;
    return office.post(`chats/${key ?? ''}/messages`, { text, customerName: name });
  };
  const leave = () => office.post(`chats/${key ?? ''}/leave`);
  return {
    async turn() {
      if (key === undefined) {
        ({ key } = await office.post<{ key: string }>('chats', { customerName: name }));
        await write(lines[0] ?? 'Hello');
        return false;
      }
      const chat = await office.get<{
        lines: readonly { name: string | null; isOwn: boolean }[];
        isOver: boolean;
      }>(`chats/${key}/messages`);
      if (chat.isOver) return true;
      const answers = chat.lines.filter((line) => !line.isOwn && agentNames.includes(line.name ?? '')).length;
      const next = lines[said];
      if (answers < said) return false;
      await (next === undefined ? leave() : write(next));
      return next === undefined;
    },
    leave,
  };
}

/** Texts of the flow itself: no agent wrote them. */
const BY_THE_FLOW =
  /Reply with a number|A colleague will answer|reply with 1 or 2|Contoso:|closed now|Nobody can answer/;

function texting(office: Office, { address, lines }: Script): Behaviour {
  const path = `handsets/${encodeURIComponent(address)}/texts`;
  let said = 0;
  let before = 0;
  const write = (text: string) => {
    said += 1;
    return office.post(path, { text });
  };
  const answersOf = async () => {
    const { texts } = await office.get<{ texts: readonly { direction: string; message: string }[] }>(path);
    return texts.filter(({ direction, message }) => direction === 'in' && !BY_THE_FLOW.test(message)).length;
  };
  return {
    async turn() {
      const answers = await answersOf();
      if (said === 0) {
        before = answers;
        await write(lines[0] ?? 'Hello');
        return false;
      }
      const next = lines[said];
      if (answers - before < said) return false;
      if (next === undefined) return true;
      await write(next);
      return false;
    },
    leave: () => Promise.resolve(),
  };
}

interface Call {
  readonly id: string;
  readonly state: string;
  readonly hearing: { readonly kind: string; readonly text?: string };
}

function calling(office: Office, { name, address, key }: Script): Behaviour {
  let id: string | undefined;
  let hasPressed = false;
  return {
    async turn() {
      if (id === undefined) {
        ({ id } = await office.post<Call>('phones/calls', { from: address, displayName: name }));
        return false;
      }
      const { state, hearing } = await office.get<Call>(`phones/calls/${id}`);
      if (state === 'ended') return true;
      if (!hasPressed && hearing.kind === 'text' && /press/i.test(hearing.text ?? '')) {
        hasPressed = true;
        await office.post(`phones/calls/${id}/press`, { keys: key });
      }
      return false;
    },
    leave: () => office.post(`phones/calls/${id ?? ''}/hang-up`),
  };
}

function mailing(office: Office, { name, address, lines }: Script): Behaviour {
  const [subject = 'A question', text = 'Hello'] = lines;
  return {
    async turn() {
      await office.post(`mailboxes/${encodeURIComponent(address)}/mails`, { name, subject, text });
      return true;
    },
    leave: () => Promise.resolve(),
  };
}
