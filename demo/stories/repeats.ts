import type { World } from '../world';
import type { Told } from './told';

interface Event {
  readonly event: { readonly id: string; readonly type?: string; readonly eventType?: string };
}

/** Events by which customers reach the product. */
const FROM_CUSTOMERS = ['ChatMessageReceivedInThread', 'SMSReceived', 'IncomingCall'];
const LOOKED_AT = 1_000;

/** After the close, Event Grid delivers the last word of every customer once more. Gives how many deliveries that were. */
export async function repeatStory(world: World, told: readonly Told[]): Promise<number> {
  const { events } = await world.simulator.get<{ events: Event[] }>(`/_local/events?limit=${LOOKED_AT}`);
  let repeats = 0;
  for (const { customer } of told) {
    const last = events.find((one) => isFrom(one, customer));
    if (last === undefined) continue;
    const answer = await world.simulator.post<{ deliveries: number }>(`/_local/events/${last.event.id}/repeat`);
    repeats += answer.deliveries;
  }
  await world.pass(3_000);
  return repeats;
}

const isFrom = ({ event }: Event, customer: string): boolean => {
  const type = event.type ?? event.eventType ?? '';
  return FROM_CUSTOMERS.some((one) => type.includes(one)) && JSON.stringify(event).includes(customer);
};
