import type { Result } from '../lib/result';
import { err, ok } from '../lib/result';
import { channelsReaching, checkGraph } from './check-graph';
import { compileNode } from './compile-node';
import type { CompiledFlow, FlowError, FlowReferences } from './compiled';
import { link } from './link';
import type { Linked } from './link';
import type { CompiledSubFlow, FlowNode, UnlinkedNode } from './nodes';
import type { FlowSource } from './source';
import { variablesIn } from './variables';

type Refused = readonly [FlowError, ...FlowError[]];

/**
 * A flow that can be run, or every reason why it cannot. What compiles loses nobody: each path ends in a `close`, in work
 * that is done later, or with an agent, also for a customer who never answers, and each text is there in every channel
 * and language of the flow.
 */
export function compileFlow(source: FlowSource, references: FlowReferences): Result<CompiledFlow, Refused> {
  const compiled = compile(source, references, true);
  if (!compiled.ok) return compiled;
  const { languages, nodes, start: startId } = compiled.value;
  const whole = new Map<string, FlowNode>();
  for (const [id, node] of nodes) if (node.kind !== 'return') whole.set(id, node);
  const [language, ...otherLanguages] = languages;
  const start = whole.get(startId);
  if (language === undefined || start === undefined) {
    return err([{ code: 'unknownLanguage', path: ['languages'], message: 'the flow has no language' }]);
  }
  return ok({
    id: source.id,
    channels: source.channels,
    languages: [language, ...otherLanguages],
    headers: new Map(Object.entries(source.headers ?? {})),
    start: { id: startId, node: start },
    nodes: whole,
  });
}

/** A flow that returns to whoever goes into it, or every reason why it cannot. */
export function compileSubFlow(source: FlowSource, references: FlowReferences): Result<CompiledSubFlow, Refused> {
  const compiled = compile(source, references, false);
  if (!compiled.ok) return compiled;
  const { languages, nodes, start } = compiled.value;
  const returns = [...nodes.values()].flatMap((node) => (node.kind === 'return' ? [node.exit] : []));
  return ok({
    id: source.id,
    channels: source.channels,
    languages,
    takes: source.takes ?? [],
    sets: variablesIn(source, references),
    returns: new Set(returns),
    start,
    nodes,
  });
}

/** True for a flow that returns. */
export const isSubFlow = ({ nodes }: FlowSource): boolean => Object.values(nodes).some(({ kind }) => kind === 'return');

interface Compiled extends Linked {
  readonly languages: readonly string[];
}

function compile(source: FlowSource, references: FlowReferences, isWhole: boolean): Result<Compiled, Refused> {
  const languages = source.languages ?? references.languages;
  const errors: FlowError[] = [...checkLanguages(source, references), ...checkGraph(source)];
  errors.push(...(isWhole ? checkTakes(source) : []), ...checkHeaders(source, isWhole));
  const nodes = compileNodes(source, references, languages, (error) => errors.push(error));
  const [firstError, ...otherErrors] = errors;
  return firstError === undefined ? ok({ languages, ...link(nodes, source.start) }) : err([firstError, ...otherErrors]);
}

function checkTakes({ takes }: FlowSource): readonly FlowError[] {
  if (takes === undefined) return [];
  return [{ code: 'returnsNowhere', path: ['takes'], message: 'only a flow that returns is gone into with variables' }];
}

function checkHeaders({ headers, channels }: FlowSource, isWhole: boolean): readonly FlowError[] {
  if (headers === undefined) return [];
  if (!isWhole)
    return [
      { code: 'unknownVariable', path: ['headers'], message: 'a flow that returns takes its variables from others' },
    ];
  if (channels.includes('voice')) return [];
  return [{ code: 'callsOnly', path: ['headers'], message: 'only calls have headers, and none come to this flow' }];
}

function checkLanguages({ languages }: FlowSource, references: FlowReferences): readonly FlowError[] {
  return (languages ?? []).flatMap((language, index) => {
    if (references.languages.includes(language)) return [];
    const message = `'${language}' is none of the tenant's languages (${references.languages.join(', ')})`;
    return [{ code: 'unknownLanguage' as const, path: ['languages', index], message }];
  });
}

function compileNodes(
  source: FlowSource,
  references: FlowReferences,
  languages: readonly string[],
  report: (error: FlowError) => void,
): ReadonlyMap<string, UnlinkedNode> {
  const reaching = channelsReaching(source);
  const variables = variablesIn(source, references);
  const nodes = new Map<string, UnlinkedNode>();
  for (const [id, node] of Object.entries(source.nodes)) {
    const channels = reaching.get(id) ?? [];
    const scope = { channels, languages, variables, references, path: ['nodes', id], report };
    const compiled = compileNode(node, scope);
    if (compiled !== null) nodes.set(id, compiled);
  }
  return nodes;
}
