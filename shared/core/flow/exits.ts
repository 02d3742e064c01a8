import { CHANNELS } from '../lib/channel';
import type { Channel } from '../lib/channel';
import { never } from '../lib/never';
import type { FlowNodeSource, FlowSource, QueueNodeSource } from './source';

/** A way out of a node. */
export interface FlowExit {
  /** From the node to the field that names the target. */
  readonly path: readonly (string | number)[];
  /** The name of the node it leads to; undefined when the path ends in nothing. */
  readonly target: string | undefined;
  /** True when it can be taken although the customer does nothing: by itself, by the clock, by a failure. */
  readonly withoutCustomer: boolean;
}

/** Every way out of a node; none for `close` and `return`. */
export function exitsOf(node: FlowNodeSource): readonly FlowExit[] {
  switch (node.kind) {
    case 'say':
    case 'set':
    case 'message':
    case 'survey':
    case 'language':
      return [exit(['next'], node.next)];
    case 'menu':
      return [
        ...node.options.map((option, index) => chosen(['options', index, 'next'], option.next)),
        exit(['otherwise'], node.otherwise),
      ];
    case 'hours':
      return [exit(['open'], node.open), exit(['closed'], node.closed)];
    case 'assistant':
      return [
        ...Object.entries(node.routes ?? {}).map(([route, target]) => chosen(['routes', route], target)),
        ...(node.answered === undefined ? [] : [exit(['answered'], node.answered)]),
        exit(['person'], node.person),
      ];
    case 'queue':
      return [
        ...(node.keys ?? []).map((key, index) => chosen(['keys', index, 'next'], key.next)),
        exit(['whenTooLong'], node.whenTooLong),
        ...unlessPatient(node, exit(['whenClosed'], node.whenClosed)),
        ...unlessPatient(node, exit(['whenNobodySignedIn'], node.whenNobodySignedIn)),
      ];
    case 'gather':
    case 'collect':
      return [chosen(['next'], node.next), exit(['otherwise'], node.otherwise)];
    case 'lookUp':
      return [exit(['found'], node.found), exit(['notFound'], node.notFound), exit(['failed'], node.failed)];
    case 'identify':
      return [exit(['known'], node.known), exit(['unknown'], node.unknown)];
    case 'branch':
      return [
        ...node.cases.map((one, index) => exit(['cases', index, 'next'], one.next)),
        exit(['otherwise'], node.otherwise),
      ];
    case 'channel':
      return channelExits(node);
    case 'subFlow':
      return Object.entries(node.exits ?? {}).map(([name, target]) => exit(['exits', name], target));
    case 'callback':
      return [exit(['cannot'], node.cannot)];
    case 'voicemail':
    case 'transfer':
      return [exit(['failed'], node.failed)];
    case 'close':
    case 'return':
      return [];
    default:
      return never(node);
  }
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
