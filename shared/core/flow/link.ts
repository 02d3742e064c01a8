import { never } from '../lib/never';
import type { FlowNode, ReturnNode, SubFlowCall, UnlinkedNode } from './nodes';

/** Node names hold no dot: the nodes of a sub-flow are named after the node that goes into it. */
const within = (call: string, id: string): string => `${call}.${id}`;

/**
 * Puts sub-flows in the place of the nodes that go into them, and lets each return lead on. The calls are known not to go
 * round: `compileFlows` compiles callers after the called, and a loop through them is refused by `checkGraph`.
 */
export function link(nodes: ReadonlyMap<string, UnlinkedNode>, start: string): Linked {
  const all = new Map<string, FlowNode | ReturnNode>();
  const aliases = new Map<string, string>();
  for (const [id, node] of nodes) {
    if (node.kind === 'subFlow') putInPlace(id, node, all, aliases);
    else all.set(id, node);
  }
  const goesTo = (target: string): string => {
    const alias = aliases.get(target);
    return alias === undefined ? target : goesTo(alias);
  };
  const linked = new Map<string, FlowNode | ReturnNode>();
  for (const [id, node] of all) linked.set(id, node.kind === 'return' ? node : withExits(node, goesTo));
  return { start: goesTo(start), nodes: linked };
}

/** Nodes of which none goes into another flow, and the first of them. */
export interface Linked {
  readonly start: string;
  readonly nodes: ReadonlyMap<string, FlowNode | ReturnNode>;
}

function putInPlace(
  id: string,
  { flow, exits }: SubFlowCall,
  all: Map<string, FlowNode | ReturnNode>,
  aliases: Map<string, string>,
): void {
  aliases.set(id, within(id, flow.start));
  for (const [inner, node] of flow.nodes) {
    const name = within(id, inner);
    if (node.kind === 'return') aliases.set(name, exits.get(node.exit) ?? '');
    else
      all.set(
        name,
        withExits(node, (target) => within(id, target)),
      );
  }
}

type Renamed = (target: string) => string;

/** A node whose exits have other names. */
function withExits(node: FlowNode, to: Renamed): FlowNode {
  switch (node.kind) {
    case 'say':
    case 'set':
    case 'message':
    case 'survey':
    case 'language':
      return { ...node, next: to(node.next) };
    case 'menu': {
      const options = node.options.map((option) => ({ ...option, next: to(option.next) }));
      return { ...node, options, otherwise: to(node.otherwise) };
    }
    case 'gather':
    case 'collect':
      return { ...node, next: to(node.next), otherwise: to(node.otherwise) };
    case 'hours':
      return { ...node, open: to(node.open), closed: to(node.closed) };
    case 'assistant':
      return { ...node, routes: renamed(node.routes, to), answered: to(node.answered), person: to(node.person) };
    case 'lookUp':
      return { ...node, found: to(node.found), notFound: to(node.notFound), failed: to(node.failed) };
    case 'branch': {
      const cases = node.cases.map((one) => ({ ...one, next: to(one.next) }));
      return { ...node, cases, otherwise: to(node.otherwise) };
    }
    case 'channel':
      return { ...node, ways: renamed(node.ways, to) };
    case 'queue':
      return {
        ...node,
        keys: renamed(node.keys, to),
        whenTooLong: to(node.whenTooLong),
        whenClosed: node.whenClosed === null ? null : to(node.whenClosed),
        whenNobodySignedIn: node.whenNobodySignedIn === null ? null : to(node.whenNobodySignedIn),
      };
    case 'callback':
      return { ...node, cannot: to(node.cannot) };
    case 'voicemail':
    case 'transfer':
      return { ...node, failed: to(node.failed) };
    case 'close':
      return node;
    default:
      return never(node);
  }
}

const renamed = <Key>(map: ReadonlyMap<Key, string>, to: Renamed): ReadonlyMap<Key, string> =>
  new Map([...map].map(([key, target]) => [key, to(target)]));
