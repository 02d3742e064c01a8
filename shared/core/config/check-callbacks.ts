import type { CompiledFlow } from '../flow/compiled';
import type { FlowSource } from '../flow/source';
import type { Located, Report } from './collect';
import type { ConversationTimings, EntryPoint } from './compiled';
import type { ConfigSource } from './document';
import type { NoticeName } from './notice-names';

/** What callbacks need of the configuration. */
export interface CallbackNeeds {
  readonly flows: readonly { readonly item: Located<FlowSource>; readonly flow: CompiledFlow }[];
  readonly notices: ReadonlyMap<NoticeName, unknown>;
  readonly conversation: Pick<ConversationTimings, 'callback' | 'surveyFrom' | 'webCalls'>;
  readonly entryPoints: ReadonlyMap<string, EntryPoint>;
}

/** Reports what is missing for the callbacks that flows and forms promise: the words for them, and the number that texts. */
export function checkCallbacks(source: ConfigSource, needs: CallbackNeeds, report: Report): void {
  const { flows, notices, entryPoints } = needs;
  const { callback: rules } = needs.conversation;
  const wanted: readonly NoticeName[] =
    rules.textFrom === null ? ['callbackGreeting'] : ['callbackGreeting', 'callbackGivenUp'];
  const missing = wanted.filter((name) => !notices.has(name));
  const at = { file: source.parts.find(({ content }) => content.conversation)?.file ?? '', path: ['conversation'] };
  if (rules.textFrom !== null && entryPoints.get(rules.textFrom)?.channel !== 'sms') {
    report('unknownEntryPoint', at, ['callback', 'textFrom'], `no entry point '${rules.textFrom}' sends texts`);
  }
  checkForms(at, needs, missing, report);
  checkSurvey(at, needs, report);
  for (const id of needs.conversation.webCalls)
    if (entryPoints.get(id)?.channel !== 'voice')
      report('unknownEntryPoint', at, ['webCalls'], `no entry point '${id}' takes calls`);
  for (const { item, flow } of flows) {
    const promise = [...flow.nodes].find(([, node]) => node.kind === 'callback');
    if (promise === undefined) continue;
    for (const name of missing)
      report('textMissing', item, ['nodes', promise[0]], `a callback needs the notice '${name}'`);
  }
}

function checkForms(
  at: { readonly file: string; readonly path: readonly string[] },
  { conversation: { callback: rules }, entryPoints }: CallbackNeeds,
  missing: readonly NoticeName[],
  report: Report,
): void {
  for (const id of rules.forms)
    if (entryPoints.get(id)?.channel !== 'voice')
      report('unknownEntryPoint', at, ['callback', 'forms'], `no entry point '${id}' takes calls`);
  if (rules.forms.size === 0) return;
  for (const name of missing) report('textMissing', at, ['callback', 'forms'], `a callback needs the notice '${name}'`);
}

function checkSurvey(
  at: { readonly file: string; readonly path: readonly string[] },
  { conversation: { surveyFrom }, entryPoints, notices }: CallbackNeeds,
  report: Report,
): void {
  if (surveyFrom === null) return;
  if (entryPoints.get(surveyFrom)?.channel !== 'sms')
    report('unknownEntryPoint', at, ['survey', 'textFrom'], `no entry point '${surveyFrom}' sends texts`);
  if (!notices.has('callSurvey')) report('textMissing', at, ['survey'], "a survey needs the notice 'callSurvey'");
}
