import { InvalidArgumentError } from 'commander';
import type { Answer } from '../../shared/contracts/http/routes';
import type { Cli } from '../cli';
import { compileFolder, readFolder } from '../config-folder';
import { differencesOf, type Difference } from '../difference';
import { compiledOf, liveOf, sourceOf, wireOf } from '../live';
import type { Colour, Paint } from '../paint';
import { stampOf, type StampOptions } from '../stamp';
import { trafficLines, trafficUnder, yesterdayOf } from '../traffic';

type Preview = Answer<'previewConfig'>;

interface PlanOptions extends StampOptions {
  readonly day?: string;
  readonly traffic: boolean;
}

/** `switchboard plan`: what would change, what that does to who waits now, and what it had done yesterday. Changes nothing. */
export function addPlan({ program, terminal, answer }: Cli): void {
  program
    .command('plan')
    .summary('show what a configuration would change')
    .description(
      'Shows what differs from what is live, what the change does to customers who wait now, and, by deciding a day again, what it would have done to those of yesterday.',
    )
    .argument('<folder>', 'a tenant’s folder')
    .option('--day <date>', 'another day than yesterday, like 2026-10-05', dayOption)
    .option('--no-traffic', 'do not decide a day again')
    .option('--url <url>', 'the stamp (SWITCHBOARD_URL)')
    .action(
      answer(async (folder: string, { day, traffic: wantsTraffic, ...options }: PlanOptions) => {
        const files = readFolder(terminal, folder);
        const next = compileFolder(files);
        const tenantId = next.tenant.id;
        const stamp = stampOf(terminal, options);
        const live = await liveOf(stamp, tenantId);
        const changes = differencesOf(sourceOf(live.files), sourceOf(files));
        const effect = await stamp.ask('previewConfig', { params: { tenantId }, body: { files: wireOf(files) } });
        const traffic =
          live.version === 0 || !wantsTraffic
            ? null
            : await trafficUnder(stamp, {
                live: compiledOf(live.files),
                next,
                day: day ?? yesterdayOf(next, terminal.now()),
              });
        return {
          exit: 'done',
          json: { tenant: tenantId, liveVersion: live.version, changes, effect, traffic },
          lines: (paint) => [
            live.version === 0
              ? `${tenantId}: nothing is live`
              : `${tenantId}: version ${String(live.version)} is live`,
            ...(changes.length === 0 ? ['Nothing changes.'] : changes.flatMap((one) => changeLines(one, paint))),
            ...effectLines(effect, paint),
            ...(traffic === null ? [] : trafficLines(traffic)),
          ],
        };
      }),
    );
}

function dayOption(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/u.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('A day is like 2026-10-05.');
}

const SIGNS: Readonly<Record<Difference['kind'], readonly [sign: string, colour: Colour]>> = {
  added: ['+', 'green'],
  removed: ['-', 'red'],
  changed: ['~', 'yellow'],
};

function changeLines(change: Difference, paint: Paint): readonly string[] {
  const [sign, colour] = SIGNS[change.kind];
  const head = `  ${paint(colour, sign)} ${change.section} ${paint('bold', change.id)}`;
  if (change.kind !== 'changed') return [head];
  return [head, ...change.fields.map(({ path, before, after }) => `      ${path}: ${shown(before)} → ${shown(after)}`)];
}

/** Long texts and lists say that they changed; the files say how. */
function shown(value: unknown): string {
  if (value === null) return 'not set';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

function effectLines({ queues, signedOut }: Preview, paint: Paint): readonly string[] {
  const waiting = queues.map(({ queueId, waiting: count, offered, stranded, isGone }) => {
    const parts = [
      `${String(count)} wait`,
      `${String(offered)} of them are offered to an agent at once`,
      ...(stranded.after > 0 || stranded.before > 0
        ? [`nobody signed in could take ${String(stranded.after)} (now ${String(stranded.before)})`]
        : []),
      ...(isGone ? ['the queue is gone; they keep their deadline'] : []),
    ];
    return `  ${stranded.after > stranded.before || isGone ? paint('red', '!') : ' '} ${queueId}: ${parts.join('; ')}`;
  });
  return [
    waiting.length === 0 ? 'Nobody waits now.' : 'Who waits now:',
    ...waiting,
    ...signedOut.map((agentId) => `  ${paint('red', '!')} ${agentId} is signed out`),
  ];
}
