import { compileCapture, compileCollect, compileGather, compileLanguage, compileSurvey } from './compile-ask';
import {
  compileBranch,
  compileChannel,
  compileDefer,
  compileLookUp,
  compileMessage,
  compileSubFlow,
} from './compile-lead';
import { compileMenu } from './compile-menu';
import { compileAssistant, compileQueue } from './compile-service';
import type { FlowNode, UnlinkedNode } from './nodes';
import { exitTo, fail, spokenOf, textOf } from './node-scope';
import type { NodeScope } from './node-scope';
import type { CloseNodeSource, FlowNodeSource, HoursNodeSource, SayNodeSource, SetNodeSource } from './source';

type NodeOf<Kind extends FlowNodeSource['kind']> = Extract<FlowNodeSource, { kind: Kind }>;

const BY_KIND: {
  readonly [Kind in FlowNodeSource['kind']]: (node: NodeOf<Kind>, scope: NodeScope) => UnlinkedNode | null;
} = {
  say: compileSay,
  menu: compileMenu,
  hours: compileHours,
  set: compileSet,
  assistant: compileAssistant,
  queue: compileQueue,
  close: compileClose,
  gather: compileGather,
  collect: compileCollect,
  capture: compileCapture,
  language: compileLanguage,
  survey: compileSurvey,
  lookUp: compileLookUp,
  identify: compileLookUp,
  branch: compileBranch,
  channel: compileChannel,
  message: compileMessage,
  subFlow: compileSubFlow,
  return: ({ exit }) => ({ kind: 'return', exit }),
  callback: compileDefer,
  voicemail: compileDefer,
  transfer: compileDefer,
};

/**
 * A node with its references and texts resolved; null for a sub-flow that is not there. What is wrong goes to
 * `scope.report`, and then the node is not to be used. Exits are taken as they are: `checkGraph` has judged them.
 */
export function compileNode(node: FlowNodeSource, scope: NodeScope): UnlinkedNode | null {
  // The table's type pairs each kind with its node; TypeScript cannot follow the pair through one expression.
  const compileOne = BY_KIND[node.kind] as (node: FlowNodeSource, scope: NodeScope) => UnlinkedNode | null;
  return compileOne(node, scope);
}

function compileSay(node: SayNodeSource, scope: NodeScope): FlowNode {
  const text = textOf(scope, node.text, ['text']);
  return { kind: 'say', text, spoken: spokenOf(scope, node), next: exitTo(node.next) };
}

function compileHours({ hours, open, closed }: HoursNodeSource, scope: NodeScope): FlowNode {
  if (!scope.references.hours.has(hours)) fail(scope, 'unknownHours', ['hours'], `there are no hours '${hours}'`);
  return { kind: 'hours', hoursId: hours, open: exitTo(open), closed: exitTo(closed) };
}

function compileSet({ language, attributes, next }: SetNodeSource, scope: NodeScope): FlowNode {
  if (language !== undefined && !scope.languages.includes(language)) {
    fail(scope, 'unknownLanguage', ['language'], `the flow does not speak '${language}'`);
  }
  return { kind: 'set', language: language ?? null, attributes: attributes ?? {}, next: exitTo(next) };
}

function compileClose(node: CloseNodeSource, scope: NodeScope): FlowNode {
  const { reason, form } = node;
  if (form !== undefined && scope.channels.some((channel) => channel !== 'chat')) {
    fail(scope, 'formNeedsChat', ['form'], `only chat can show a form; ${scope.channels.join(', ')} come to it`);
  }
  const text = textOf(scope, node.text, ['text']);
  return { kind: 'close', reason, text, spoken: spokenOf(scope, node), form: form ?? null };
}
