import { element, Refusal, unescapeXml } from '../kit/storage/answers';

/** What users find blobs by, by name. */
export type Tags = Readonly<Record<string, string>>;

/** https://learn.microsoft.com/rest/api/storageservices/set-blob-tags */
const MOST_TAGS = 10;
export const LONGEST_TAG = { name: 128, value: 256 } as const;
export const isTagText = (text: string): boolean => /^[A-Za-z0-9 +\-./:=_]*$/u.test(text);

/** The tags that a write gives its blob, as the query of a URL has them. */
export const tagsInHeaders = ({ 'x-ms-tags': given = '' }: Readonly<Record<string, string>>): TagsOf =>
  tagged([...new URLSearchParams(given)]);

/** What a record says of tags: nothing where there are none. */
export interface TagsOf {
  readonly tags?: Tags;
}

const tagged = (pairs: readonly (readonly [string, string])[]): TagsOf => {
  const tags = checked(pairs);
  return Object.keys(tags).length === 0 ? {} : { tags };
};

/** The body of Set Blob Tags. */
export function tagsInXml(xml: string): TagsOf {
  if (!/<Tags\b[^>]*?(?:\/>|>.*<\/Tags>)/su.test(xml))
    throw new Refusal('InvalidXmlDocument', 'XML specified is not syntactically valid.');
  const text = (part: string, name: string) =>
    unescapeXml(new RegExp(`<${name}>(.*?)</${name}>`, 'su').exec(part)?.[1] ?? '');
  const found = [...xml.matchAll(/<Tag>(.*?)<\/Tag>/gsu)].map(([, part = '']) => part);
  return tagged(found.map((part) => [text(part, 'Key'), text(part, 'Value')] as const));
}

function checked(pairs: readonly (readonly [string, string])[]): Tags {
  const isTooLong = ([name, value]: readonly [string, string]) =>
    name.length > LONGEST_TAG.name || value.length > LONGEST_TAG.value;
  if (pairs.some(([name]) => name === ''))
    throw new Refusal('EmptyTagName', 'The name of one of the tag key-value pairs is empty.');
  if (pairs.length > MOST_TAGS || pairs.some(isTooLong))
    throw new Refusal('TagsTooLarge', 'The tags specified exceed the maximum permissible limit.');
  if (new Set(pairs.map(([name]) => name)).size < pairs.length)
    throw new Refusal('DuplicateTagNames', 'The tags specified contain duplicate names.');
  if (!pairs.flat().every(isTagText))
    throw new Refusal('InvalidTag', 'The tags specified are invalid. It contains characters that are not permitted.');
  return Object.fromEntries(pairs);
}

export const tagsXml = (tags: Tags): string =>
  `<TagSet>${Object.entries(tags)
    .map(([name, value]) => `<Tag>${element('Key', name)}${element('Value', value)}</Tag>`)
    .join('')}</TagSet>`;

/** How many there are, where there are any. */
export function tagCount(tags: Tags | undefined): number | undefined {
  return tags === undefined ? undefined : Object.keys(tags).length;
}
