import { compileFlow } from '../flow/compile-flow';
import type { CompiledFlow, FlowReferences } from '../flow/compiled';
import type { FlowSource } from '../flow/source';
import { byId } from './collect';
import type { Located, Report } from './collect';
import { routesOf } from './compile-texts';
import type { Assistant, Queue } from './compiled';
import type { ConfigSource } from './document';

/** What flows may name of the rest of the configuration. */
export interface FlowScope {
  readonly languages: readonly string[];
  readonly skills: ReadonlyMap<string, unknown>;
  readonly hours: ReadonlyMap<string, unknown>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly assistants: ReadonlyMap<string, Assistant>;
}

/** The flows that compiled, and in `known` also those that did not, as null. */
export interface CompiledFlows {
  readonly known: ReadonlyMap<string, CompiledFlow | null>;
  readonly compiled: readonly { readonly item: Located<FlowSource>; readonly flow: CompiledFlow }[];
}

/** Every flow against the rest of the configuration; what is wrong is reported with the flow's file. */
export function compileFlows(source: ConfigSource, scope: FlowScope, report: Report): CompiledFlows {
  const references: FlowReferences = {
    languages: scope.languages,
    skills: new Set(scope.skills.keys()),
    hours: new Set(scope.hours.keys()),
    queues: new Map(
      [...scope.queues].map(([id, queue]) => [id, { ...queue, channels: new Set(queue.channels.keys()) }]),
    ),
    assistants: new Map([...scope.assistants].map(([id, assistant]) => [id, { routes: routesOf(assistant) }])),
  };
  const items = byId(
    source.flows.map(({ file, content }) => ({ value: content, file, path: [] })),
    report,
  );
  const known = new Map<string, CompiledFlow | null>();
  const compiled: { readonly item: Located<FlowSource>; readonly flow: CompiledFlow }[] = [];
  for (const [id, item] of items) {
    const result = compileFlow(item.value, references);
    known.set(id, result.ok ? result.value : null);
    if (result.ok) compiled.push({ item, flow: result.value });
    else result.error.forEach(({ code, path, message }) => report(code, item, path, message));
  }
  return { known, compiled };
}
