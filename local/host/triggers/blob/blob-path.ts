import { pathOfBlob } from '../../blob-service';

/** What a blob trigger watches: `container/{name}.csv`. */
export interface BlobPath {
  readonly container: string;
  /** What a blob must be called for its first part, which lists are asked for. */
  readonly prefix: string;
  /** The values of the parts in braces, or undefined for the name of another blob. */
  match(name: string): Readonly<Record<string, string>> | undefined;
}

/** A part in braces stands for any text, of which the first takes as much as it can (azure-webjobs-sdk, BindingTemplateSource). */
export function compileBlobPath(path: string): BlobPath {
  const { container, name: pattern } = path.includes('/') ? pathOfBlob(path) : { container: path, name: '{name}' };
  if (container.includes('{'))
    throw new Error(`The container of a blob trigger is one, and not any of '${container}'.`);
  const names: string[] = [];
  const source = pattern
    .split(/(\{[^{}]+\})/u)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
      names.push(part.slice(1, -1));
      return '(.*)';
    })
    .join('');
  const whole = new RegExp(`^${source}$`, 'su');
  return {
    container,
    prefix: pattern.slice(0, Math.max(0, (pattern + '{').indexOf('{'))),
    match(name) {
      const found = whole.exec(name);
      return found === null ? undefined : Object.fromEntries(names.map((one, i) => [one, found[i + 1] ?? '']));
    },
  };
}
