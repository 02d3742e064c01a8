import {
  AzureKeyCredential,
  EventGridPublisherClient,
  type SendCloudEventInput,
  type SendEventGridEventInput,
} from '@azure/eventgrid';
import { DefaultAzureCredential } from '@azure/identity';
import type { Binding } from '../worker/types';
import { appSetting, needed, setting } from './connections';
import type { Output } from './output';
import { itemsOf } from './values';

type Event = Readonly<Record<string, unknown>>;

/** Publishes events of either schema to a custom topic. */
export function eventGridOutput(binding: Binding): Output {
  const { endpoint, credential } = topicOf(binding);
  const cloudEvents = new EventGridPublisherClient(endpoint, 'CloudEvent', credential);
  const gridEvents = new EventGridPublisherClient(endpoint, 'EventGrid', credential);
  return async (given) => {
    const events = itemsOf(given) as readonly Event[];
    const ofCloud = events.filter((event) => 'specversion' in event);
    const ofGrid = events.filter((event) => !('specversion' in event));
    if (ofCloud.length > 0) await cloudEvents.send(ofCloud.map(cloudEvent));
    if (ofGrid.length > 0) await gridEvents.send(ofGrid.map(gridEvent));
  };
}

/** Settings that the binding names hold address and key; a connection's prefix stands for the app's own identity. */
function topicOf(binding: Binding) {
  const connection = setting(binding, 'connection');
  if (connection !== undefined) {
    return { endpoint: valueOf(`${connection}__topicEndpointUri`), credential: new DefaultAzureCredential() };
  }
  return {
    endpoint: valueOf(needed(binding, 'topicEndpointUri')),
    credential: new AzureKeyCredential(valueOf(needed(binding, 'topicKeySetting'))),
  };
}

function valueOf(name: string): string {
  const value = appSetting(name);
  if (value === undefined) throw new Error(`The app setting '${name}' is not set.`);
  return value;
}

/** The client takes instants as dates. */
const instant = (name: string, value: unknown) => (typeof value === 'string' ? { [name]: new Date(value) } : {});

const gridEvent = (event: Event) =>
  ({ ...event, ...instant('eventTime', event['eventTime']) }) as unknown as SendEventGridEventInput<unknown>;

/** Its version is the client's to say. */
function cloudEvent(event: Event): SendCloudEventInput<unknown> {
  const own = Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'specversion'));
  return { ...own, ...instant('time', event['time']) } as unknown as SendCloudEventInput<unknown>;
}
