import { DateTime } from 'luxon';
import type { CompiledConfig } from '../shared/core/config/compiled';
import type { CompiledFlow } from '../shared/core/flow/compiled';
import type { FlowContext, FlowEffect, FlowPosition } from '../shared/core/flow/protocol';
import { receivedHeaders } from '../shared/core/lib/sip-headers';
import { runScript } from '../shared/core/flow/run-script';
import type { FlowCase } from '../shared/contracts/flow-script';
import { isOpen } from '../shared/core/hours/opening';
import type { HoursSchedule } from '../shared/core/hours/schedule';

/** How a case went: nothing is wrong, or what is. */
export interface CaseResult {
  readonly name: string;
  readonly faults: readonly string[];
}

/** Plays one case against its flow, in the tenant's own hours. */
export function playCase(config: CompiledConfig, flow: CompiledFlow, one: FlowCase, now: number): CaseResult {
  if (!flow.channels.includes(one.channel)) {
    return { name: one.name, faults: [`the flow does not serve ${one.channel}`] };
  }
  const run = runScript(flow, settingOf(config, one, now), one.steps);
  const { ends, says = [], variables = {} } = one.expect;
  const faults: string[] = [];
  if (run.untaken !== null) {
    const step = JSON.stringify(one.steps[run.untaken]);
    faults.push(`step ${run.untaken + 1} ${step}: nothing waits for it at ${nameOf(run.position)}`);
  }
  if (nameOf(run.position) !== ends) faults.push(`it ends '${nameOf(run.position)}', not '${ends}'`);
  faults.push(...missing(heard(run.effects), says).map((part) => `nobody says '${part}' there`));
  const memory = 'memory' in run.position ? run.position.memory : {};
  for (const [name, value] of Object.entries(variables)) {
    if (memory[name] !== value) faults.push(`${name} is '${memory[name] ?? ''}', not '${value}'`);
  }
  return { name: one.name, faults };
}

function settingOf(config: CompiledConfig, one: FlowCase, now: number) {
  const at = one.at === undefined ? now : Date.parse(one.at);
  const context: FlowContext = {
    now: at,
    closedHours: new Set([...config.hours].flatMap(([id, schedule]) => (isOpenAt(schedule, at) ? [] : [id]))),
    unstaffedQueues: new Set(one.unstaffed ?? []),
    uncallable: new Set(one.uncallable ?? []),
  };
  const ours = [...config.entryPoints.values()].find(({ channel }) => channel === one.channel)?.address ?? '';
  return {
    channel: one.channel,
    language: one.language ?? null,
    firstText: one.firstText ?? null,
    known: { customer: one.customer ?? '+14255550199', ours },
    headers: receivedHeaders(one.headers ?? {}).taken,
    context,
  };
}

function isOpenAt(schedule: HoursSchedule, at: number): boolean {
  const local = DateTime.fromMillis(at, { zone: schedule.timeZone });
  const minuteOfDay = local.hour * 60 + local.minute;
  return isOpen(schedule, { date: local.toFormat('yyyy-MM-dd'), weekday: local.weekday, minuteOfDay });
}

/** A position in the words of a script. */
export function nameOf(position: FlowPosition): string {
  switch (position.state) {
    case 'queued':
      return `queued ${position.queueId}`;
    case 'ended':
      return `ended ${position.reason}`;
    case 'deferred':
      return `deferred ${position.as}`;
    case 'notStarted':
    case 'withAgent':
    case 'transferred':
      return position.state;
    case 'saying':
    case 'choosing':
    case 'gathering':
    case 'capturing':
    case 'confirming':
    case 'surveying':
    case 'lookingUp':
    case 'messaging':
    case 'listening':
    case 'thinking':
    case 'recording':
    case 'transferring':
      return `${position.state} ${position.nodeId}`;
  }
}

const heard = (effects: readonly FlowEffect[]): readonly string[] =>
  effects.flatMap((effect) => {
    if (effect.kind === 'enqueue')
      return [...effect.treatment.comfort.values()].flatMap((one) => one.get(effect.language) ?? []);
    return 'text' in effect && effect.kind !== 'askAssistant' ? [effect.text] : [];
  });

/** The parts that are not said, each after the one before it. */
function missing(said: readonly string[], parts: readonly string[]): readonly string[] {
  let from = 0;
  return parts.filter((part) => {
    const found = said.findIndex((text, index) => index >= from && text.includes(part));
    if (found >= 0) from = found;
    return found < 0;
  });
}
