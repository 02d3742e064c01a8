import { CHANNELS } from '../lib/channel';
import type { Channel } from '../lib/channel';
import type { FlowNodeSource, FlowSource, QueueNodeSource } from './source';
import type { Exit } from './source-text';

/** A way out of a node. */
export interface FlowExit {
  /** From the node to the field that names the target. */
  readonly path: readonly (string | number)[];
  /** The name of the node it leads to; undefined when the path ends in nothing. */
  readonly target: string | undefined;
  /** True when it can be taken although the customer does nothing: by itself, by the clock, by a failure. */
  readonly withoutCustomer: boolean;
}

type NodeOf<Kind extends FlowNodeSource['kind']> = Extract<FlowNodeSource, { kind: Kind }>;

const onward = ({ next }: { readonly next?: Exit }): readonly FlowExit[] => [exit(['next'], next)];
const answered = ({ next, otherwise }: { readonly next?: Exit; readonly otherwise?: Exit }): readonly FlowExit[] => [
  chosen(['next'], next),
  exit(['otherwise'], otherwise),
];
const ifFailed = ({ failed }: { readonly failed?: Exit }): readonly FlowExit[] => [exit(['failed'], failed)];

const BY_KIND: { readonly [Kind in FlowNodeSource['kind']]: (node: NodeOf<Kind>) => readonly FlowExit[] } = {
  say: onward,
  set: onward,
  message: onward,
  survey: onward,
  language: onward,
  menu: (node) => [
    ...node.options.map((option, index) => chosen(['options', index, 'next'], option.next)),
    exit(['otherwise'], node.otherwise),
  ],
  hours: (node) => [exit(['open'], node.open), exit(['closed'], node.closed)],
  assistant: (node) => [
    ...Object.entries(node.routes ?? {}).map(([route, target]) => chosen(['routes', route], target)),
    ...(node.answered === undefined ? [] : [exit(['answered'], node.answered)]),
    exit(['person'], node.person),
  ],
  queue: (node) => [
    ...(node.keys ?? []).map((key, index) => chosen(['keys', index, 'next'], key.next)),
    exit(['whenTooLong'], node.whenTooLong),
    ...unlessPatient(node, exit(['whenClosed'], node.whenClosed)),
    ...unlessPatient(node, exit(['whenNobodySignedIn'], node.whenNobodySignedIn)),
  ],
  gather: answered,
  collect: answered,
  capture: (node) => [...answered(node), ...ifFailed(node)],
  lookUp: (node) => [exit(['found'], node.found), exit(['notFound'], node.notFound), ...ifFailed(node)],
  identify: (node) => [exit(['known'], node.known), exit(['unknown'], node.unknown)],
  branch: (node) => [
    ...node.cases.map((one, index) => exit(['cases', index, 'next'], one.next)),
    exit(['otherwise'], node.otherwise),
  ],
  channel: channelExits,
  subFlow: (node) => Object.entries(node.exits ?? {}).map(([name, target]) => exit(['exits', name], target)),
  callback: (node) => [exit(['cannot'], node.cannot)],
  voicemail: ifFailed,
  transfer: ifFailed,
  close: () => [],
  return: () => [],
};

/** Every way out of a node; none for `close` and `return`. */
export function exitsOf(node: FlowNodeSource): readonly FlowExit[] {
  // The table's type pairs each kind with its node; TypeScript cannot follow the pair through one expression.
  const waysOf = BY_KIND[node.kind] as (node: FlowNodeSource) => readonly FlowExit[];
  return waysOf(node);
}

/** The ways out of a node that an interaction of the channel can take. */
export function exitsFor(node: FlowNodeSource, channel: Channel): readonly FlowExit[] {
  if (node.kind !== 'channel') return exitsOf(node);
  return [exit([node[channel] === undefined ? 'otherwise' : channel], node[channel] ?? node.otherwise)];
}

/** The node of a flow by name. Names such as `constructor` find nothing. */
export function nodeNamed(flow: FlowSource, id: string): FlowNodeSource | undefined {
  return Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined;
}

/** `otherwise` may be left out where every channel has a way of its own. */
function channelExits(node: Extract<FlowNodeSource, { kind: 'channel' }>): readonly FlowExit[] {
  return ([...CHANNELS, 'otherwise'] as const).flatMap((name) =>
    node[name] === undefined ? [] : [exit([name], node[name])],
  );
}

function exit(path: FlowExit['path'], target: string | undefined): FlowExit {
  return { path, target, withoutCustomer: true };
}

function unlessPatient({ patient }: QueueNodeSource, way: FlowExit): readonly FlowExit[] {
  return patient === true && way.target === undefined ? [] : [way];
}

function chosen(path: FlowExit['path'], target: string | undefined): FlowExit {
  return { path, target, withoutCustomer: false };
}
