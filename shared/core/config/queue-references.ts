import type { HoursSchedule } from '../hours/schedule';
import type { Skill } from './compiled';

/** What a queue names outside itself. */
export interface QueueReferences {
  readonly shardIds: readonly string[];
  readonly skills: ReadonlyMap<string, Skill>;
  readonly hours: ReadonlyMap<string, HoursSchedule>;
}
