import { connectionBy } from './connections';
import { addressOfRawId, identifierOf, isPhone, type RawId } from './identifiers';
import type { Call } from './state';
import { wireSubscriptions } from './subscriptions';

/** The call as its operations show it. */
export function propertiesOf(call: Call, id = call.id) {
  const connection = connectionBy(call, id) ?? null;
  return {
    callConnectionId: id,
    serverCallId: call.serverCallId,
    correlationId: call.correlationId,
    callConnectionState: connection?.state ?? 'unknown',
    callbackUri: connection?.callbackUri,
    targets: call.to.map(identifierOf),
    source: call.direction === 'inbound' ? identifierOf(call.from) : undefined,
    sourceCallerIdNumber: connection?.sourceNumber ? { value: connection.sourceNumber } : undefined,
    sourceDisplayName: connection?.sourceDisplayName ?? call.callerDisplayName,
    ...wireSubscriptions(connection),
    answeredFor: call.direction === 'inbound' ? numberOf(call.to[0]) : undefined,
  };
}

const numberOf = (rawId: RawId | undefined) =>
  rawId !== undefined && isPhone(rawId) ? { value: addressOfRawId(rawId) } : undefined;
