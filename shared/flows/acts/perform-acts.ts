import { stepOf } from '../../core/interaction/act-id';
import { isOvertaken } from '../../core/interaction/overtaken';
import { beginsSomething, isNeverGivenUp } from '../../core/interaction/acts';
import type { OpenAct, StoredInteraction } from '../../ports/interaction-store';
import type { Deps } from '../lib/deps';
import type { ActOutcome } from './act-outcome';
import { messageOf } from '../../core/lib/message-of';

/** First retry after this, then twice as long each time, up to the limit. */
const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 5 * 60_000;
/** After so many tries an act on a provider is given up, loudly: a dead letter that an operator sees. */
const MOST_TRIES = 12;
const MARK_ATTEMPTS = 8;

interface Performed {
  readonly open: OpenAct;
  readonly outcome: ActOutcome;
}

/**
 * Does the acts in order, records what became of each in one write, and only then does what follows from them. An act
 * whose record is lost in a crash is done again: receivers know it by its id.
 */
export async function performActs(
  deps: Deps,
  stored: StoredInteraction,
  acts: readonly OpenAct[],
): Promise<StoredInteraction> {
  if (acts.length === 0) return stored;
  const performed: Performed[] = [];
  let current = stored;
  // A caller is answered while the orchestration is started: whoever comes next finds both written down.
  const started = acts.filter(isStart).map((open) => performOne(deps, stored, open));
  for (const open of acts) {
    const begun = isStart(open) ? started.shift() : undefined;
    const outcome = await (begun ?? performOne(deps, current, open));
    performed.push({ open, outcome });
    if (outcome.kind === 'done' && outcome.refs) current = { ...current, refs: { ...current.refs, ...outcome.refs } };
  }
  const marked = await record(deps, stored, performed);
  for (const { outcome } of performed) {
    if (outcome.kind === 'done' && outcome.next) await outcome.next();
  }
  return marked;
}

/** A change that follows at once takes the record along in its write; if it came to nothing, there is a mark of its own. */
async function record(
  deps: Deps,
  stored: StoredInteraction,
  performed: readonly Performed[],
): Promise<StoredInteraction> {
  const carrier = performed.map(({ outcome }) => outcome).find((outcome) => outcome.kind === 'carried');
  if (carrier === undefined) return mark(deps, stored, performed);
  const isRecorded = !areDoneInOneStep(performed);
  const known = isRecorded
    ? await mark(deps, stored, performed)
    : { ...stored, ...withoutPerformed(deps, stored, performed) };
  const changed = await carrier.change(known);
  const ids = new Set(performed.map(({ open }) => open.actId));
  if (changed !== null && !changed.openActs.some(({ actId }) => ids.has(actId))) return changed;
  return isRecorded ? known : mark(deps, stored, performed);
}

const isStart = ({ act }: OpenAct): boolean => act.kind === 'startOrchestration';

/** An act that no event goes with is of the instant, and overtaken by nothing that came before. */
function listedAtSeq({ actId }: OpenAct): number {
  const seq = Number(stepOf(actId));
  return Number.isNaN(seq) ? Number.MAX_SAFE_INTEGER : seq;
}

async function performOne(deps: Deps, stored: StoredInteraction, open: OpenAct): Promise<ActOutcome> {
  if (stored.interaction.phase.name === 'closed' && beginsSomething(open.act)) return { kind: 'done' };
  if (isOvertaken(open.act, listedAtSeq(open), stored.interaction)) return { kind: 'done' };
  try {
    return await deps.perform.act(deps, stored, open);
  } catch (error) {
    // A provider or store that fails in an unforeseen way must not lose the acts behind it.
    return { kind: 'later', why: messageOf(error) };
  }
}

/** Where all acts of one write are done, a mark beside the snapshot says so; what is to be repeated is written into it. */
async function mark(
  deps: Deps,
  stored: StoredInteraction,
  performed: readonly Performed[],
): Promise<StoredInteraction> {
  if (!areDoneInOneStep(performed)) return writeDown(deps, stored, performed);
  const acts = performed.map(({ open }) => open);
  const done = withoutPerformed(deps, stored, performed);
  const outcome = await deps.interactions.markDone(stored.interaction.facts, acts, refsOf(performed));
  return outcome === 'marked' ? { ...stored, ...done } : writeDown(deps, stored, performed);
}

const areDoneInOneStep = (performed: readonly Performed[]): boolean =>
  new Set(performed.map(({ open }) => stepOf(open.actId))).size === 1 &&
  performed.every(({ outcome }) => outcome.kind !== 'later');

const refsOf = (performed: readonly Performed[]): StoredInteraction['refs'] =>
  performed.reduce((all, { outcome }) => (outcome.kind === 'done' ? { ...all, ...outcome.refs } : all), {});

/** The open acts and refs of an interaction after what was performed. */
const withoutPerformed = (
  deps: Deps,
  { interaction, openActs, refs }: StoredInteraction,
  performed: readonly Performed[],
): Pick<StoredInteraction, 'openActs' | 'refs'> => ({
  openActs: openActs.flatMap((open) => remaining(deps, interaction.facts.interactionId, open, performed)),
  refs: { ...refs, ...refsOf(performed) },
});

async function writeDown(
  deps: Deps,
  stored: StoredInteraction,
  performed: readonly Performed[],
): Promise<StoredInteraction> {
  let current = stored;
  for (let attempt = 0; attempt < MARK_ATTEMPTS; attempt += 1) {
    const { interaction } = current;
    const after = withoutPerformed(deps, current, performed);
    const saved = await deps.interactions.save({ interaction, ...after, events: [] }, current.etag);
    if (saved.kind === 'saved') return { interaction, ...after, etag: saved.etag };
    const reloaded = await deps.interactions.load(interaction.facts);
    if (reloaded === undefined) return current;
    current = reloaded;
  }
  // The acts stay listed: whoever finds them repeats them, and receivers know the repeats.
  deps.log.warn('acts not marked', { interactionId: stored.interaction.facts.interactionId });
  return current;
}

function remaining(deps: Deps, interactionId: string, open: OpenAct, performed: readonly Performed[]): OpenAct[] {
  const found = performed.find((one) => one.open.actId === open.actId);
  if (found === undefined) return [open];
  if (found.outcome.kind !== 'later') return [];
  const { why, notBefore } = found.outcome;
  if (notBefore !== undefined) return [{ ...open, claimedUntil: notBefore }];
  const tries = open.tries + 1;
  const facts = { interactionId, actId: open.actId, kind: open.act.kind, tries, why };
  if (tries >= MOST_TRIES && !isNeverGivenUp(open.act)) {
    deps.log.error('act given up', facts);
    return [];
  }
  deps.log.warn('act to be repeated', facts);
  return [{ ...open, tries, claimedUntil: deps.clock.now() + Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** (tries - 1)) }];
}
