/** Values longer than this are no variables of a flow. */
const LONGEST_VALUE = 500;

/** The address with its variables; null when it is none. What a customer said stays within its place in the path or query. */
export function addressOf(template: string, variables: Readonly<Record<string, string>>): URL | null {
  const filled = template.replace(/\{([A-Za-z][\w-]*)\}/gu, (_, name: string) => {
    const value = Object.hasOwn(variables, name) ? (variables[name] ?? '') : '';
    // A dot alone would go up a folder, encoded or not.
    return /^\.+$/u.test(value) ? '_' : encodeURIComponent(value);
  });
  if (!URL.canParse(filled)) return null;
  const url = new URL(filled);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : null;
}

/** The variables of an answer; null when it is no JSON object. A field that is not there, or is no plain value, is left out. */
export function valuesOf(
  text: string,
  result: ReadonlyMap<string, readonly string[]>,
): Readonly<Record<string, string>> | null {
  const body = parse(text);
  if (typeof body !== 'object' || body === null) return null;
  const values: Record<string, string> = {};
  for (const [name, path] of result) {
    const value = path.reduce<unknown>(fieldOf, body);
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      values[name] = String(value).slice(0, LONGEST_VALUE);
    }
  }
  return values;
}

function fieldOf(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[field];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
