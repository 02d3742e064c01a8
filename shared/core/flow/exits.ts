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

/** Every way out of a node; none for `close`. */
export function exitsOf(node: FlowNodeSource): readonly FlowExit[] {
  switch (node.kind) {
    case 'say':
    case 'set':
    case 'callback':
    case 'voicemail':
    case 'transfer':
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
        exit(['whenTooLong'], node.whenTooLong),
        ...unlessPatient(node, exit(['whenClosed'], node.whenClosed)),
        ...unlessPatient(node, exit(['whenNobodySignedIn'], node.whenNobodySignedIn)),
      ];
    case 'close':
      return [];
    default:
      return never(node);
  }
}

/** The node of a flow by name. Names such as `constructor` find nothing. */
export function nodeNamed(flow: FlowSource, id: string): FlowNodeSource | undefined {
  return Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined;
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
