import { SCRIPTS, type Script } from './lines';

/** Who comes next: wishes in turn; asked for a channel, the next one of it. */
export function createWishes(): (wanted?: Script['channel']) => Script {
  let next = 0;
  return (wanted) => {
    for (;;) {
      const script = SCRIPTS[next % SCRIPTS.length];
      next += 1;
      if (script !== undefined && (wanted === undefined || script.channel === wanted)) return somebody(script, next);
    }
  };
}

/** Numbers that are kept for fiction: https://en.wikipedia.org/wiki/555_(telephone_number). */
const FIRST_NUMBER = 50;
const NUMBERS = 50;

/** Another customer with the same wishes: who comes again while the last one is still there must not be taken for them. */
function somebody(script: Script, count: number): Script {
  const address =
    script.channel === 'email'
      ? script.address.replace('@', `.${count}@`)
      : `+142555501${FIRST_NUMBER + (count % NUMBERS)}`;
  return { ...script, address };
}
