import { ANSWER_TIMEOUT_MS, ASSISTANT_TIMEOUT_MS } from './defaults';
import type { AssistantNode } from './nodes';
import { placeAt, stop } from './walk';
import type { Moved, Walk } from './walk';

/** What an assistant's position remembers of its conversation. */
interface AssistantTalk {
  readonly exchanges: number;
  readonly answered: boolean;
}

/** Says an assistant's words and waits for the customer's. */
export function listen(walk: Walk, nodeId: string, node: AssistantNode, talk: AssistantTalk & { text: string }): Moved {
  const { channel, language } = walk;
  const { text, exchanges, answered } = talk;
  const place = placeAt(walk, nodeId);
  const timeoutMs = node.timeoutMs ?? ANSWER_TIMEOUT_MS[channel];
  const words = { turn: place.turn, text, spoken: null, language };
  const position = { state: 'listening', ...place, exchanges, answered } as const;
  return stop(walk, position, { kind: 'gather', ...words, answers: { kind: 'words' }, timeoutMs, bargeIn: true });
}

/** A customer's words to an assistant, and how many there have been with these. */
interface Question {
  readonly text: string;
  readonly exchanges: number;
}

/** Gives the customer's words to the assistant. */
export function ask(walk: Walk, nodeId: string, node: AssistantNode, { text, exchanges }: Question): Moved {
  const { language } = walk;
  const place = placeAt(walk, nodeId);
  const question = { turn: place.turn, assistantId: node.assistantId, text, language };
  const position = { state: 'thinking', ...place, exchanges } as const;
  return stop(walk, position, { kind: 'askAssistant', ...question, timeoutMs: ASSISTANT_TIMEOUT_MS });
}
