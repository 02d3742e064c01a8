import { underAdversity } from './adversity';
import { gather, type Evidence } from './evidence';
import { PROMISE_NAMES, PROMISES, type PromiseName } from './promises/promises';
import { playStories, type Played } from './stories/play';
import { tableOf } from './table';
import type { World } from './world';

/** What was found: promises that are not kept, and breaks that no check noticed. */
export interface Found {
  readonly broken: readonly PromiseName[];
  readonly missed: readonly PromiseName[];
}

export type Breaks = { readonly kind: 'none' } | { readonly kind: 'all' } | { readonly kind: 'one'; name: PromiseName };

/** Plays the stories, breaks what is asked for, and holds the product to its promises. */
export async function hold(
  world: World,
  breaks: Breaks,
  say: (line: string) => void,
  faultsSeed: number | null = null,
): Promise<Found> {
  const played = faultsSeed !== null ? await playUnderAdversity(world, say, faultsSeed) : await playStories(world, say);
  const whole = await look(world, played);
  if (breaks.kind === 'one') await PROMISES[breaks.name].breakIt(world, whole);
  const evidence = breaks.kind === 'one' ? await look(world, played) : whole;
  say(`\n${tableOf(evidence)}\n`);
  const broken = PROMISE_NAMES.filter((name) => !isKept(name, evidence, say));
  const missed = breaks.kind === 'all' ? await breakAll(world, played, whole, say) : [];
  return { broken, missed };
}

/** The stories go wrong where they can; the promises are looked at in peace. */
async function playUnderAdversity(world: World, say: (line: string) => void, seed: number): Promise<Played> {
  const adversity = await underAdversity(world, say, seed);
  const played = await playStories(adversity.world, say);
  say(`\nWhat went wrong: ${await adversity.end()}`);
  await world.pass(SETTLED_MS);
  return played;
}

const SETTLED_MS = 60_000;

const look = (world: World, played: Played): Promise<Evidence> => gather(world, played);

function isKept(name: PromiseName, evidence: Evidence, say: (line: string) => void): boolean {
  const { says, check } = PROMISES[name];
  const against = check(evidence);
  say(`${against.length === 0 ? 'kept  ' : 'BROKEN'}  ${name}: ${says}`);
  for (const reason of against) say(`          ${reason}`);
  return against.length === 0;
}

/** Breaks one promise after the other, each in a world that is whole; gives those whose check did not notice. */
async function breakAll(
  world: World,
  played: Played,
  whole: Evidence,
  say: (line: string) => void,
): Promise<readonly PromiseName[]> {
  say('\nEach promise broken on purpose');
  const missed: PromiseName[] = [];
  for (const name of PROMISE_NAMES) {
    const { breakIt, check } = PROMISES[name];
    const undo = await breakIt(world, whole);
    const [first] = check(await look(world, played));
    say(`${first === undefined ? 'MISSED' : 'caught'}  ${name}${first === undefined ? '' : `: ${first}`}`);
    if (first === undefined) missed.push(name);
    await undo();
  }
  return missed;
}
