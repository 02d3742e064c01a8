import { h } from './dom';
import { clockTime } from './format';

/** A node of an Adaptive Card, as it came over the wire. */
type Node = Readonly<Record<string, unknown>>;

export type Press = (verb: string, inputs: Readonly<Record<string, string>>) => Promise<unknown>;

/** Renders the parts of Adaptive Cards 1.4 that the product's cards are made of; anything else is named, never hidden. */
export function adaptiveCard(card: unknown, press: Press): HTMLElement {
  return cardWith(card, new Map(), press);
}

function cardWith(card: unknown, before: ReadonlyMap<string, () => string>, press: Press): HTMLElement {
  const { body, actions } = card as { readonly body?: readonly Node[]; readonly actions?: readonly Node[] };
  const inputs = new Map(before);
  const element = h('div', { class: 'adaptive-card' }, ...(body ?? []).map((node) => nodeOf(node, inputs)));
  const buttons = (actions ?? []).map((action) => actionOf(action, inputs, press));
  if (buttons.length > 0) element.append(h('div', { class: 'card-actions' }, ...buttons));
  return element;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function nodeOf(node: Node, inputs: Map<string, () => string>): HTMLElement {
  switch (node['type']) {
    case 'TextBlock':
      return h('p', { class: text(node['weight']) }, withTimes(text(node['text'])));
    case 'RichTextBlock':
      return h('p', {}, ...((node['inlines'] ?? []) as readonly Node[]).map(run));
    case 'Input.ChoiceSet':
      return choices(node, inputs);
    case 'Input.Text':
      return words(node, inputs);
    default:
      return h('p', { class: 'muted' }, `(${text(node['type'])})`);
  }
}

const run = (inline: Node): HTMLElement =>
  h(
    'span',
    { class: [text(inline['weight']), inline['isSubtle'] === true ? 'subtle' : ''].join(' ') },
    text(inline['text']),
  );

/** `{{TIME(…)}}` is shown in the reader's time. */
const withTimes = (content: string): string =>
  content.replace(/\{\{TIME\(([^)]+)\)\}\}/g, (_, instant: string) => clockTime(Date.parse(instant)));

function choices(node: Node, inputs: Map<string, () => string>): HTMLElement {
  const select = h(
    'select',
    {},
    ...((node['choices'] ?? []) as readonly Node[]).map((choice) =>
      h('option', { value: text(choice['value']) }, text(choice['title'])),
    ),
  );
  inputs.set(text(node['id']), () => select.value);
  return h('label', { class: 'choice' }, text(node['label']), select);
}

function words(node: Node, inputs: Map<string, () => string>): HTMLElement {
  const area = h('textarea', { rows: '2' });
  inputs.set(text(node['id']), () => area.value);
  return h('label', { class: 'choice' }, text(node['label']), area);
}

function actionOf(action: Node, inputs: ReadonlyMap<string, () => string>, press: Press): HTMLElement {
  // A card within the card has its own inputs beside those around it.
  if (action['type'] === 'Action.ShowCard')
    return h('details', {}, h('summary', {}, text(action['title'])), cardWith(action['card'], inputs, press));
  const button = h(
    'button',
    { type: 'button', class: action['style'] === 'positive' ? 'primary' : '' },
    text(action['title']),
  );
  button.addEventListener('click', () => {
    button.disabled = true;
    const values = Object.fromEntries([...inputs].map(([id, value]) => [id, value()]));
    void press(text(action['verb']), values).finally(() => {
      button.disabled = false;
    });
  });
  return button;
}
