import { requirementOf } from '../flow/compile-service';
import type { Requirement } from '../flow/words';
import { QUEUE_DEADLINE_MS } from '../flow/defaults';
import { CHANNELS } from '../lib/channel';
import type { Channel } from '../lib/channel';
import { parseDuration, parseTarget } from '../lib/duration';
import type { Located, Report } from './collect';
import { compilePlan, compileRules, coolDownsOf } from './compile-routing';
import type { QueueReferences } from './queue-references';
import { compileRecording } from './recording-rules';
import { shardOf } from './shard-of';
import type { AnswerTarget, Queue, QueueChannel } from './compiled';
import { ANSWER_TARGET, OFFER_DEADLINE_MS, WRAP_UP_MS } from './defaults';
import type { QueueChannelSource, QueueSource } from './document';

/** A queue with its references checked and its defaults in place. */
export function compileQueueEntry(item: Located<QueueSource>, references: QueueReferences, report: Report): Queue {
  const { id, name, hours, priority, wrapUp, maxWait } = item.value;
  if (hours !== undefined && !references.hours.has(hours)) {
    report('unknownHours', item, ['hours'], `there are no hours '${hours}'`);
  }
  return {
    id,
    name,
    shardId: shardOf(item, references.shardIds, report),
    channels: compileChannels(item.value),
    requirements: compileRequirements(item, references, report),
    priority: priority ?? 0,
    wrapUpMs: lengthOr(wrapUp, WRAP_UP_MS),
    maxWaitMs: lengthOr(maxWait, QUEUE_DEADLINE_MS),
    hoursId: hours ?? null,
    plan: compilePlan(item, references, report),
    rules: compileRules(item, references, report),
    coolDownMs: coolDownsOf(item.value),
    wrapUpBlocksMs: wrapUpBlocksOf(item.value),
    whenChanged: item.value.whenChanged ?? 'apply',
    recording: compileRecording(item.value.recording),
  };
}

function wrapUpBlocksOf({ wrapUpBlocks }: QueueSource): number | null {
  if (wrapUpBlocks === undefined || wrapUpBlocks === 'always') return null;
  return wrapUpBlocks === 'never' ? 0 : lengthOr(wrapUpBlocks, 0);
}

/** Milliseconds of a length whose form was checked, or the default where it is left out. */
export function lengthOr(text: string | undefined, defaultMs: number): number {
  return (text === undefined ? null : parseDuration(text)) ?? defaultMs;
}

function compileChannels({ channels }: QueueSource): ReadonlyMap<Channel, QueueChannel> {
  return new Map(
    CHANNELS.flatMap((channel) => {
      const source = channels[channel];
      return source === undefined ? [] : [[channel, compileChannel(channel, source)] as const];
    }),
  );
}

function compileChannel(channel: Channel, { target, offerDeadline }: QueueChannelSource): QueueChannel {
  return {
    target: targetOf(target) ?? ANSWER_TARGET[channel],
    offerDeadlineMs: lengthOr(offerDeadline, OFFER_DEADLINE_MS[channel]),
  };
}

function targetOf(text: string | undefined): AnswerTarget | null {
  const parsed = text === undefined ? null : parseTarget(text);
  return parsed && { kind: parsed.business ? 'business' : 'elapsed', ms: parsed.ms };
}

function compileRequirements(
  item: Located<QueueSource>,
  { skills }: QueueReferences,
  report: Report,
): readonly Requirement[] {
  return (item.value.requirements ?? []).map(({ skill, minimum, for: forText }, index) => {
    if (!skills.has(skill)) {
      report('unknownSkill', item, ['requirements', index, 'skill'], `there is no skill '${skill}'`);
    }
    return requirementOf(skill, minimum, forText === undefined ? null : parseDuration(forText));
  });
}
