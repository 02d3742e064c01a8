import { ChangeFeedStartFrom, type Container } from '@azure/cosmos';

/** Journals under load: writers who go on until the server is gone, and what they were promised. */
export interface CrashLoad {
  /** Writes in every journal until a request fails; resolves when all have. */
  writeUntilKilled(container: Container): Promise<void>;
  /** Reads on in the change feed, from where the last reading before a kill ended. */
  follow(container: Container): Promise<void>;
  /** Appends that were acknowledged so far. */
  acknowledged(): number;
  /** What is not as promised, in words; all of it is read back. */
  broken(container: Container): Promise<readonly string[]>;
}

interface Head {
  readonly id: string;
  readonly pk: string;
  readonly seq: number;
}

interface Stored extends Head {
  readonly _etag: string;
}

const HEAD = 'head';
const COUNTER = 'counter';
const HALVES = ['a', 'b'] as const;

/**
 * An append is what the product's journals do: one batch of the new entries and the head, if that is still the one read. Beside
 * it a counter is patched, one request each.
 */
export function createCrashLoad(writers: number): CrashLoad {
  const appended = new Map<string, number>();
  const counted = new Map<string, number>();
  const seen = new Map<string, string>();
  let continuation: string | undefined;
  const journals = Array.from({ length: writers }, (_, n) => `journal-${n}`);

  async function follow(container: Container): Promise<void> {
    const from = continuation === undefined ? ChangeFeedStartFrom.Beginning() : undefined;
    const feed = container.items.getChangeFeedIterator<Stored>({
      maxItemCount: 50,
      changeFeedStartFrom: from ?? ChangeFeedStartFrom.Continuation(continuation ?? ''),
    });
    for (let page = await feed.readNext(); page.statusCode !== 304; page = await feed.readNext()) {
      for (const { pk, id, _etag } of page.result) seen.set(`${pk} ${id}`, _etag);
      continuation = page.continuationToken;
    }
  }

  return {
    async writeUntilKilled(container) {
      await Promise.all(journals.map((pk) => appendOn(container, pk, appended, counted)));
    },
    follow,
    acknowledged: () => [...appended.values()].reduce((sum, seq) => sum + seq, 0),
    async broken(container) {
      await follow(container);
      const { resources } = await container.items.query<Stored>('SELECT * FROM c').fetchAll();
      const unseen = resources.filter(({ pk, id, _etag }) => seen.get(`${pk} ${id}`) !== _etag);
      return [
        ...unseen.map(({ pk, id }) => `The change feed never told of ${pk} ${id} as it is.`),
        ...journals.flatMap((pk) => brokenIn(resources, pk, appended.get(pk) ?? 0, counted.get(pk) ?? 0)),
      ];
    },
  };
}

/** One journal, as its only writer; ends when nobody answers any more. */
async function appendOn(
  container: Container,
  pk: string,
  appended: Map<string, number>,
  counted: Map<string, number>,
): Promise<void> {
  try {
    await container.items.create({ id: COUNTER, pk, seq: 0 }).catch(refuseAllBut(409));
    await container.items.create({ id: HEAD, pk, seq: 0 }).catch(refuseAllBut(409));
    for (;;) {
      const { resource, etag } = await container.item(HEAD, pk).read<Head>();
      const seq = (resource?.seq ?? 0) + 1;
      const { code } = await container.items.batch(appendOf(pk, seq, etag), pk);
      if (code === 200) appended.set(pk, seq);
      const { resource: counter } = await container
        .item(COUNTER, pk)
        .patch<Head>([{ op: 'incr', path: '/seq', value: 1 }]);
      counted.set(pk, counter?.seq ?? 0);
    }
  } catch {
    // Killed.
  }
}

const refuseAllBut = (code: number) => (error: unknown) => {
  if ((error as { readonly code?: unknown }).code !== code) throw error;
};

const appendOf = (pk: string, seq: number, ifMatch: string) => [
  { operationType: 'Replace' as const, id: HEAD, ifMatch, resourceBody: { id: HEAD, pk, seq } },
  ...HALVES.map((half) => ({ operationType: 'Create' as const, resourceBody: { id: `${seq}-${half}`, pk, seq } })),
];

function brokenIn(resources: readonly Stored[], pk: string, appended: number, counted: number): string[] {
  const own = new Map(resources.filter((one) => one.pk === pk).map((one) => [one.id, one]));
  const head = own.get(HEAD)?.seq ?? 0;
  const counter = own.get(COUNTER)?.seq ?? 0;
  const wanted = Array.from({ length: head }, (_, n) => HALVES.map((half) => `${n + 1}-${half}`)).flat();
  const isEntry = (id: string) => id !== HEAD && id !== COUNTER;
  return [
    ...(head < appended ? [`${pk} lost appends: ${appended} were acknowledged, ${head} are there.`] : []),
    ...(counter < counted ? [`${pk} lost counts: ${counted} were acknowledged, ${counter} are there.`] : []),
    ...wanted.filter((id) => !own.has(id)).map((id) => `${pk} has a torn batch: ${id} is missing before its head.`),
    ...[...own.keys()]
      .filter((id) => isEntry(id) && !wanted.includes(id))
      .map((id) => `${pk} has a torn batch: ${id} is behind its head.`),
  ];
}
