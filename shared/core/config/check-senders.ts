import type { Report } from './collect';
import type { EntryPoint } from './compiled';
import type { ConfigSource } from './document';

/** Reports pools that name something else than a number that takes texts: a customer's answer would reach nobody. */
export function checkSenders(
  source: ConfigSource,
  { senders, countries, entryPoints }: SenderNeeds,
  report: Report,
): void {
  const at = { file: source.parts.find(({ content }) => content.conversation)?.file ?? '', path: ['conversation'] };
  for (const [country, pool] of senders) {
    const path = ['sms', 'senders', country];
    if (!countries.has(country)) report('countryNotServed', at, path, `the tenant texts nobody in '${country}'`);
    pool.forEach((id, index) => {
      if (entryPoints.get(id)?.channel === 'sms') return;
      report('unknownEntryPoint', at, [...path, index], `no entry point '${id}' takes texts`);
    });
  }
}

interface SenderNeeds {
  readonly senders: ReadonlyMap<string, readonly string[]>;
  readonly countries: ReadonlySet<string>;
  readonly entryPoints: ReadonlyMap<string, EntryPoint>;
}
