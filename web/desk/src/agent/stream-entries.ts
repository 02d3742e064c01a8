import type {
  InteractionView,
  MessageView,
  NoteView,
  UtteranceView,
} from '../../../../shared/contracts/http/interaction';
import type { Texts } from '../text/en';

/** What a conversation shows, in order. */
export type StreamEntry =
  | { readonly kind: 'message'; readonly at: number; readonly key: string; readonly message: MessageView }
  | { readonly kind: 'said'; readonly at: number; readonly key: string; readonly utterance: UtteranceView }
  | { readonly kind: 'note'; readonly at: number; readonly key: string; readonly note: NoteView }
  | { readonly kind: 'event'; readonly at: number; readonly key: string; readonly words: string };

type PlainEvent = Exclude<keyof Texts['events'], 'accepted'>;

/** Messages, what was said, notes and what happened, by the instant of each. What says nothing to an agent is left out. */
export function streamEntries(
  { messages, transcript, notes, timeline, agents }: InteractionView,
  texts: Texts,
): readonly StreamEntry[] {
  const entries: StreamEntry[] = [
    ...messages.map((message) => ({ kind: 'message', at: message.sentAt, key: message.key, message }) as const),
    ...transcript.map((one) => ({ kind: 'said', at: one.saidAt, key: `said ${one.key}`, utterance: one }) as const),
    ...notes.map((note) => ({ kind: 'note', at: note.writtenAt, key: `note ${note.key}`, note }) as const),
    ...timeline.flatMap(({ seq, event }): StreamEntry[] => {
      const words = wordsOf(event, texts, agents);
      return words === undefined ? [] : [{ kind: 'event', at: event.at, key: `event ${seq}`, words }];
    }),
  ];
  return entries.sort((one, other) => one.at - other.at || rankOf(one) - rankOf(other));
}

/** At one instant the customer got in touch, then something was said, and that led to what followed. */
const rankOf = ({ kind, key }: StreamEntry): number => (key === 'event 1' ? 0 : kind === 'event' ? 2 : 1);

function wordsOf(
  event: { readonly type: string; readonly agentId?: unknown },
  texts: Texts,
  agents: InteractionView['agents'],
): string | undefined {
  const agentId = typeof event.agentId === 'string' ? event.agentId : '';
  if (event.type === 'accepted')
    return texts.events.accepted(agents.find((one) => one.agentId === agentId)?.name ?? agentId);
  return Object.hasOwn(texts.events, event.type) ? texts.events[event.type as PlainEvent] : undefined;
}
