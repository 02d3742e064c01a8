import { compileFlow, compileSubFlow, isSubFlow } from '../flow/compile-flow';
import type { CompiledFlow, FlowError, FlowReferences } from '../flow/compiled';
import type { CompiledSubFlow } from '../flow/nodes';
import type { FlowSource } from '../flow/source';
import { BUILT_IN_VARIABLES, variablesIn } from '../flow/variables';
import type { Channel } from '../lib/channel';
import { byId } from './collect';
import type { Located, Report } from './collect';
import { routesOf } from './compile-texts';
import type { Assistant, Queue, Tenant } from './compiled';
import type { LookUp } from './look-up';
import type { ConfigSource } from './document';
import type { EntryPointSource } from './entry-point-source';

/** What flows may name of the rest of the configuration. */
export interface FlowScope {
  readonly tenant: Tenant;
  readonly skills: ReadonlyMap<string, unknown>;
  readonly hours: ReadonlyMap<string, unknown>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly assistants: ReadonlyMap<string, Assistant>;
  readonly audio: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly lookUps: ReadonlyMap<string, LookUp>;
  readonly entryPoints: ReadonlyMap<string, Located<EntryPointSource>>;
}

/** The flows that compiled, and in `known` also those that did not, as null. Flows that return are in neither. */
export interface CompiledFlows {
  readonly known: ReadonlyMap<string, CompiledFlow | null>;
  readonly compiled: readonly { readonly item: Located<FlowSource>; readonly flow: CompiledFlow }[];
  /** Every variable that some flow knows or sets. */
  readonly variables: ReadonlySet<string>;
}

/** Every flow against the rest of the configuration; what is wrong is reported with the flow's file. */
export function compileFlows(source: ConfigSource, scope: FlowScope, report: Report): CompiledFlows {
  const items = byId(
    source.flows.map(({ file, content }) => ({ value: content, file, path: [] })),
    report,
  );
  const references = referencesOf(scope, compileSubFlows(items, scope, report));
  const known = new Map<string, CompiledFlow | null>();
  const compiled: { readonly item: Located<FlowSource>; readonly flow: CompiledFlow }[] = [];
  for (const [id, item] of items) {
    if (isSubFlow(item.value)) continue;
    const result = compileFlow(item.value, references);
    known.set(id, result.ok ? result.value : null);
    if (result.ok) compiled.push({ item, flow: result.value });
    else reportAll(result.error, item, report);
  }
  const variables = [...items.values()].flatMap(({ value }) => [...variablesIn(value, references)]);
  return { known, compiled, variables: new Set([...BUILT_IN_VARIABLES, ...variables]) };
}

/** The called before their callers; flows that call each other in a circle would never end. */
function compileSubFlows(
  items: ReadonlyMap<string, Located<FlowSource>>,
  scope: FlowScope,
  report: Report,
): ReadonlyMap<string, CompiledSubFlow | null> {
  const compiled = new Map<string, CompiledSubFlow | null>();
  const visit = (id: string, callers: readonly string[]): void => {
    const item = items.get(id);
    if (item === undefined || compiled.has(id) || !isSubFlow(item.value)) return;
    if (callers.includes(id)) {
      report('subFlowCalls', item, ['id'], `flows go into each other without end: ${[...callers, id].join(' → ')}`);
      compiled.set(id, null);
      return;
    }
    calledBy(item.value).forEach((called) => visit(called, [...callers, id]));
    if (compiled.has(id)) return;
    const result = compileSubFlow(item.value, referencesOf(scope, compiled));
    compiled.set(id, result.ok ? result.value : null);
    if (!result.ok) reportAll(result.error, item, report);
  };
  [...items.keys()].forEach((id) => visit(id, []));
  return compiled;
}

const calledBy = ({ nodes }: FlowSource): readonly string[] =>
  Object.values(nodes).flatMap((node) => (node.kind === 'subFlow' ? [node.flow] : []));

function reportAll(errors: readonly FlowError[], item: Located<FlowSource>, report: Report): void {
  errors.forEach(({ code, path, message }) => report(code, item, path, message));
}

function referencesOf(scope: FlowScope, subFlows: FlowReferences['subFlows']): FlowReferences {
  return {
    languages: scope.tenant.languages,
    voices: scope.tenant.voices,
    skills: new Set(scope.skills.keys()),
    hours: new Set(scope.hours.keys()),
    queues: new Map(
      [...scope.queues].map(([id, queue]) => [id, { ...queue, channels: new Set(queue.channels.keys()) }]),
    ),
    assistants: new Map([...scope.assistants].map(([id, assistant]) => [id, { routes: routesOf(assistant) }])),
    audio: scope.audio,
    lookUps: new Map(
      [...scope.lookUps].map(([id, { asks, takesDigits, result }]) => [
        id,
        { asks, takesDigits, sets: new Set(result.keys()) },
      ]),
    ),
    entryPoints: new Map([...scope.entryPoints].map(([id, { value }]): [string, Channel] => [id, value.channel])),
    subFlows,
  };
}
