import type { AlertRules, AlertRulesSource, AlertsSource } from './alerts-source';
import type { Located, Report } from './collect';
import { lengthOr } from './compile-queue';
import type { Queue } from './compiled';
import { ALERTS } from './defaults';

/** What each queue is alarmed by: its own rules, then those for all, then the usual ones. */
export function compileAlerts(
  item: Located<AlertsSource> | null,
  queues: ReadonlyMap<string, Queue>,
  report: Report,
): ReadonlyMap<string, AlertRules> {
  const { queues: own = {}, ...all } = item?.value ?? {};
  const usual = rulesOf(all, ALERTS);
  for (const queueId of Object.keys(own))
    if (item !== null && !queues.has(queueId))
      report('unknownQueue', item, ['queues', queueId], `there is no queue '${queueId}'`);
  return new Map([...queues.keys()].map((queueId) => [queueId, rulesOf(own[queueId] ?? {}, usual)]));
}

const rulesOf = ({ waiting, longestWait, serviceLevel }: AlertRulesSource, usual: AlertRules): AlertRules => ({
  waiting: waiting ?? usual.waiting,
  waitMs: lengthOr(longestWait, usual.waitMs),
  serviceLevel: serviceLevel === undefined ? usual.serviceLevel : serviceLevel / 100,
});
