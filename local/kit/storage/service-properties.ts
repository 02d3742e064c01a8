import type { LocalRequest, LocalResponse } from '../http';
import type { Store } from '../store';
import { element, Refusal, unescapeXml, xmlAnswer } from './answers';
import type { CorsRule } from './cross-origin';

/** The properties of a service: its rules of CORS act, all else is off. */
export interface ServiceProperties {
  cors(): readonly CorsRule[];
  get(): LocalResponse;
  set(request: LocalRequest): Promise<LocalResponse>;
}

const MOST_RULES = 5;
const OFF = '<RetentionPolicy><Enabled>false</Enabled></RetentionPolicy>';
const METRICS = `<Version>1.0</Version><Enabled>false</Enabled>${OFF}`;
const LOGGING = `<Version>1.0</Version><Delete>false</Delete><Read>false</Read><Write>false</Write>${OFF}`;
/** Parts that nothing here would act on. */
const PARTS = ['Logging', 'HourMetrics', 'MinuteMetrics', 'DeleteRetentionPolicy', 'StaticWebsite'];

/** Kept in `store` under the service's own name. */
export function openServiceProperties(store: Store, service: 'blob' | 'queue'): ServiceProperties {
  const kept = store.collection<readonly CorsRule[]>(`${service}_properties`);
  const cors = () => kept.get('cors') ?? [];
  const blobsOwn =
    service === 'blob'
      ? '<DeleteRetentionPolicy><Enabled>false</Enabled></DeleteRetentionPolicy><StaticWebsite><Enabled>false</Enabled></StaticWebsite>'
      : '';
  return {
    cors,
    get: () =>
      xmlAnswer(
        'StorageServiceProperties',
        `<Logging>${LOGGING}</Logging><HourMetrics>${METRICS}</HourMetrics><MinuteMetrics>${METRICS}</MinuteMetrics>` +
          `<Cors>${cors().map(ruleXml).join('')}</Cors>${blobsOwn}`,
      ),
    async set({ body }) {
      const xml = body.toString('utf8');
      const on = PARTS.find((name) => />\s*true\s*</u.test(innerOf(xml, name) ?? ''));
      if (on !== undefined)
        throw new Refusal('NotEmulated', `The local ${service} service does not emulate ${on} of its properties.`);
      const rules = innerOf(xml, 'Cors');
      if (rules !== undefined) await kept.put('cors', rulesIn(rules));
      return { status: 202, body: '' };
    },
  };
}

/** The content of an element; undefined where there is none. */
function innerOf(xml: string, name: string): string | undefined {
  const found = new RegExp(`<${name}\\s*(?:/>|>(.*?)</${name}>)`, 'su').exec(xml);
  return found === null ? undefined : (found[1] ?? '');
}

function rulesIn(xml: string): CorsRule[] {
  const found = [...xml.matchAll(/<CorsRule>(.*?)<\/CorsRule>/gsu)].map(([, one = '']) => ruleIn(one));
  if (found.length > MOST_RULES)
    throw new Refusal('InvalidXmlDocument', `XML specified is not syntactically valid. At most ${MOST_RULES} rules.`);
  return found;
}

function ruleIn(xml: string): CorsRule {
  const text = (name: string) => unescapeXml(innerOf(xml, name) ?? '');
  const rule = {
    origins: text('AllowedOrigins'),
    methods: text('AllowedMethods'),
    maxAgeS: text('MaxAgeInSeconds'),
    exposedHeaders: text('ExposedHeaders'),
    allowedHeaders: text('AllowedHeaders'),
  };
  if (rule.origins === '' || rule.methods === '' || !/^\d+$/u.test(rule.maxAgeS))
    throw new Refusal('InvalidXmlDocument', 'XML specified is not syntactically valid.');
  return rule;
}

const ruleXml = (rule: CorsRule): string =>
  `<CorsRule>${element('AllowedOrigins', rule.origins)}${element('AllowedMethods', rule.methods)}` +
  `${element('MaxAgeInSeconds', rule.maxAgeS)}${element('ExposedHeaders', rule.exposedHeaders)}` +
  `${element('AllowedHeaders', rule.allowedHeaders)}</CorsRule>`;
