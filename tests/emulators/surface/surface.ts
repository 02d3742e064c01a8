/** What an operation of a client came to: it did what it says, or the emulator said that it does not do it, by name. */
type Came = 'works' | 'answers 501 and names the operation';

export type Calls = Readonly<Record<string, () => unknown>>;

interface Client {
  readonly prototype: object;
}

/** Every method that instances of a class have, inherited ones too. */
function methodsOf({ prototype }: Client): readonly string[] {
  const names = new Set<string>();
  for (let at = prototype; at !== Object.prototype; at = Object.getPrototypeOf(at) as object)
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (typeof value === 'function' && name !== 'constructor') names.add(name);
  return [...names].sort();
}

interface Failed {
  readonly statusCode?: number;
  readonly code?: number | string;
  readonly message?: string;
  readonly details?: { readonly message?: string };
}

async function exhaust(given: unknown): Promise<void> {
  const result = await given;
  if (typeof result !== 'object' || result === null || !(Symbol.asyncIterator in result)) return;
  const iterable = result as AsyncIterable<unknown>;
  for await (const one of iterable) void one;
}

/** Anything but the two outcomes is thrown on: a false success would be neither, but that is for the suites to find. */
async function outcome(call: () => unknown): Promise<Came> {
  try {
    await exhaust(call());
    return 'works';
  } catch (error) {
    const { statusCode, code, message = '' } = error as Failed;
    if (statusCode !== 501 && code !== 501) throw error;
    // An answer to HEAD has no body to name anything in.
    expect(message === '' ? 'not emulate' : message).toMatch(/not emulate/i);
    return 'answers 501 and names the operation';
  }
}

/**
 * Declares a test for every method of a client. `internal`: methods that the package's types do not show; `refused`:
 * those that are known to answer 501, so that one more or less shows here.
 */
export function coverSurface(
  name: string,
  client: Client,
  {
    internal = [],
    refused = [],
    calls,
  }: { readonly internal?: readonly string[]; readonly refused?: readonly string[]; readonly calls: Calls },
): void {
  describe(name, () => {
    test('has no method that is not called here', () => {
      const shown = methodsOf(client).filter((method) => !internal.includes(method));
      expect(Object.keys(calls).sort()).toEqual(shown);
    });
    test.each(Object.entries(calls))('%s', async (method, call) => {
      expect(await outcome(call)).toBe(refused.includes(method) ? 'answers 501 and names the operation' : 'works');
    });
  });
}
