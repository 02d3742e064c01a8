import type { Result } from '../lib/result';
import { err, ok } from '../lib/result';
import { checkGraph } from './check-graph';
import { compileNode } from './compile-node';
import type { CompiledFlow, FlowError, FlowNode, FlowReferences } from './compiled';
import type { FlowSource } from './source';

/**
 * A flow that can be run, or every reason why it cannot. What compiles loses nobody: each path ends in a `close` or with
 * an agent, also for a customer who never answers, and each text is there in every channel and language of the flow.
 */
export function compileFlow(
  source: FlowSource,
  references: FlowReferences,
): Result<CompiledFlow, readonly [FlowError, ...FlowError[]]> {
  const languages = source.languages ?? references.languages;
  const errors: FlowError[] = [...checkLanguages(source, references), ...checkGraph(source)];
  const nodes = compileNodes(source, references, languages, (error) => errors.push(error));
  const [firstError, ...otherErrors] = errors;
  if (firstError !== undefined) return err([firstError, ...otherErrors]);
  const [language, ...otherLanguages] = languages;
  const start = nodes.get(source.start);
  if (language === undefined || start === undefined) {
    return err([{ code: 'unknownLanguage', path: ['languages'], message: 'the flow has no language' }]);
  }
  return ok({
    id: source.id,
    channels: source.channels,
    languages: [language, ...otherLanguages],
    start: { id: source.start, node: start },
    nodes,
  });
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
): ReadonlyMap<string, FlowNode> {
  const { channels } = source;
  const nodes = new Map<string, FlowNode>();
  for (const [id, node] of Object.entries(source.nodes)) {
    const compiled = compileNode(node, { channels, languages, references, path: ['nodes', id], report });
    if (compiled !== null) nodes.set(id, compiled);
  }
  return nodes;
}
