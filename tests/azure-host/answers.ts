/** What a host said to one question, with everything that only this run knows taken out. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Told by the transport, or in front of the host, or no promise of either. */
const NOT_COMPARED = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'request-context',
  'server',
  'transfer-encoding',
  'vary',
]);

/** What is one of this run: `{name}` by the value that stands for it. */
export type Names = Readonly<Record<string, string>>;

/** An instant keeps its shape: where a host writes `Z`, a fraction or an offset is a promise too. */
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?/g;
const ID = /\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b/g;

export function normalText(text: string, names: Names): string {
  let normal = text;
  for (const [name, value] of Object.entries(names)) {
    if (value === '') continue;
    normal = normal.replaceAll(value, `{${name}}`).replaceAll(encodeURIComponent(value), `{${name}}`);
  }
  return normal
    .replace(INSTANT, (_, fraction?: string, zone?: string) => `{instant${fraction ? '.f' : ''}${zone ?? ''}}`)
    .replace(ID, '{id}');
}

export function normalAnswer(answer: Answer, names: Names): Answer {
  const kept = Object.entries(answer.headers)
    .map(([name, value]) => [name.toLowerCase(), normalText(value, names)] as const)
    .filter(([name]) => !NOT_COMPARED.has(name));
  return { status: answer.status, headers: Object.fromEntries(kept), body: normalText(answer.body, names) };
}

/** One thing that the hosts say otherwise; `undefined` is what only the other one says. */
export interface Difference {
  readonly at: string;
  readonly ours: string | undefined;
  readonly azures: string | undefined;
}

/** Member by member where both bodies are JSON, so that one word too many is not a whole body. */
export function differencesBetween(ours: Answer, azures: Answer): readonly Difference[] {
  const [a, b] = [partsOf(ours), partsOf(azures)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((at) => a.get(at) !== b.get(at))
    .map((at) => ({ at, ours: a.get(at), azures: b.get(at) }));
}

function partsOf({ status, headers, body }: Answer): ReadonlyMap<string, string> {
  const parts = new Map([['status', String(status)]]);
  for (const [name, value] of Object.entries(headers)) parts.set(`header ${name}`, value);
  for (const [at, value] of flat('body', parsed(body))) parts.set(at, value);
  return parts;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

function flat(at: string, value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[at, JSON.stringify(value)]];
  const members = Object.entries(value);
  if (members.length === 0) return [[at, Array.isArray(value) ? '[]' : '{}']];
  return members.flatMap(([name, member]) => flat(Array.isArray(value) ? `${at}[${name}]` : `${at}.${name}`, member));
}
