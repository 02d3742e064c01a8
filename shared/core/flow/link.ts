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

type NodeOf<Kind extends FlowNode['kind']> = Extract<FlowNode, { kind: Kind }>;

const onward = <Node extends { readonly next: string }>(node: Node, to: Renamed): Node => ({
  ...node,
  next: to(node.next),
});
const answered = <Node extends { readonly next: string; readonly otherwise: string }>(
  node: Node,
  to: Renamed,
): Node => ({
  ...node,
  next: to(node.next),
  otherwise: to(node.otherwise),
});
const ifFailed = <Node extends { readonly failed: string }>(node: Node, to: Renamed): Node => ({
  ...node,
  failed: to(node.failed),
});
const orNull = (target: string | null, to: Renamed): string | null => (target === null ? null : to(target));

const BY_KIND: { readonly [Kind in FlowNode['kind']]: (node: NodeOf<Kind>, to: Renamed) => FlowNode } = {
  say: onward,
  set: onward,
  message: onward,
  survey: onward,
  language: onward,
  gather: answered,
  collect: answered,
  capture: (node, to) => ({ ...answered(node, to), failed: to(node.failed) }),
  voicemail: ifFailed,
  transfer: ifFailed,
  callback: (node, to) => ({ ...node, cannot: to(node.cannot) }),
  close: (node) => node,
  channel: (node, to) => ({ ...node, ways: renamed(node.ways, to) }),
  hours: (node, to) => ({ ...node, open: to(node.open), closed: to(node.closed) }),
  lookUp: (node, to) => ({ ...ifFailed(node, to), found: to(node.found), notFound: to(node.notFound) }),
  menu: (node, to) => ({ ...node, options: node.options.map((one) => onward(one, to)), otherwise: to(node.otherwise) }),
  branch: (node, to) => ({ ...node, cases: node.cases.map((one) => onward(one, to)), otherwise: to(node.otherwise) }),
  assistant: (node, to) => ({
    ...node,
    routes: renamed(node.routes, to),
    answered: to(node.answered),
    person: to(node.person),
  }),
  queue: (node, to) => ({
    ...node,
    keys: renamed(node.keys, to),
    whenTooLong: to(node.whenTooLong),
    whenClosed: orNull(node.whenClosed, to),
    whenNobodySignedIn: orNull(node.whenNobodySignedIn, to),
  }),
};

/** A node whose exits have other names. */
function withExits(node: FlowNode, to: Renamed): FlowNode {
  // The table's type pairs each kind with its node; TypeScript cannot follow the pair through one expression.
  const rename = BY_KIND[node.kind] as (node: FlowNode, to: Renamed) => FlowNode;
  return rename(node, to);
}

const renamed = <Key>(map: ReadonlyMap<Key, string>, to: Renamed): ReadonlyMap<Key, string> =>
  new Map([...map].map(([key, target]) => [key, to(target)]));
