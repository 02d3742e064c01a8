import { isMessageChannel } from '../lib/channel';
import { sayCollected } from './collected';
import { ANSWER_TIMEOUT_MS } from './defaults';
import type { CaptureNode, CollectNode, GatherNode, LanguageNode, MenuNode, SurveyNode } from './nodes-ask';
import type { Answers, FlowEffect, OfferedOption } from './protocol';
import { labelFor } from './text-for';
import { heardAs, placeAt, stop, wordsFor } from './walk';
import type { Moved, Walk } from './walk';
import type { Spoken } from './words';
import { yesOrNo } from './yes-or-no';

interface Question {
  readonly text: string;
  readonly spoken: Spoken | null;
  readonly answers: Answers;
  readonly timeoutMs: number | null;
  readonly bargeIn: boolean;
}

function gather({ channel, language, turn }: Walk, question: Question): FlowEffect {
  const timeoutMs = question.timeoutMs ?? ANSWER_TIMEOUT_MS[channel];
  return { kind: 'gather', ...question, turn: turn + 1, language, timeoutMs };
}

/** The words of a question that is put for the `attempt`th time. */
function asked(
  walk: Walk,
  node: MenuNode | GatherNode | CollectNode | CaptureNode,
  attempt: number,
): Omit<Question, 'answers'> {
  const { timeoutMs, bargeIn } = node;
  const isFirst = attempt === 1;
  const text = wordsFor(walk, isFirst ? node.text : node.retryText);
  return { text, spoken: isFirst ? heardAs(walk, node.spoken) : null, timeoutMs, bargeIn };
}

/** Who reads sees the choices as a list; who hears is told them by the text. */
function withList({ channel }: Walk, text: string, options: readonly OfferedOption[]): string {
  if (!isMessageChannel(channel)) return text;
  return [text, ...options.map(({ digit, label }) => `${digit}. ${label}`)].join('\n');
}

/** Puts a menu for the `attempt`th time. */
export function putMenu(walk: Walk, nodeId: string, node: MenuNode, attempt: number): Moved {
  const options = node.options.map(({ digit, label, words }) => ({
    digit,
    label: labelFor(label, walk.language),
    words,
  }));
  const question = asked(walk, node, attempt);
  const text = withList(walk, question.text, options);
  const effect = gather(walk, { ...question, text, answers: { kind: 'choices', options } });
  return stop(walk, { state: 'choosing', ...placeAt(walk, nodeId), attempt }, effect);
}

/** Offers the languages, each in itself. */
export function putLanguages(walk: Walk, nodeId: string, node: LanguageNode, attempt: number): Moved {
  const options = node.options.map(({ digit, text, words }) => ({ digit, label: text, words }));
  const { timeoutMs, bargeIn } = node;
  const isCall = !isMessageChannel(walk.channel);
  const text = isCall
    ? options.map(({ label }) => label).join(' ')
    : options.map(({ digit, label }) => `${digit}. ${label}`).join('\n');
  const spoken = isCall ? node.spoken : null;
  const effect = gather(walk, { text, spoken, timeoutMs, bargeIn, answers: { kind: 'choices', options } });
  return stop(walk, { state: 'choosing', ...placeAt(walk, nodeId), attempt }, effect);
}

/** Asks for digits, words or both. */
export function putGather(walk: Walk, nodeId: string, node: GatherNode | CollectNode, attempt: number): Moved {
  const speech = node.kind === 'collect' || node.speech;
  const answers: Answers = node.keys === null ? { kind: 'words' } : { kind: 'keys', keys: node.keys, speech };
  const effect = gather(walk, { ...asked(walk, node, attempt), answers });
  return stop(walk, { state: 'gathering', ...placeAt(walk, nodeId), attempt }, effect);
}

/** Asks for digits that the flow never gets. */
export function putCapture(walk: Walk, nodeId: string, node: CaptureNode, attempt: number): Moved {
  const effect = gather(walk, { ...asked(walk, node, attempt), answers: { kind: 'sealedKeys', keys: node.keys } });
  return stop(walk, { state: 'capturing', ...placeAt(walk, nodeId), attempt }, effect);
}

/** Says back what was understood. */
export function putConfirm(
  walk: Walk,
  nodeId: string,
  node: CollectNode & { readonly confirm: NonNullable<CollectNode['confirm']> },
  { value, attempt }: { readonly value: string; readonly attempt: number },
): Moved {
  const said = walk.channel === 'voice' ? sayCollected(node.form, value) : value;
  const options = yesOrNo(walk.language);
  const text = withList(walk, wordsFor(walk, node.confirm, { value: said }), options);
  const { timeoutMs, bargeIn } = node;
  const effect = gather(walk, { text, spoken: null, timeoutMs, bargeIn, answers: { kind: 'choices', options } });
  return stop(walk, { state: 'confirming', ...placeAt(walk, nodeId), attempt, value }, effect);
}

/** Puts a question of a survey. */
export function putSurvey(
  walk: Walk,
  nodeId: string,
  node: SurveyNode,
  { question, attempt }: { readonly question: number; readonly attempt: number },
): Moved {
  const { text, min, max } = node.questions[question] ?? node.questions[0];
  const options = Array.from({ length: Math.max(0, max - min) + 1 }, (_, index) => {
    const digit = String(min + index);
    return { digit, label: digit, words: [] };
  });
  const answers = { kind: 'choices', options } as const;
  const { timeoutMs } = node;
  const effect = gather(walk, { text: wordsFor(walk, text), spoken: null, timeoutMs, bargeIn: true, answers });
  return stop(walk, { state: 'surveying', ...placeAt(walk, nodeId), question, attempt }, effect);
}
