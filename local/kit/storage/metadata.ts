import { element } from './answers';

/** What users keep with a resource, by name. */
export type Metadata = Readonly<Record<string, string>>;

type Headers = Readonly<Record<string, string>>;

export const metadataOf = (headers: Headers): Metadata =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('x-ms-meta-'))
      .map(([name, value]) => [name.slice('x-ms-meta-'.length), value]),
  );

export const metadataHeaders = (metadata: Metadata): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-ms-meta-${name}`, value]));

export const metadataXml = (metadata: Metadata): string =>
  `<Metadata>${Object.entries(metadata)
    .map(([name, value]) => element(name, value))
    .join('')}</Metadata>`;
