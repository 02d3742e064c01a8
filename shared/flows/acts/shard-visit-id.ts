import type { QueueVisit } from '../../core/interaction/state';

/** A visit that went back after a failed connect is a new one for the shard: the old one is answered there. */
export const shardVisitId = (visit: Pick<QueueVisit, 'visitId' | 'attempt'>): string =>
  `${visit.visitId}.${visit.attempt}`;

/** The visit of an id made by `shardVisitId`. */
export const visitIdOfShard = (id: string): string => id.slice(0, id.lastIndexOf('.'));

/** Which of its attempts that is. */
export const attemptOfShard = (id: string): number => Number(id.slice(id.lastIndexOf('.') + 1));
