import type { z } from 'zod';
import type { LocalResponse, Route } from '../../kit/http';
import type { Book } from './book';
import { connectionBy } from './connections';
import { note } from './hearing';
import { isAgent, type RawId } from './identifiers';
import { reportParticipants } from './legs';
import { cancelAllMedia, enqueueMedia } from './media';
import type { Play, Recognize, Source } from './media-state';
import { noBody, type Operation } from './operation';
import { connected, participant } from './participant-operations';
import { askedFor } from './plan';
import { invalidArgument, noSpeechConfigured, notSupported, RESULTS } from './results';
import { checkHold } from './teams-phone-rules';
import type { Hold } from './state';
import type { Sounds } from './sounds';
import { because, report, type Turn } from './turn';
import { holdSchema, originOf, playSchema, recognizeSchema, sendTonesSchema, targetSchema } from './wire';

type ToRoute = <T>(operation: Operation<T>) => Route;

const ACCEPTED: LocalResponse = { status: 202 };
const OK: LocalResponse = { status: 200 };

/** The operations on what is heard in a call. */
export function mediaRoutes(route: ToRoute, book: Book, sounds: Sounds | undefined): Route[] {
  const post = <T>(
    name: string,
    body: z.ZodType<T>,
    perform: (turn: Turn, body: T) => LocalResponse,
    prepare?: (body: T) => Promise<void>,
  ): Route =>
    route({
      ...(prepare === undefined ? {} : { prepare }),
      method: 'POST',
      path: `/calling/callConnections/{id}:${name}`,
      body,
      repeatable: name === 'sendDtmfTones',
      perform: (request, parsed) => book.change(connected(book, request), (turn) => perform(turn, parsed)),
    });
  const learn = async (sources: readonly (Source | undefined)[]) => {
    for (const source of sources) if (source?.kind === 'file') await sounds?.learn(source.uri);
  };
  return [
    post('play', playSchema, play, ({ playSources }) => learn(playSources)),
    post('recognize', recognizeSchema, recognize, ({ playPrompt, playPrompts = [] }) =>
      learn([playPrompt, ...playPrompts]),
    ),
    post('cancelAllMediaOperations', noBody, (turn) => {
      cancelAllMedia(turn);
      return ACCEPTED;
    }),
    post('hold', holdSchema, (turn, { targetParticipant, playSourceInfo = null }) => {
      if (playSourceInfo !== null) requireSpeech(turn, playSourceInfo);
      return setHold(turn, targetParticipant, { source: playSourceInfo });
    }),
    post('unhold', targetSchema, (turn, { targetParticipant }) => setHold(turn, targetParticipant, null)),
    post('sendDtmfTones', sendTonesSchema, sendTones),
    post('startContinuousDtmfRecognition', targetSchema, startListening),
    post('stopContinuousDtmfRecognition', targetSchema, stopListening),
  ];
}

/** Only with an AI services resource can words be spoken or understood. */
function requireSpeech({ call, via }: Turn, source: Source): void {
  if (source.kind === 'text' && connectionBy(call, via)?.speaks !== true) throw noSpeechConfigured();
}

function play(turn: Turn, body: z.infer<typeof playSchema>): LocalResponse {
  const [source] = body.playSources;
  if (source === undefined) throw invalidArgument('playSources is empty.');
  for (const one of body.playSources) requireSpeech(turn, one);
  const to = body.playTo ?? [];
  for (const rawId of to) participant(turn.call, rawId);
  const operation: Play = {
    kind: 'play',
    origin: originOf(turn, body),
    source,
    ...playlistOf(body.playSources),
    loop: body.playOptions?.loop ?? false,
    to: to.length === 0 ? 'all' : to,
    started: false,
    endsAt: null,
  };
  enqueueMedia(turn, operation, body.interruptCallMediaOperation ?? false);
  return ACCEPTED;
}

const playlistOf = (sources: readonly Source[]) => (sources.length > 1 ? { playlist: { sources, index: 0 } } : {});

type RecognizeBody = z.infer<typeof recognizeSchema>;

function recognize(turn: Turn, body: RecognizeBody): LocalResponse {
  const { targetParticipant: target } = body.recognizeOptions;
  participant(turn.call, target);
  const operation = recognitionOf(turn, body);
  if (isAgent(target)) throw notSupported('Input of a Teams user cannot be recognized.');
  for (const prompt of promptsOf(body)) requireSpeech(turn, prompt);
  if (operation.input !== 'dtmf' && connectionBy(turn.call, turn.via)?.speaks !== true) throw noSpeechConfigured();
  if (operation.input === 'choices' && operation.choices.length === 0) throw invalidArgument('choices is empty.');
  enqueueMedia(turn, operation, body.interruptCallMediaOperation ?? false);
  askedFor(turn, target);
  return ACCEPTED;
}

const promptsOf = ({ playPrompt, playPrompts = [] }: RecognizeBody): readonly Source[] =>
  playPrompts.length > 0 || playPrompt === undefined ? playPrompts : [playPrompt];

function recognitionOf(turn: Turn, body: RecognizeBody): Recognize {
  const { recognizeOptions: options } = body;
  return {
    kind: 'recognize',
    origin: originOf(turn, body),
    input: body.recognizeInputType,
    to: [options.targetParticipant],
    prompt: promptsOf(body)[0] ?? null,
    ...playlistOf(promptsOf(body)),
    interruptPrompt: options.interruptPrompt ?? true,
    initialSilenceMs: options.initialSilenceTimeoutInSeconds * 1000,
    interToneMs: (options.dtmfOptions?.interToneTimeoutInSeconds ?? 2) * 1000,
    endSilenceMs: options.speechOptions?.endSilenceTimeoutInMs ?? 2000,
    maxTones: options.dtmfOptions?.maxTonesToCollect ?? null,
    stopTones: options.dtmfOptions?.stopTones ?? [],
    choices: (options.choices ?? []).map(({ tone = null, ...choice }) => ({ ...choice, tone })),
    phase: 'waiting',
    endsAt: null,
    tones: [],
    words: '',
  };
}

/** Answered at once; nothing is called back when it works. */
function setHold(turn: Turn, target: RawId, hold: Hold | null): LocalResponse {
  checkHold(turn.call);
  participant(turn.call, target).hold = hold;
  reportParticipants(turn);
  return OK;
}

function sendTones(turn: Turn, body: z.infer<typeof sendTonesSchema>): LocalResponse {
  const { targetParticipant: target, tones } = body;
  const leg = participant(turn.call, target);
  note(leg, { kind: 'tones', tones }, turn.now);
  turn.call.sending.push({
    origin: originOf(turn, body),
    target,
    endsAt: turn.now + tones.length * turn.durations.toneMs,
  });
  return { status: 202, body: { operationContext: body.operationContext } };
}

function startListening(turn: Turn, body: z.infer<typeof targetSchema>): LocalResponse {
  const { targetParticipant: target } = body;
  participant(turn.call, target);
  if (isAgent(target)) throw notSupported('Tones of a Teams user cannot be recognized.');
  if (turn.call.listeners.some((listener) => listener.target === target)) return OK;
  turn.call.listeners.push({ origin: originOf(turn, body), target, sequenceId: 0 });
  askedFor(turn, target);
  return OK;
}

function stopListening(turn: Turn, body: z.infer<typeof targetSchema>): LocalResponse {
  const listener = turn.call.listeners.find(({ target }) => target === body.targetParticipant);
  if (listener === undefined) throw participantNotListenedTo();
  turn.call.listeners = turn.call.listeners.filter((one) => one !== listener);
  report(turn, 'ContinuousDtmfRecognitionStopped', originOf(turn, body), because(RESULTS.done));
  return OK;
}

const participantNotListenedTo = () => invalidArgument('Continuous recognition was not started for the participant.');
