import type { CompiledFlow } from '../flow/compiled';
import type { FlowSource } from '../flow/source';
import type { Located, Report } from './collect';
import type { CallbackRules, EntryPoint } from './compiled';
import type { ConfigSource } from './document';
import type { NoticeName } from './notice-names';

/** What callbacks need of the configuration. */
export interface CallbackNeeds {
  readonly flows: readonly { readonly item: Located<FlowSource>; readonly flow: CompiledFlow }[];
  readonly notices: ReadonlyMap<NoticeName, unknown>;
  readonly rules: CallbackRules;
  readonly entryPoints: ReadonlyMap<string, EntryPoint>;
}

/** Reports what is missing for the callbacks that flows promise: the words for them, and the number that texts. */
export function checkCallbacks(source: ConfigSource, needs: CallbackNeeds, report: Report): void {
  const { flows, notices, rules, entryPoints } = needs;
  const at = { file: source.parts.find(({ content }) => content.conversation)?.file ?? '', path: ['conversation'] };
  if (rules.textFrom !== null && entryPoints.get(rules.textFrom)?.channel !== 'sms') {
    report('unknownEntryPoint', at, ['callback', 'textFrom'], `no entry point '${rules.textFrom}' sends texts`);
  }
  for (const { item, flow } of flows) {
    const promise = [...flow.nodes].find(([, node]) => node.kind === 'callback');
    if (promise === undefined) continue;
    const wanted: readonly NoticeName[] =
      rules.textFrom === null ? ['callbackGreeting'] : ['callbackGreeting', 'callbackGivenUp'];
    for (const name of wanted) {
      if (notices.has(name)) continue;
      report('textMissing', item, ['nodes', promise[0]], `a callback needs the notice '${name}'`);
    }
  }
}
