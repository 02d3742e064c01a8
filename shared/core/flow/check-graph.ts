import type { Channel } from '../lib/channel';
import type { FlowError } from './compiled';
import { exitsFor, exitsOf, nodeNamed } from './exits';
import type { FlowExit } from './exits';
import type { FlowSource } from './source';

/**
 * Why the paths of a flow do not hold: names that lead nowhere, paths that end in nothing, nodes no path reaches, loops
 * that a customer who does nothing would never leave. Every message names the path from the start.
 */
export function checkGraph(flow: FlowSource): readonly FlowError[] {
  if (nodeNamed(flow, flow.start) === undefined) {
    return [{ code: 'unknownNode', path: ['start'], message: `the flow starts at '${flow.start}', which is no node` }];
  }
  const trails = trailsFromStart(flow);
  return [
    ...checkExits(flow, trails),
    ...checkChannels(flow, trails),
    ...checkReachable(flow, trails),
    ...checkLoops(flow, trails),
  ];
}

/** Node → the channels of the flow whose interactions can come to it. A node that none reaches is not in it. */
export function channelsReaching(flow: FlowSource): ReadonlyMap<string, readonly Channel[]> {
  const reaching = new Map<string, Channel[]>();
  for (const channel of flow.channels) {
    const seen = new Set([flow.start]);
    for (const id of seen) {
      const node = nodeNamed(flow, id);
      if (node === undefined) continue;
      reaching.set(id, [...(reaching.get(id) ?? []), channel]);
      for (const { target } of exitsFor(node, channel)) if (target !== undefined) seen.add(target);
    }
  }
  return reaching;
}

/** Node → the shortest way to it from the start, as people read it. */
type Trails = ReadonlyMap<string, string>;

function trailsFromStart(flow: FlowSource): Trails {
  const trails = new Map([[flow.start, flow.start]]);
  for (const [id, trail] of trails) {
    const node = nodeNamed(flow, id);
    for (const { path, target } of node === undefined ? [] : exitsOf(node)) {
      if (target === undefined || trails.has(target) || nodeNamed(flow, target) === undefined) continue;
      trails.set(target, `${trail} → ${label(path)}${target}`);
    }
  }
  return trails;
}

function label(path: FlowExit['path']): string {
  return path[0] === 'next' ? '' : `(${path.filter((part) => part !== 'next').join(' ')}) `;
}

function checkExits(flow: FlowSource, trails: Trails): readonly FlowError[] {
  return Object.entries(flow.nodes).flatMap(([id, node]) =>
    exitsOf(node).flatMap((exit): readonly FlowError[] => {
      const path = ['nodes', id, ...exit.path];
      const way = `${trails.get(id) ?? id} → ${exit.path.join('.')}`;
      if (exit.target === undefined) return [{ code: 'deadEnd', path, message: `the path ends in nothing: ${way}` }];
      if (nodeNamed(flow, exit.target) !== undefined) return [];
      return [{ code: 'unknownNode', path, message: `the path leads to '${exit.target}', which is no node: ${way}` }];
    }),
  );
}

/** A channel that comes to a `channel` node and has no way on. */
function checkChannels(flow: FlowSource, trails: Trails): readonly FlowError[] {
  return [...channelsReaching(flow)].flatMap(([id, channels]) => {
    const node = nodeNamed(flow, id);
    if (node?.kind !== 'channel') return [];
    const lost = channels.filter((channel) => exitsFor(node, channel).every(({ target }) => target === undefined));
    return lost.map((channel): FlowError => {
      const message = `the path of ${channel} ends in nothing: ${trails.get(id) ?? id}`;
      return { code: 'deadEnd', path: ['nodes', id, channel], message };
    });
  });
}

function checkReachable(flow: FlowSource, trails: Trails): readonly FlowError[] {
  return Object.keys(flow.nodes)
    .filter((id) => !trails.has(id))
    .map((id) => ({ code: 'unreachable', path: ['nodes', id], message: `no path leads to '${id}'` }));
}

/**
 * A loop that can be gone round without the customer doing anything would hold them for ever, or hang the process. One
 * that passes a choice of theirs is theirs to leave, because the choice has an exit for those who do not answer.
 */
function checkLoops(flow: FlowSource, trails: Trails): readonly FlowError[] {
  const finished = new Set<string>();
  const errors: FlowError[] = [];
  const visit = (id: string, trail: readonly string[]): void => {
    const seen = trail.indexOf(id);
    if (seen >= 0) errors.push(endlessLoop(id, [...trail.slice(seen), id], trails));
    if (seen >= 0 || finished.has(id)) return;
    targetsWithoutCustomer(flow, id).forEach((target) => visit(target, [...trail, id]));
    finished.add(id);
  };
  Object.keys(flow.nodes).forEach((id) => visit(id, []));
  return errors;
}

function targetsWithoutCustomer(flow: FlowSource, id: string): readonly string[] {
  const node = nodeNamed(flow, id);
  if (node === undefined) return [];
  return exitsOf(node).flatMap(({ target, withoutCustomer }) =>
    withoutCustomer && target !== undefined ? [target] : [],
  );
}

function endlessLoop(id: string, loop: readonly string[], trails: Trails): FlowError {
  const way = `${trails.get(id) ?? id}; loop: ${loop.join(' → ')}`;
  const message = `a customer who does nothing never leaves this loop: ${way}`;
  return { code: 'endlessLoop', path: ['nodes', id], message };
}
