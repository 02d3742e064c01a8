import { dayNumber } from '../hours/calendar-date';
import type { HoursSchedule, OpenInterval } from '../hours/schedule';
import { ALL_WEEK, firstGap, localOf, unionOf, weekOf, type Week } from '../hours/week';
import { mayHave } from './check-staffing';
import type { Located, Report } from './collect';
import type { Agent, Queue } from './compiled';
import { routesOf } from './compile-routing';
import type { QueueSource } from './document';
import { WEEKDAY_NAMES } from './hours-source';

/** Minutes by which the clocks of a zone are ahead of UTC at an instant. */
export type ZoneOffset = (timeZone: string, at: number) => number;

/** Who works when, and in which hours customers come. */
export interface Rosters {
  readonly queues: ReadonlyMap<string, { readonly item: Located<QueueSource>; readonly queue: Queue }>;
  readonly agents: readonly Agent[];
  readonly hours: ReadonlyMap<string, HoursSchedule>;
  readonly zones: { readonly ofTenant: string; readonly offset: ZoneOffset };
}

/** A week of winter and one of summer: in neither does any zone set its clocks, and each has the time of either half of the year. */
const MONDAYS = ['2026-01-12', '2026-07-13'].map((date) => (dayNumber(date) ?? 0) * 86_400_000);

/** Reports every queue that is open at an hour at which none of those who may have its customers is in a shift. */
export function checkShifts(rosters: Rosters, report: Report): void {
  for (const { item, queue } of rosters.queues.values()) {
    const plans = [queue.plan, ...queue.rules.map(({ plan }) => plan)];
    for (const [route, { path, name }] of routesOf(item.value).entries()) {
      const lastRing = plans[route]?.steps?.at(-1) ?? ANYBODY;
      const staff = rosters.agents.filter((agent) => mayHave(agent, lastRing, queue));
      const gap = firstUnstaffed(queue, staff, rosters);
      if (gap === undefined) continue;
      report('queueUnstaffed', item, [...path, 'hours'], `nobody is in a shift for '${name}' ${gap}, when it is open`);
    }
  }
}

const ANYBODY = { requirements: [], onlyAgentIds: null, timeoutMs: null } as const;

/** The first hours at which nobody is there, as people read them. */
function firstUnstaffed(queue: Queue, staff: readonly Agent[], rosters: Rosters): string | undefined {
  for (const channel of queue.channels.keys()) {
    const taking = staff.filter(({ capacity }) => capacity.channels[channel] !== undefined);
    // Nobody at all is told of elsewhere; and who has no shifts may be there at any time.
    if (taking.length === 0 || taking.some(({ shiftIds }) => shiftIds === null)) continue;
    for (const monday of MONDAYS) {
      const gap = gapIn(monday, queue, taking, rosters);
      if (gap !== undefined) return gap;
    }
  }
  return undefined;
}

function gapIn(monday: number, queue: Queue, staff: readonly Agent[], { hours, zones }: Rosters): string | undefined {
  const own = hours.get(queue.hoursId ?? '');
  const zone = own?.timeZone ?? zones.ofTenant;
  const weekIn = (schedule: HoursSchedule): Week => weekOf(schedule, zones.offset(schedule.timeZone, monday));
  const shifts = new Set(staff.flatMap(({ shiftIds }) => shiftIds ?? []));
  const covered = [...shifts].flatMap((id) => hours.get(id) ?? []).flatMap(weekIn);
  const gap = firstGap(own === undefined ? ALL_WEEK : weekIn(own), unionOf(covered));
  return gap && textOf(gap, zone, zones.offset(zone, monday));
}

function textOf(gap: OpenInterval, zone: string, offset: number): string {
  const { from, to } = localOf(gap, offset);
  const [day, lastDay] = [from, to].map(({ weekday }) => WEEKDAY_NAMES[weekday - 1] ?? '');
  const [begins, ends] = [clock(from.minute), clock(to.minute)];
  if (day === lastDay) return `on ${day} from ${begins} to ${ends} (${zone})`;
  return `from ${day} ${begins} to ${lastDay} ${ends} (${zone})`;
}

const two = (value: number): string => String(value).padStart(2, '0');

const clock = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
