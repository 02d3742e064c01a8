import { exitsOf } from './exits';
import type { FlowNodeSource, FlowSource } from './source';

/** A flow as a graph, before it is written in a language of graphs. */
interface Drawn {
  readonly boxes: readonly { readonly id: string; readonly lines: readonly string[]; readonly shape: Shape }[];
  readonly arrows: readonly { readonly from: string; readonly to: string; readonly label: string }[];
}

/** `wait`: the customer waits for somebody. `end`: the flow does nothing more. */
type Shape = 'box' | 'question' | 'fork' | 'wait' | 'end';

const SHAPES: { readonly [Kind in FlowNodeSource['kind']]: Shape } = {
  say: 'box',
  set: 'box',
  message: 'box',
  subFlow: 'box',
  menu: 'question',
  gather: 'question',
  collect: 'question',
  capture: 'question',
  language: 'question',
  survey: 'question',
  assistant: 'question',
  hours: 'fork',
  branch: 'fork',
  channel: 'fork',
  lookUp: 'fork',
  identify: 'fork',
  queue: 'wait',
  callback: 'end',
  voicemail: 'end',
  transfer: 'end',
  close: 'end',
  return: 'end',
};

function draw(flow: FlowSource): Drawn {
  const nodes = Object.entries(flow.nodes);
  return {
    boxes: nodes.map(([id, node]) => ({
      id,
      lines: [id, [node.kind, aboutOf(node)].filter((part) => part !== '').join(' ')],
      shape: SHAPES[node.kind],
    })),
    arrows: nodes.flatMap(([id, node]) =>
      exitsOf(node).flatMap(({ path, target }) =>
        target === undefined ? [] : [{ from: id, to: target, label: labelOf(node, path) }],
      ),
    ),
  };
}

/** What of the rest of the configuration a node names. */
function aboutOf(node: FlowNodeSource): string {
  if (node.kind === 'queue' || node.kind === 'callback' || node.kind === 'voicemail') return node.queue;
  if (node.kind === 'hours') return node.hours;
  if (node.kind === 'lookUp' || node.kind === 'identify' || node.kind === 'capture') return node.lookUp;
  if (node.kind === 'assistant') return node.assistant;
  if (node.kind === 'subFlow') return node.flow;
  if (node.kind === 'transfer') return node.to;
  if (node.kind === 'close') return node.reason;
  if (node.kind === 'return') return node.exit;
  return node.kind === 'gather' || node.kind === 'collect' ? `→ ${node.into}` : '';
}

/** What somebody presses, says or is to be taken this way; nothing on the only way. */
function labelOf(node: FlowNodeSource, path: readonly (string | number)[]): string {
  const [field = '', index] = path;
  if (field === 'next') return '';
  if (typeof index !== 'number') return index ?? String(field);
  if (node.kind === 'menu') return node.options[index]?.digit ?? '';
  if (node.kind === 'queue') return `key ${node.keys?.[index]?.digit ?? ''}`;
  return node.kind === 'branch' ? (node.cases[index]?.when ?? '') : String(field);
}

const MERMAID: Readonly<Record<Shape, readonly [string, string]>> = {
  box: ['["', '"]'],
  question: ['[/"', '"/]'],
  fork: ['{"', '"}'],
  wait: ['(["', '"])'],
  end: ['(("', '"))'],
};

/** Mermaid takes quotes and the signs of its own syntax by their code only. */
const mermaidText = (text: string): string => text.replace(/["#&<>;]/gu, (sign) => `#${String(sign.codePointAt(0))};`);

/** The flow as a Mermaid flowchart. Names of nodes may be words of Mermaid's own (`end`): ids are numbers. */
export function toMermaid(flow: FlowSource): string {
  const { boxes, arrows } = draw(flow);
  const ids = new Map(boxes.map(({ id }, index) => [id, `n${index}`]));
  const idOf = (id: string): string => ids.get(id) ?? 'nowhere';
  return [
    'flowchart TD',
    `  start(( )) --> ${idOf(flow.start)}`,
    ...boxes.map(({ id, lines, shape }) => {
      const [open, close] = MERMAID[shape];
      return `  ${idOf(id)}${open}${lines.map(mermaidText).join('<br>')}${close}`;
    }),
    ...arrows.map(({ from, to, label }) =>
      label === '' ? `  ${idOf(from)} --> ${idOf(to)}` : `  ${idOf(from)} -->|"${mermaidText(label)}"| ${idOf(to)}`,
    ),
    '',
  ].join('\n');
}

const DOT: Readonly<Record<Shape, string>> = {
  box: 'box',
  question: 'parallelogram',
  fork: 'diamond',
  wait: 'box, style=rounded',
  end: 'ellipse',
};

const dotText = (text: string): string => `"${text.replace(/["\\]/gu, (sign) => `\\${sign}`)}"`;

/** The flow in Graphviz's language, for a drawing. */
export function toDot(flow: FlowSource): string {
  const { boxes, arrows } = draw(flow);
  return [
    `digraph ${dotText(flow.id)} {`,
    '  node [fontname="sans-serif", fontsize=11]; edge [fontname="sans-serif", fontsize=9];',
    '  "" [shape=point];',
    `  "" -> ${dotText(flow.start)};`,
    ...boxes.map(
      ({ id, lines, shape }) =>
        `  ${dotText(id)} [shape=${DOT[shape]}, label=${lines.map(dotText).join('+"\\n"+').replaceAll('"+"', '')}];`,
    ),
    ...arrows.map(({ from, to, label }) => `  ${dotText(from)} -> ${dotText(to)} [label=${dotText(label)}];`),
    '}',
    '',
  ].join('\n');
}
