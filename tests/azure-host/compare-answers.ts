import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { differencesBetween, type Answer, type Difference } from './answers';
import { answersOf } from './ask';
import { environmentOf, type HostParts } from './environment';
import { copyFixtureApp, startAzures, startOurs, type FixtureHost } from './fixture-hosts';
import { unexpected } from './known';

/** Tells of an app that answers by the invocation, or past it by HTTP streams. */
const MODES = [
  { name: 'by invocation', environment: {} },
  { name: 'by streams', environment: { FIXTURE_STREAM: '1' } },
] as const;

export interface Compared {
  readonly asked: number;
  readonly differing: number;
  readonly unexpected: number;
}

/** Asks both hosts the same questions of the app of the fixtures and tells what they say otherwise. */
export async function compareAnswers(
  { root, folder, parts }: { readonly root: string; readonly folder: string; readonly parts: HostParts },
  say: (line: string) => void,
): Promise<Compared> {
  let compared: Compared = { asked: 0, differing: 0, unexpected: 0 };
  for (const [i, { name, environment }] of MODES.entries()) {
    const own = join(folder, `questions-${i}`);
    mkdirSync(own);
    const app = join(own, 'app');
    const hub = `Fixture${i}`;
    copyFixtureApp(root, app, hub);
    const start = (which: string) => ({
      ...{ app, hub, folder: join(own, which) },
      environment: { ...environment, FIXTURE_NOTES: join(own, `${which}.txt`) },
    });
    const ours = await ask(startOurs(root, start('ours')));
    const host = withoutTls(environmentOf(parts, { app, secrets: own, tls: own }));
    const azures = start('azures');
    const theirs = await ask(startAzures(parts.host, { ...azures, environment: { ...host, ...azures.environment } }));
    compared = added(
      compared,
      tell(ours, theirs, (line) => say(`${name}: ${line}`)),
    );
  }
  return compared;
}

/** It is asked by plain http. */
const withoutTls = (environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(Kestrel__|SSL_)/.test(name)));

async function ask(starting: Promise<FixtureHost>): Promise<ReadonlyMap<string, Answer>> {
  const host = await starting;
  try {
    return await answersOf(host);
  } finally {
    await host.stop();
  }
}

function tell(
  ours: ReadonlyMap<string, Answer>,
  azures: ReadonlyMap<string, Answer>,
  say: (line: string) => void,
): Compared {
  let [differing, surprises] = [0, 0];
  for (const [question, answer] of azures) {
    const own = ours.get(question);
    if (own === undefined) continue;
    const all = differencesBetween(own, answer);
    const unknown = unexpected(question, all);
    if (all.length > 0) differing += 1;
    surprises += unknown.length;
    for (const difference of unknown) say(lineOf(question, difference));
  }
  return { asked: azures.size, differing, unexpected: surprises };
}

const LONGEST = 200;
const shown = (value: string | undefined) => (value === undefined ? 'nothing' : value.slice(0, LONGEST));
const lineOf = (question: string, { at, ours, azures }: Difference): string =>
  `${question}: ${at}: ${shown(ours)} on the local host, ${shown(azures)} on Azure's`;

const added = (a: Compared, b: Compared): Compared => ({
  asked: a.asked + b.asked,
  differing: a.differing + b.differing,
  unexpected: a.unexpected + b.unexpected,
});
