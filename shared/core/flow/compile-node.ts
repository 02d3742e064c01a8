import { never } from '../lib/never';
import { compileCollect, compileGather, compileLanguage, compileSurvey } from './compile-ask';
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

/**
 * A node with its references and texts resolved; null for a sub-flow that is not there. What is wrong goes to
 * `scope.report`, and then the node is not to be used. Exits are taken as they are: `checkGraph` has judged them.
 */
export function compileNode(node: FlowNodeSource, scope: NodeScope): UnlinkedNode | null {
  switch (node.kind) {
    case 'say':
      return compileSay(node, scope);
    case 'menu':
      return compileMenu(node, scope);
    case 'hours':
      return compileHours(node, scope);
    case 'set':
      return compileSet(node, scope);
    case 'assistant':
      return compileAssistant(node, scope);
    case 'queue':
      return compileQueue(node, scope);
    case 'close':
      return compileClose(node, scope);
    default:
      return compileLaterNode(node, scope);
  }
}

type Later = Exclude<FlowNodeSource, { kind: 'say' | 'menu' | 'hours' | 'set' | 'assistant' | 'queue' | 'close' }>;

function compileLaterNode(node: Later, scope: NodeScope): UnlinkedNode | null {
  switch (node.kind) {
    case 'gather':
      return compileGather(node, scope);
    case 'collect':
      return compileCollect(node, scope);
    case 'language':
      return compileLanguage(node, scope);
    case 'survey':
      return compileSurvey(node, scope);
    case 'lookUp':
    case 'identify':
      return compileLookUp(node, scope);
    case 'branch':
      return compileBranch(node, scope);
    case 'channel':
      return compileChannel(node, scope);
    case 'message':
      return compileMessage(node, scope);
    case 'subFlow':
      return compileSubFlow(node, scope);
    case 'return':
      return { kind: 'return', exit: node.exit };
    case 'callback':
    case 'voicemail':
    case 'transfer':
      return compileDefer(node, scope);
    default:
      return never(node);
  }
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
