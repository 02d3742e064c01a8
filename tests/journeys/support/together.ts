import { OPEN_AT } from '../../../local/launch';
import { openOwnStage, shareStage, type Stage } from './stage';

/** Everybody who works at Contoso. */
const PEOPLE = ['adele', 'bianca', 'cameron', 'diego', 'enrico'];

/**
 * Tells the stories of several files one after another on one stage: a start of all processes costs as much as three stories. Agents
 * are signed out before the next file begins; what a file changes in the configuration, or leaves open, stays: such a file is last. `more`: options of `npm start` that one of them asks for.
 */
export function together(files: Readonly<Record<string, () => unknown>>, more: readonly string[] = []): void {
  let opened: Promise<Stage> | null = null;
  shareStage(async () => {
    opened ??= openOwnStage(OPEN_AT, more, null);
    const stage = await opened;
    return { ...stage, stop: () => leave(stage) };
  }, more);
  afterAll(async () => (await opened)?.stop());
  for (const [name, stories] of Object.entries(files)) describe(name, () => void stories());
}

async function leave(stage: Stage): Promise<void> {
  for (const id of PEOPLE) await stage.agent(id).signOut();
}
