import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEEDED_EVENTS, NEEDED_OWN_EVENTS } from '../../cli/commands/needed-in-azure';
import { EVERYTHING, infra, INFRA, LEAST, ofType } from './template';

interface Subscribed {
  readonly name: string;
  readonly topic: 'communication' | 'own';
  readonly function: string;
  readonly eventTypes: readonly string[];
  readonly liveMinutes: number;
}
const SUBSCRIBED = JSON.parse(infra('event-subscriptions.json')) as readonly Subscribed[];

describe('Event Grid', () => {
  const types = SUBSCRIBED.flatMap(({ eventTypes }) => eventTypes).sort();

  test('every function that it triggers is subscribed, and every subscription has its function', () => {
    const triggered = [...readAll('functions').matchAll(/on(?:Own)?Event\(\s*'(\w+)'/g)].map(([, name = '']) => name);
    expect(triggered.length).toBeGreaterThan(5);
    expect(triggered.sort()).toEqual(SUBSCRIBED.map((one) => one.function).sort());
  });

  test('every type that the code handles is subscribed, and no other', () => {
    const sources = ['shared/channels', 'shared/ports', 'shared/contracts', 'functions'].map(readAll).join('\n');
    const handled = [
      ...sources.matchAll(
        /['"](Microsoft\.Communication\.\w+|Switchboard\.(?!Agent'|Supervisor'|Listener'|Admin'|Integration')\w+)['"]/g,
      ),
    ];
    expect([...new Set(handled.map(([, type = '']) => type))].sort()).toEqual(types);
  });

  test('doctor looks for the same', () => {
    expect([...NEEDED_EVENTS, ...NEEDED_OWN_EVENTS].sort()).toEqual(types);
  });

  test('the second pass makes each subscription: its types, its function, its patience, and where the undeliverable goes', () => {
    const made = [
      ...ofType(EVERYTHING, 'EventGrid/systemTopics/eventSubscriptions'),
      ...ofType(EVERYTHING, 'EventGrid/topics/eventSubscriptions'),
    ].map(({ name, properties }) => ({ name: /([\w-]+)(?:'\)\])?$/.exec(name)?.[1] ?? name, properties }));
    const wanted = SUBSCRIBED.map(({ name, function: target, eventTypes, liveMinutes }) => ({
      name,
      properties: {
        destination: {
          endpointType: 'AzureFunction',
          properties: { resourceId: expect.stringMatching(new RegExp(`/functions/.*\\b${target}'\\)\\]$`)) },
        },
        filter: { includedEventTypes: eventTypes },
        retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: liveMinutes },
        deadLetterWithResourceIdentity: {
          identity: { type: 'SystemAssigned' },
          deadLetterDestination: { endpointType: 'StorageBlob', properties: { blobContainerName: 'dead-letters' } },
        },
      },
    }));
    const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);
    expect(made.sort(byName)).toMatchObject(wanted.sort(byName));
    expect(ofType(LEAST, 'EventGrid/systemTopics/eventSubscriptions')).toEqual([]);
  });

  test('a call has a subscription of its own', () => {
    const calls = SUBSCRIBED.filter(({ eventTypes }) => eventTypes.includes('Microsoft.Communication.IncomingCall'));
    expect(calls.map(({ eventTypes }) => eventTypes.length)).toEqual([1]);
  });
});

const readAll = (folder: string): string =>
  readdirSync(join(INFRA, '..', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|testsuite)\.ts$/.test(file))
    .map((file) => readFileSync(join(INFRA, '..', folder, file), 'utf8'))
    .join('\n');
