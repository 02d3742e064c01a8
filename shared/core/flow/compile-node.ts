import { never } from '../lib/never';
import { compileMenu } from './compile-menu';
import { compileAssistant, compileQueue } from './compile-service';
import type { FlowNode } from './compiled';
import { exitTo, fail, textOf } from './node-scope';
import type { NodeScope } from './node-scope';
import type { CloseNodeSource, FlowNodeSource, HoursNodeSource, SayNodeSource, SetNodeSource } from './source';

/**
 * A node with its references and texts resolved; null for a kind that is not built yet. What is wrong goes to
 * `scope.report`, and then the node is not to be used. Exits are taken as they are: `checkGraph` has judged them.
 */
export function compileNode(node: FlowNodeSource, scope: NodeScope): FlowNode | null {
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
    case 'callback':
    case 'voicemail':
    case 'transfer':
      fail(scope, 'notBuiltYet', ['kind'], `'${node.kind}' is not built yet`);
      return null;
    default:
      return never(node);
  }
}

function compileSay({ text, next }: SayNodeSource, scope: NodeScope): FlowNode {
  return { kind: 'say', text: textOf(scope, text, ['text']), next: exitTo(next) };
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

function compileClose({ reason, text, form }: CloseNodeSource, scope: NodeScope): FlowNode {
  if (form !== undefined && scope.channels.some((channel) => channel !== 'chat')) {
    fail(scope, 'formNeedsChat', ['form'], `only chat can show a form; the flow serves ${scope.channels.join(', ')}`);
  }
  return { kind: 'close', reason, text: textOf(scope, text, ['text']), form: form ?? null };
}
