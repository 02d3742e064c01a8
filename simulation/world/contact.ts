import { draw } from './distribution';
import type { Source } from './model';
import type { QueueId } from '../../shared/core/routing/types';
import { randomOf, type Random } from './random';

/** A customer of a simulated day, with all that is drawn for them when they come: the same under every configuration. */
export interface Contact {
  readonly id: string;
  readonly source: Source;
  readonly cameAt: number;
  readonly patienceMs: number;
  readonly handleMs: number;
  readonly wrapUpMs: number;
  /** Draws how agents answer offers of this contact. */
  readonly answers: Random;
  /** How often it was queued: names the visit. */
  visits: number;
  isWaiting: boolean;
  /** Where they wait: the queue of their source, until they overflow. */
  queueId: QueueId;
}

/** The nth customer of a source in one run. */
export function contactOf(source: Source, runName: string, n: number, cameAt: number): Contact {
  const random = randomOf(runName, source.name, n);
  return {
    id: `${source.name}-${n}`,
    source,
    cameAt,
    handleMs: draw(source.handling, random),
    patienceMs: draw(source.patience, random),
    wrapUpMs: draw(source.wrapUp, random),
    answers: random,
    visits: 0,
    isWaiting: false,
    queueId: source.queueId,
  };
}

export const visitIdOf = ({ id, visits }: Contact): string => `${id}.${visits}`;

/** What an agent will do about an offer, and after how long. */
export function answerTo({ source: { answering }, answers }: Contact): {
  readonly how: 'accept' | 'decline' | 'ignore';
  readonly afterMs: number;
} {
  const luck = answers();
  const afterMs = draw(answering.delay, answers);
  if (luck < answering.declined) return { how: 'decline', afterMs };
  return { how: luck < answering.declined + answering.ignored ? 'ignore' : 'accept', afterMs };
}
