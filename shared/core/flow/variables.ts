import type { FlowReferences } from './compiled';
import type { FlowNodeSource, FlowSource } from './source';

/** What every flow knows without asking: the channel, the language, and both addresses. */
export const BUILT_IN_VARIABLES = ['channel', 'language', 'customer', 'ours'] as const;

/** Every variable that is set somewhere in a flow, or was before it began. */
export function variablesIn(flow: FlowSource, references: FlowReferences): ReadonlySet<string> {
  const set = Object.values(flow.nodes).flatMap((node) => setBy(node, references));
  return new Set([...BUILT_IN_VARIABLES, ...(flow.takes ?? []), ...Object.keys(flow.headers ?? {}), ...set]);
}

function setBy(node: FlowNodeSource, references: FlowReferences): readonly string[] {
  if (node.kind === 'set') return Object.keys(node.attributes ?? {});
  if (node.kind === 'gather' || node.kind === 'collect') return [node.into];
  if (node.kind === 'survey') return node.questions.map(({ id }) => id);
  if (node.kind === 'subFlow') return [...(references.subFlows.get(node.flow)?.sets ?? [])];
  if (node.kind !== 'lookUp' && node.kind !== 'identify' && node.kind !== 'capture') return [];
  return [...(references.lookUps.get(node.lookUp)?.sets ?? []), ...(node.kind === 'capture' ? [node.into] : [])];
}
