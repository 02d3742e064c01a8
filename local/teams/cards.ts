import { ADAPTIVE_CARD, type Activity } from './options';

/** A press on a universal action, with what the card's inputs held. */
export interface CardAction {
  readonly verb: string;
  readonly title: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The Adaptive Card of a message. */
export const cardOf = ({ attachments = [] }: Activity): unknown =>
  attachments.find(({ contentType }) => contentType === ADAPTIVE_CARD)?.content ?? null;

/** The buttons of a card that call the bot, in order. */
export function actionsOf(card: unknown): readonly CardAction[] {
  return nodesOf(card)
    .filter(({ type }) => type === 'Action.Execute')
    .map(({ verb, title, data }) => ({
      verb: textOf(verb),
      title: textOf(title),
      data: typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {},
    }));
}

export type Inputs = Readonly<Record<string, string>>;

/** Values of every input of the card, those given over those it came with; undefined when the card has no such input. */
export function inputsOf(card: unknown, given: Inputs): Inputs | undefined {
  const inputs = nodesOf(card).filter(({ type, id }) => textOf(type).startsWith('Input.') && typeof id === 'string');
  const named = new Map(inputs.map((input) => [textOf(input['id']), input]));
  for (const [id, value] of Object.entries(given)) {
    const input = named.get(id);
    if (input === undefined || !accepts(input, value)) return undefined;
  }
  const preset = [...named].flatMap(([id, { value }]) => (typeof value === 'string' ? [[id, value] as const] : []));
  return { ...Object.fromEntries(preset), ...given };
}

type Node = Readonly<Record<string, unknown>>;

function accepts({ type, choices }: Node, value: string): boolean {
  if (type !== 'Input.ChoiceSet' || !Array.isArray(choices)) return true;
  return (choices as readonly Node[]).some((choice) => choice['value'] === value);
}

/** Every object in a card, wherever it is nested. */
function nodesOf(node: unknown): readonly Node[] {
  if (Array.isArray(node)) return node.flatMap(nodesOf);
  if (typeof node !== 'object' || node === null) return [];
  // What a button carries is the bot's own; nothing in it is shown.
  const shown = Object.entries(node).filter(([member]) => member !== 'data');
  return [node as Node, ...shown.flatMap(([, value]) => nodesOf(value))];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
