import type { Command } from '../../shared/core/routing/commands';
import type { Entry } from '../../shared/core/routing/entries';

/** What was submitted to the shard at one instant, and what it wrote. */
export interface Submission {
  readonly at: number;
  readonly command: Command;
  readonly doneActs: readonly string[];
  readonly entries: readonly Entry[];
}

/**
 * The submissions behind a journal. Entries of one submission stand together: they have one instant and carry the id of
 * its command.
 */
export function submissionsOf(entries: readonly Entry[]): readonly Submission[] {
  const groups: Entry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1)?.at(-1);
    const isSame = last?.at === entry.at && causeOf(last) === causeOf(entry);
    if (isSame) groups.at(-1)?.push(entry);
    else groups.push([entry]);
  }
  return groups.flatMap(submissionOf);
}

/** A shard that has no configuration takes the first one it is given, in front of whatever it was asked. */
const causeOf = ({ command }: Entry): string => command.commandId;

function submissionOf(entries: readonly Entry[]): readonly Submission[] {
  const [first] = entries;
  if (first === undefined) return [];
  const asked = entries.find(({ command }) => command.name !== 'tick')?.command;
  const command = asked ?? (isTick(entries) ? first.command : refusedCommand(first.command.commandId));
  return [{ at: first.at, command, doneActs: entries.flatMap(({ doneActs }) => doneActs), entries }];
}

/** Only a tick writes marks alone, or makes offers. */
const isTick = (entries: readonly Entry[]): boolean =>
  entries.some(({ outcome }) => outcome.kind === 'offered') ||
  entries.every(({ outcome }) => outcome.kind === 'marked');

/** What was refused is in no journal, only what it found due: so does anything else that is refused. */
const refusedCommand = (commandId: string): Command => ({ name: 'heartbeat', commandId, agentId: '' });
