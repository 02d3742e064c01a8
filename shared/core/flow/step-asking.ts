import { isMessageChannel } from '../lib/channel';
import { putCapture, putConfirm, putGather, putLanguages, putMenu, putSurvey } from './ask';
import { chooseOption } from './choose-option';
import { readCollected } from './collected';
import { SURVEY_ATTEMPTS } from './defaults';
import { enterNode } from './enter-node';
import type { CaptureNode, CollectNode, GatherNode, LanguageNode, MenuNode, SurveyNode } from './nodes-ask';
import type { FlowInput, FlowStep } from './protocol';
import { nothing, wordsOf } from './step-parts';
import type { InState } from './step-parts';
import { remembering } from './walk';
import type { Walk } from './walk';
import { yesOrNo } from './yes-or-no';

/** A menu or the languages were put. */
export function whileChoosing(
  walk: Walk,
  position: InState<'choosing'>,
  node: MenuNode | LanguageNode,
  input: FlowInput,
): FlowStep {
  const said = wordsOf(input);
  if (said === null && input.kind !== 'silence') return nothing(position, 'notListening');
  const chosen = said === null ? null : choiceOf(walk, node, said);
  if (chosen !== null) return enterNode(chosen.walk, chosen.next);
  const again = position.attempt + 1;
  if (isEnough(walk, node.attempts, again, input)) {
    return enterNode(walk, node.kind === 'menu' ? node.otherwise : node.next);
  }
  return node.kind === 'menu'
    ? putMenu(walk, position.nodeId, node, again)
    : putLanguages(walk, position.nodeId, node, again);
}

function choiceOf(
  walk: Walk,
  node: MenuNode | LanguageNode,
  said: string,
): { readonly walk: Walk; readonly next: string } | null {
  if (node.kind === 'menu') {
    const option = chooseOption(node.options, said);
    return option === null ? null : { walk, next: option.next };
  }
  const option = chooseOption(node.options, said);
  return option === null ? null : { walk: { ...walk, language: option.language }, next: node.next };
}

/** Writing again to someone who does not write costs a message and annoys; a caller may just not have understood. */
function isEnough({ channel }: Walk, attempts: number, again: number, input: FlowInput): boolean {
  return again > attempts || (input.kind === 'silence' && isMessageChannel(channel));
}

/** A question for digits or words was put. */
export function whileGathering(
  walk: Walk,
  position: InState<'gathering'>,
  node: GatherNode | CollectNode,
  input: FlowInput,
): FlowStep {
  const said = wordsOf(input);
  if (said === null && input.kind !== 'silence') return nothing(position, 'notListening');
  const value = said === null ? null : valueOf(node, said);
  if (value === null) return again(walk, position, node, input);
  if (node.kind === 'collect' && node.confirm !== null) {
    const confirming = { ...node, confirm: node.confirm };
    return putConfirm(walk, position.nodeId, confirming, { value, attempt: position.attempt });
  }
  return enterNode(remembering(walk, { [node.into]: value }), node.next);
}

function again(
  walk: Walk,
  { nodeId, attempt }: InState<'gathering' | 'confirming'>,
  node: GatherNode | CollectNode,
  input: FlowInput,
): FlowStep {
  return isEnough(walk, node.attempts, attempt + 1, input)
    ? enterNode(walk, node.otherwise)
    : putGather(walk, nodeId, node, attempt + 1);
}

/** As long as a text message: what a customer writes is kept with the interaction. */
const LONGEST_ANSWER = 500;

function valueOf(node: GatherNode | CollectNode, said: string): string | null {
  if (node.kind === 'collect') return readCollected(node.form, said);
  const keys = said
    .normalize('NFKC')
    .replace(/[^0-9*#]/gu, '')
    .replace(node.keys?.endKey ?? '', '');
  const isNumber = node.keys !== null && keys.length >= node.keys.min && keys.length <= node.keys.max;
  if (isNumber && !/\p{L}/u.test(said)) return keys;
  const words = said.trim().slice(0, LONGEST_ANSWER);
  return node.speech && words !== '' ? words : null;
}

/** Digits for another system: they themselves are no answer, and what somebody said or pressed is not looked at. */
export function whileCapturing(
  walk: Walk,
  position: InState<'capturing'>,
  node: CaptureNode,
  input: FlowInput,
): FlowStep {
  if (input.kind === 'captured')
    return enterNode(remembering(walk, { ...input.values, [node.into]: input.masked }), node.next);
  if (input.kind === 'captureFailed') return enterNode(walk, node.failed);
  if (input.kind !== 'captureRefused' && input.kind !== 'silence') return nothing(position, 'notListening');
  return position.attempt < node.attempts
    ? putCapture(walk, position.nodeId, node, position.attempt + 1)
    : enterNode(walk, node.otherwise);
}

/** What was understood was said back: only a yes counts. */
export function whileConfirming(
  walk: Walk,
  position: InState<'confirming'>,
  node: CollectNode,
  input: FlowInput,
): FlowStep {
  const said = wordsOf(input);
  if (said === null && input.kind !== 'silence') return nothing(position, 'notListening');
  const answer = said === null ? null : chooseOption(yesOrNo(walk.language), said);
  if (answer?.digit === '1') return enterNode(remembering(walk, { [node.into]: position.value }), node.next);
  return again(walk, position, node, input);
}

/** A survey's question was put; who does not answer is asked no more. */
export function whileSurveying(
  walk: Walk,
  { nodeId, question, attempt, ...position }: InState<'surveying'>,
  node: SurveyNode,
  input: FlowInput,
): FlowStep {
  const said = wordsOf(input);
  if (said === null && input.kind !== 'silence') {
    return nothing({ nodeId, question, attempt, ...position }, 'notListening');
  }
  const asked = node.questions[question];
  const score = Number(said?.normalize('NFKC').trim() ?? 'none');
  if (said === null || asked === undefined) return enterNode(walk, node.next);
  if (!Number.isInteger(score) || said.trim() === '' || score < asked.min || score > asked.max) {
    return attempt < SURVEY_ATTEMPTS
      ? putSurvey(walk, nodeId, node, { question, attempt: attempt + 1 })
      : enterNode(walk, node.next);
  }
  const told = remembering(walk, { [asked.id]: String(score) });
  return question + 1 < node.questions.length
    ? putSurvey(told, nodeId, node, { question: question + 1, attempt: 1 })
    : enterNode(told, node.next);
}
