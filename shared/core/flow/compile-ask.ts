import type { CaptureNode, CollectNode, GatherNode, Keys, LanguageNode, SurveyNode, SurveyQuestion } from './nodes-ask';
import { collectedKeys, isMask } from './collected';
import { foldWords, reportDuplicates } from './compile-menu';
import { BETWEEN_KEYS_MS, MENU_ATTEMPTS } from './defaults';
import { askingOf, exitTo, fail, requireVariable, lengthOf, textOf } from './node-scope';
import type { NodeScope } from './node-scope';
import type {
  CaptureNodeSource,
  CollectNodeSource,
  GatherNodeSource,
  KeysSource,
  LanguageNodeSource,
  LanguageOptionSource,
  SurveyNodeSource,
  SurveyQuestionSource,
} from './source-ask';
import { escapeXml } from './text-for';
import type { Spoken } from './words';

/** A question for digits, words or both. */
export function compileGather(node: GatherNodeSource, scope: NodeScope): GatherNode {
  const { into, keys, speech } = node;
  if (keys === undefined && speech !== true) {
    fail(scope, 'nothingToAnswer', [], 'say what counts as an answer: keys, speech or both');
  }
  return {
    kind: 'gather',
    ...askingOf(scope, node),
    into,
    keys: keys === undefined ? null : compileKeys(keys),
    speech: speech ?? false,
    next: exitTo(node.next),
    otherwise: exitTo(node.otherwise),
  };
}

/** Digits for another system alone. */
export function compileCapture(node: CaptureNodeSource, scope: NodeScope): CaptureNode {
  const { lookUp, field, into } = node;
  const known = scope.references.lookUps.get(lookUp);
  if (known === undefined) fail(scope, 'unknownLookUp', ['lookUp'], `there is no look-up '${lookUp}'`);
  else if (!known.takesDigits) fail(scope, 'wrongLookUp', ['lookUp'], `'${lookUp}' does not say that it takes digits`);
  for (const name of known?.asks ?? []) requireVariable(scope, name, ['lookUp']);
  for (const channel of scope.channels) {
    if (channel !== 'voice') fail(scope, 'callsOnly', ['kind'], `'capture' is for calls; ${channel} comes to it too`);
  }
  return {
    kind: 'capture',
    ...askingOf(scope, node),
    keys: compileKeys(node.keys),
    lookUpId: lookUp,
    field,
    into,
    next: exitTo(node.next),
    otherwise: exitTo(node.otherwise),
    failed: exitTo(node.failed),
  };
}

function compileKeys({ min, max, end, between }: KeysSource): Keys {
  const least = Math.min(min ?? 1, max);
  const endKey = end ?? (least < max ? '#' : null);
  return { min: least, max, endKey, betweenMs: lengthOf(between) ?? BETWEEN_KEYS_MS };
}

/** A question for something of a known form. */
export function compileCollect(node: CollectNodeSource, scope: NodeScope): CollectNode {
  if (node.what === 'code' && !isMask(node.mask)) {
    fail(scope, 'badMask', ['mask'], 'a mask has at least one A (a letter) or 9 (a digit)');
  }
  const form = formOf(node);
  return {
    kind: 'collect',
    ...askingOf(scope, node),
    form,
    into: node.into,
    keys: collectedKeys(form),
    confirm: node.confirm === undefined ? null : textOf(scope, node.confirm, ['confirm'], ['value']),
    next: exitTo(node.next),
    otherwise: exitTo(node.otherwise),
  };
}

function formOf(node: CollectNodeSource): CollectNode['form'] {
  switch (node.what) {
    case 'phone':
      return { what: node.what, callingCode: node.callingCode };
    case 'date':
      return { what: node.what, order: node.order };
    case 'code':
      return { what: node.what, mask: node.mask };
  }
}

/** A choice of language; callers hear each offer in a voice of its own. */
export function compileLanguage(node: LanguageNodeSource, scope: NodeScope): LanguageNode {
  const options = node.options.map((option) => ({ ...option, words: foldWords(option.words ?? []) }));
  reportDuplicates(options, scope);
  options.forEach(({ language }, index) => {
    if (scope.languages.includes(language)) return;
    fail(scope, 'unknownLanguage', ['options', index, 'language'], `the flow does not speak '${language}'`);
  });
  return {
    kind: 'language',
    options,
    spoken: { kind: 'ssml', ssml: offersInVoices(node.options, scope) },
    timeoutMs: lengthOf(node.timeout),
    attempts: node.attempts ?? MENU_ATTEMPTS,
    bargeIn: node.bargeIn ?? true,
    next: exitTo(node.next),
  };
}

/** One SSML, because Call Automation plays one source a request. */
function offersInVoices(options: readonly LanguageOptionSource[], scope: NodeScope): string {
  const offers = options.map(({ language, text }, index) => {
    const voice = scope.references.voices.get(language);
    if (voice === undefined && scope.channels.includes('voice')) {
      const path = ['options', index, 'language'];
      fail(
        scope,
        'voiceMissing',
        path,
        `name a voice for '${language}' in the section tenant: callers hear each offer in it`,
      );
    }
    return `<voice name="${escapeXml(voice ?? '')}">${escapeXml(text)}</voice>`;
  });
  return ssmlOf(options[0]?.language ?? 'en', offers.join(' '));
}

const ssmlOf = (language: string, body: string): Extract<Spoken, { kind: 'ssml' }>['ssml'] =>
  `<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="${language}">${body}</speak>`;

/** A survey: scales that one key answers. */
export function compileSurvey(node: SurveyNodeSource, scope: NodeScope): SurveyNode {
  const [first, ...others] = node.questions.map((question, index) => compileQuestion(question, index, scope));
  const none: SurveyQuestion = { id: '', text: new Map(), min: 1, max: 1 };
  if (first === undefined) fail(scope, 'nothingToAnswer', ['questions'], 'a survey asks at least one question');
  return {
    kind: 'survey',
    questions: [first ?? none, ...others],
    timeoutMs: lengthOf(node.timeout),
    next: exitTo(node.next),
  };
}

function compileQuestion(
  { id, text, min, max }: SurveyQuestionSource,
  index: number,
  scope: NodeScope,
): SurveyQuestion {
  return { id, text: textOf(scope, text, ['questions', index, 'text']), min: min ?? 1, max: max ?? 5 };
}
