import { read } from './api';
import { openDetails } from './details';
import { byId, h, showOnce } from './dom';

interface Promised {
  readonly name: string;
  readonly broken: readonly string[];
  readonly checked: number;
}

interface Answer {
  readonly isKept: boolean;
  readonly promises: readonly Promised[];
}

const PATIENCE = 12;
const BETWEEN_MS = 1_000;
let round = 0;

/** Checks every promise until all are kept, or for some seconds: what is under way needs a moment. */
export async function checkPromises(): Promise<void> {
  round += 1;
  const own = round;
  let answer: Answer | undefined;
  for (let attempt = 0; attempt < PATIENCE && own === round; attempt += 1) {
    if (attempt === 0 && answer === undefined)
      showOnce(byId('promises'), `checking ${own}`, () => [badge('checking', 'Checking the promises …')]);
    answer = await read<Answer>('promises').catch(() => answer);
    if (answer?.isKept === true) break;
    await new Promise((resolve) => window.setTimeout(resolve, BETWEEN_MS));
  }
  if (own === round && answer !== undefined) draw(answer, own);
}

const badge = (kind: string, text: string): HTMLElement => h('span', { class: `promise ${kind}` }, text);

function draw({ promises }: Answer, own: number): void {
  showOnce(byId('promises'), `${own}/${JSON.stringify(promises)}`, () =>
    promises.map((promise) => {
      const isKept = promise.broken.length === 0;
      return h(
        'button',
        {
          type: 'button',
          class: `promise ${isKept ? 'kept' : 'broken'}`,
          title: `${promise.checked} checked`,
          onclick: () => openDetails(promise.name, () => promise),
        },
        `${isKept ? '✓' : '✗'} ${promise.name}`,
      );
    }),
  );
}

/** Once at the start, and then now and then. */
export const watchPromises = (): (() => Promise<void>) => () => checkPromises();
