import type { Command } from './commands';
import type { VisitPlan } from './plan';

/** Longest id, in bytes as JSON: an entry that names as many ids as any does stays within ENTRY_LIMIT_BYTES. */
export const ID_LIMIT_BYTES = 96;

/** Longest command, in bytes as JSON, so that its entry with outcome, marks and frame stays within ENTRY_LIMIT_BYTES. */
const COMMAND_LIMIT_BYTES = 1_536;

/**
 * An enqueue with one step that asks nothing, the usual one, is small when its ids are: measuring it would cost as much as deciding it.
 */
const isPlain = (command: Command): boolean =>
  command.name === 'enqueue' &&
  command.steps.length === 1 &&
  command.steps[0]?.requirements.length === 0 &&
  command.steps[0].onlyAgentIds === null &&
  command.steps[0].where === undefined &&
  command.steps[0].queueIds === undefined &&
  !exceeds(command.preferredAgentId ?? '', ID_LIMIT_BYTES);

/** Whether the entries that the command leads to, now and later, would exceed the limit. */
export function isTooLarge(command: Command): boolean {
  if (idsOf(command).some((id) => exceeds(id, ID_LIMIT_BYTES))) return true;
  const isOpenEnded = ['enqueue', 'agentState', 'moveAgent', 'cancel'].includes(command.name);
  return isOpenEnded && !isPlain(command) && jsonBytes(JSON.stringify(command)) > COMMAND_LIMIT_BYTES;
}

/** Whether an enqueue and the plan that its queue has for it fit one entry. */
export const fitsPlan = (command: Command, plan: VisitPlan): boolean =>
  jsonBytes(JSON.stringify(command)) + jsonBytes(JSON.stringify(plan)) <= COMMAND_LIMIT_BYTES + 100;

/** The ids that later entries repeat. Others only answer to ids that are known. */
function idsOf(command: Command): readonly string[] {
  switch (command.name) {
    case 'enqueue':
      return [
        command.commandId,
        command.interactionId,
        command.visitId,
        command.queueId,
        ...(command.missedBy === undefined ? [] : [command.missedBy.agentId]),
      ];
    case 'cancel':
      return [command.commandId, command.visitId];
    case 'assign':
      return [command.commandId, command.by];
    case 'agentState':
      return [command.commandId, command.agentId, command.by ?? ''];
    case 'moveAgent':
      return [command.commandId, command.by];
    case 'heartbeat':
    case 'presence':
    case 'delivered':
    case 'accept':
    case 'pull':
    case 'decline':
    case 'release':
    case 'complete':
    case 'config':
    case 'match':
    case 'tick':
      return [command.commandId];
  }
}

/** A character is at most six bytes (`\u001f`), so short ids need no counting. */
const exceeds = (text: string, limit: number): boolean =>
  text.length * 6 > limit && jsonBytes(JSON.stringify(text)) > limit;

/** UTF-8 length. */
export function jsonBytes(json: string): number {
  let bytes = json.length;
  for (let at = 0; at < json.length; at += 1) {
    const unit = json.charCodeAt(at);
    if (unit > 0x7f) bytes += 1;
    // A surrogate pair is two units and four bytes; any other unit from here on is one of three.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 1;
  }
  return bytes;
}
