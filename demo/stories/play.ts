import { sufferedBetween, sufferedInAll, type Suffered } from '../suffered';
import type { World } from '../world';
import { abandonedCallStory, callStory, carla } from './calls';
import { chatStory } from './chat';
import { mailStory } from './mail';
import { repeatStory } from './repeats';
import { textStory } from './text';
import type { Told } from './told';

export interface Played {
  readonly told: readonly Told[];
  /** By story, what went wrong while it was told or its events came again. */
  readonly suffered: ReadonlyMap<Told, Suffered>;
  readonly repeats: number;
}

/** The agents say Ready, and the stories follow one another. */
export async function playStories(world: World, say: (line: string) => void): Promise<Played> {
  for (const agent of world.agents) await agent.ready();
  await world.pass(1_000);
  const caller = carla(world);
  const stories: readonly [string, () => Promise<Told>][] = [
    ['Ada chats; the first agent declines', () => chatStory(world)],
    ['Boris texts; the first agent ignores it', () => textStory(world)],
    ['Carla calls and hangs up while an agent is alerted', () => abandonedCallStory(world, caller)],
    ['Carla calls again', () => callStory(world, caller)],
    ['Dora writes a mail', () => mailStory(world)],
  ];
  const told: Told[] = [];
  const own = new Map<Told, Suffered>();
  let before = await world.suffered();
  for (const [title, story] of stories) {
    say(`\n${title}`);
    const one = await story();
    const after = await world.suffered();
    told.push(one);
    own.set(one, sufferedBetween(before, after));
    before = after;
  }
  say('\nEvent Grid delivers the last word of each once more');
  const repeats = await repeatStory(world, told);
  const late = sufferedBetween(before, await world.suffered());
  const suffered = new Map([...own].map(([one, what]) => [one, sufferedInAll(what, late)]));
  return { told, repeats, suffered };
}
