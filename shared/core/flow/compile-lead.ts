import { never } from '../lib/never';
import type { BranchNode, CallbackNode, FlowNode, LookUpNode, SubFlowCall, TransferNode, VoicemailNode } from './nodes';
import { VOICEMAIL_LONGEST_MS } from './defaults';
import { parseExpression, variablesOf } from './expression';
import { exitTo, fail, headersOf, labelOf, lengthOf, requireVariable, textOf } from './node-scope';
import type { NodeScope } from './node-scope';
import { compileWorkQueue } from './compile-service';
import type {
  TransferNodeSource,
  BranchNodeSource,
  CallbackNodeSource,
  ChannelNodeSource,
  DeferNodeSource,
  IdentifyNodeSource,
  LookUpNodeSource,
  MessageNodeSource,
  SubFlowNodeSource,
  VoicemailNodeSource,
} from './source-lead';
import type { LocalizedText } from './source-text';

/** A look-up whose every variable is there. */
export function compileLookUp(node: LookUpNodeSource | IdentifyNodeSource, scope: NodeScope): LookUpNode {
  const known = scope.references.lookUps.get(node.lookUp);
  if (known === undefined) fail(scope, 'unknownLookUp', ['lookUp'], `there is no look-up '${node.lookUp}'`);
  if (known?.takesDigits === true) {
    fail(scope, 'wrongLookUp', ['lookUp'], `'${node.lookUp}' takes digits: only a 'capture' gives it some`);
  }
  for (const name of known?.asks ?? []) requireVariable(scope, name, ['lookUp']);
  const base = { kind: 'lookUp', lookUpId: node.lookUp } as const;
  if (node.kind === 'identify') {
    const unknown = exitTo(node.unknown);
    return { ...base, found: exitTo(node.known), notFound: unknown, failed: unknown };
  }
  return { ...base, found: exitTo(node.found), notFound: exitTo(node.notFound), failed: exitTo(node.failed) };
}

/** A branch whose every condition can be judged. */
export function compileBranch({ cases, otherwise }: BranchNodeSource, scope: NodeScope): BranchNode {
  const compiled = cases.flatMap(({ when, next }, index) => {
    const path = ['cases', index, 'when'];
    const parsed = parseExpression(when);
    if (!parsed.ok) {
      fail(scope, 'badExpression', path, `the condition cannot be read: ${parsed.error}`);
      return [];
    }
    for (const name of new Set(variablesOf(parsed.value))) requireVariable(scope, name, path);
    return [{ when: parsed.value, next: exitTo(next) }];
  });
  return { kind: 'branch', cases: compiled, otherwise: exitTo(otherwise) };
}

/** A branch on the channel; that each has a way is for `checkGraph` to say. */
export function compileChannel(node: ChannelNodeSource, scope: NodeScope): FlowNode {
  const ways = scope.channels.map((channel) => [channel, exitTo(node[channel] ?? node.otherwise)] as const);
  return { kind: 'channel', ways: new Map(ways) };
}

/** A text message from one of our numbers. */
export function compileMessage({ from, text, next }: MessageNodeSource, scope: NodeScope): FlowNode {
  const channel = scope.references.entryPoints.get(from);
  if (channel !== 'sms') {
    const message = channel === undefined ? `there is no entry point '${from}'` : `'${from}' sends no texts`;
    fail(scope, 'unknownEntryPoint', ['from'], message);
  }
  for (const one of scope.channels) {
    if (one === 'voice' || one === 'sms') continue;
    fail(scope, 'callsOnly', ['kind'], `a customer of ${one} has told no number to text to`);
  }
  return { kind: 'message', from, text: labelOf(scope, smsText(text), ['text']), next: exitTo(next) };
}

/** Whatever channel the flow serves, what goes out is a text message. */
function smsText(text: MessageNodeSource['text']): LocalizedText {
  if ('sms' in text && typeof text.sms === 'object') return text.sms;
  if ('any' in text && typeof text.any === 'object') return text.any;
  return text as LocalizedText;
}

/** A sub-flow whose every return leads somewhere; null when it did not compile, which is said at its own file. */
export function compileSubFlow({ flow, exits }: SubFlowNodeSource, scope: NodeScope): SubFlowCall | null {
  const called = scope.references.subFlows.get(flow);
  if (called === undefined) fail(scope, 'unknownFlow', ['flow'], `there is no flow '${flow}' that returns`);
  if (called === undefined || called === null) return null;
  const named = new Map(Object.entries(exits ?? {}));
  for (const name of called.returns) {
    if (!named.has(name)) fail(scope, 'exitMissing', ['exits'], `the return '${name}' of '${flow}' goes nowhere`);
  }
  for (const name of named.keys()) {
    if (!called.returns.has(name)) fail(scope, 'exitMissing', ['exits', name], `'${flow}' never returns '${name}'`);
  }
  for (const name of called.takes) requireVariable(scope, name, ['flow']);
  reportLacking(called.channels, scope.channels, (channel) =>
    fail(scope, 'subFlowCalls', ['flow'], `'${flow}' does not serve ${channel}`),
  );
  reportLacking(called.languages, scope.languages, (language) =>
    fail(scope, 'subFlowCalls', ['flow'], `'${flow}' does not speak '${language}'`),
  );
  return { kind: 'subFlow', flow: called, exits: named };
}

function reportLacking(has: readonly string[], wants: readonly string[], report: (lacking: string) => void): void {
  wants.filter((one) => !has.includes(one)).forEach(report);
}

/** Nodes after which a call is over for the flow. */
export function compileDefer(node: DeferNodeSource, scope: NodeScope): FlowNode {
  for (const channel of scope.channels) {
    if (channel !== 'voice')
      fail(scope, 'callsOnly', ['kind'], `'${node.kind}' is for calls; ${channel} comes to it too`);
  }
  switch (node.kind) {
    case 'callback':
      return compileCallback(node, scope);
    case 'voicemail':
      return compileVoicemail(node, scope);
    case 'transfer':
      return compileTransfer(node, scope);
    default:
      return never(node);
  }
}

function compileTransfer({ to, headers, failed }: TransferNodeSource, scope: NodeScope): TransferNode {
  return { kind: 'transfer', to, headers: headersOf(scope, headers), failed: exitTo(failed) };
}

function compileCallback(node: CallbackNodeSource, scope: NodeScope): CallbackNode {
  if (node.number !== undefined) requireVariable(scope, node.number, ['number']);
  if (node.at !== undefined) requireVariable(scope, node.at, ['at']);
  const text = textOf(scope, node.text, ['text']);
  const work = compileWorkQueue(node.queue, scope);
  const asked = { number: node.number ?? null, at: node.at ?? null };
  return { kind: 'callback', ...work, ...asked, text, cannot: exitTo(node.cannot) };
}

function compileVoicemail(node: VoicemailNodeSource, scope: NodeScope): VoicemailNode {
  return {
    kind: 'voicemail',
    ...compileWorkQueue(node.queue, scope),
    text: textOf(scope, node.text, ['text']),
    thanks: textOf(scope, node.thanks, ['thanks']),
    longestMs: Math.min(lengthOf(node.longest) ?? VOICEMAIL_LONGEST_MS, VOICEMAIL_LONGEST_MS),
    failed: exitTo(node.failed),
  };
}
