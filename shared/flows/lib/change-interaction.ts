import { actIdOf } from '../../core/interaction/act-id';
import { beginsSomething, type Act } from '../../core/interaction/acts';
import type { InteractionCommand } from '../../core/interaction/commands';
import { applyDecision, decide } from '../../core/interaction/decide';
import { decided, ignored, type Decision, type IgnoredReason } from '../../core/interaction/decision';
import type { Interaction } from '../../core/interaction/state';
import type { InteractionRef } from '../../core/lib/ids';
import type { InteractionWrite, OpenAct, SeenInteraction, StoredInteraction } from '../../ports/interaction-store';
import { performActs } from '../acts/perform-acts';
import type { Deps } from './deps';
import { FlowError } from './flow-error';

/** What became of a command. `stored` is the interaction after it and after its acts. */
export type Changed =
  | { readonly kind: 'changed'; readonly stored: StoredInteraction }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason; readonly stored: StoredInteraction }
  | { readonly kind: 'missing' };

/** Whoever lists an act does it; after this long, anyone who finds it may. Longer than the slowest provider's time-out. */
export const CLAIM_MS = 30_000;

/** Writers of one interaction are few (its customer, its agent, its orchestration): a handful of lost races is a lot. */
const ATTEMPTS = 8;

/** What a change may bring along. */
export interface Brought {
  /** The interaction as it was read just now: saves the first reading. */
  readonly known: StoredInteraction | null;
  /** References that are kept with what was decided, in the same write. */
  readonly refs: StoredInteraction['refs'];
}

const NOTHING: Brought = { known: null, refs: {} };

/** What an interaction as it was read is to become; null leaves it alone. */
type CommandFor = (stored: StoredInteraction) => InteractionCommand | null;

/**
 * Load → decide → save → act. A lost race decides again on what the winner left. To do nothing is decided again too, once, on what
 * stands now: a process that read what was before another's write would else lose what it was told.
 */
export async function changeInteraction(
  deps: Deps,
  ref: InteractionRef,
  commandFor: CommandFor,
  { known, refs }: Brought = NOTHING,
): Promise<Changed> {
  let stored = known ?? (await deps.interactions.load(ref));
  let isLatest = false;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const tried: Tried = stored === undefined ? MISSING : await tryChange(deps, stored, commandFor, refs);
    if (tried.kind === 'conflict') {
      stored = await deps.interactions.load(ref);
      continue;
    }
    if (tried.kind === 'written' || isLatest || isFinal(tried.changed)) return tried.changed;
    const latest = await deps.interactions.latest(ref);
    if (latest?.etag === stored?.etag) return tried.changed;
    stored = latest;
    isLatest = true;
  }
  throw new FlowError('contended', 'The interaction is being changed by too many at once.');
}

/** `written`: the etag has proven that what was decided on still stood. `left`: nothing was to be written. */
type Tried =
  | { readonly kind: 'written'; readonly changed: Changed }
  | { readonly kind: 'left'; readonly changed: Changed }
  | { readonly kind: 'conflict' };

const MISSING: Tried = { kind: 'left', changed: { kind: 'missing' } };

/** Of these no later state says anything else. */
const FINAL: ReadonlySet<IgnoredReason> = new Set<IgnoredReason>([
  'alreadyAccepted',
  'alreadyEnded',
  'alreadyMeeting',
  'alreadyNudged',
  'alreadyOpen',
  'alreadyPresented',
  'closed',
]);

const isFinal = (changed: Changed): boolean => changed.kind === 'ignored' && FINAL.has(changed.reason);

async function tryChange(
  deps: Deps,
  stored: StoredInteraction,
  commandFor: CommandFor,
  refs: StoredInteraction['refs'],
): Promise<Tried> {
  const command = commandFor(stored);
  const decision = command === null ? ignored('nothingToDo') : decide(command, stored.interaction);
  if (decision.kind === 'ignored')
    return { kind: 'left', changed: { kind: 'ignored', reason: decision.reason, stored } };
  const interaction = applyDecision(stored.interaction, decision) ?? stored.interaction;
  const listed = listActs(interaction, decision, deps.clock.now());
  const write: InteractionWrite = {
    interaction,
    openActs: [...stillWanted(stored.openActs, interaction), ...listed],
    refs: { ...stored.refs, ...refs },
    events: decision.kind === 'decided' ? decision.events : [],
  };
  const saved = await deps.interactions.save(write, stored.etag);
  if (saved.kind === 'conflict') return saved;
  const after = await performActs(deps, { ...write, etag: saved.etag }, listed);
  const changed: Changed =
    decision.kind === 'refused'
      ? { kind: 'ignored', reason: decision.reason, stored: after }
      : { kind: 'changed', stored: after };
  return { kind: 'written', changed };
}

/** What an opening brings along: the first step of its flow, in the same write. */
interface FirstStep {
  readonly commandFor: (opened: SeenInteraction) => InteractionCommand | null;
  readonly refs: StoredInteraction['refs'];
}

/** `existed`: somebody opened it before, and nothing was done. */
type Opened =
  | { readonly kind: 'opened'; readonly stored: StoredInteraction }
  | { readonly kind: 'existed'; readonly stored: StoredInteraction };

/** Opens an interaction; one that exists already is answered as it is. */
export async function openInteraction(
  deps: Deps,
  command: Extract<InteractionCommand, { type: 'open' }>,
  first?: FirstStep,
): Promise<Opened> {
  const opening = withFirstStep(decide(command, null), first);
  const interaction = applyDecision(null, opening);
  if (opening.kind !== 'decided' || interaction === null) throw new FlowError('impossible', 'Opening was not decided.');
  const listed = listActs(interaction, opening, command.at);
  const write: InteractionWrite = { interaction, openActs: listed, refs: first?.refs ?? {}, events: opening.events };
  const created = await deps.interactions.create(write);
  if (created.kind === 'saved')
    return { kind: 'opened', stored: await performActs(deps, { ...write, etag: created.etag }, listed) };
  const existing = await deps.interactions.load(command.facts);
  if (existing === undefined) throw new FlowError('impossible', 'An interaction that exists could not be read.');
  return { kind: 'existed', stored: existing };
}

function withFirstStep(opening: Decision, first: FirstStep | undefined): Decision {
  const interaction = applyDecision(null, opening);
  const command = interaction === null ? null : (first?.commandFor({ interaction }) ?? null);
  const step = command === null ? ignored('nothingToDo') : decide(command, interaction);
  if (opening.kind !== 'decided' || step.kind !== 'decided') return opening;
  return decided([...opening.events, ...step.events], [...opening.acts, ...step.acts]);
}

function listActs(interaction: Interaction, decision: Decision, now: number): OpenAct[] {
  const acts: readonly Act[] = decision.kind === 'ignored' ? [] : decision.acts;
  // Without an event of their own, acts are numbered by the instant, so that they collide with none.
  const hasEvents = decision.kind === 'decided' && decision.events.length > 0;
  const step = hasEvents ? String(interaction.seq) : `r${now}`;
  return acts.map((act, index) => ({
    actId: actIdOf(step, index),
    act,
    listedAt: now,
    claimedUntil: now + CLAIM_MS,
    tries: 0,
  }));
}

/** Nothing is ever started for a closed interaction. */
function stillWanted(openActs: readonly OpenAct[], interaction: Interaction): readonly OpenAct[] {
  return interaction.phase.name === 'closed' ? openActs.filter(({ act }) => !beginsSomething(act)) : openActs;
}
