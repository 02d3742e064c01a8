/** URLs that let a caller follow and steer an instance; `{…}` parts are for the caller to fill in. */
export interface ManagementUrls {
  readonly statusQueryGetUri: string;
  readonly sendEventPostUri: string;
  readonly terminatePostUri: string;
  readonly rewindPostUri: string;
  readonly purgeHistoryDeleteUri: string;
  readonly restartPostUri: string;
  readonly suspendPostUri: string;
  readonly resumePostUri: string;
}

/** `query` holds task hub, connection and key. */
export function managementUrls(baseUrl: string, instanceId: string, query: string): ManagementUrls {
  const instance = `${baseUrl}/instances/${encodeURIComponent(instanceId)}`;
  const withReason = (verb: string) => `${instance}/${verb}?reason={text}&${query}`;
  return {
    statusQueryGetUri: `${instance}?${query}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: withReason('terminate'),
    rewindPostUri: withReason('rewind'),
    purgeHistoryDeleteUri: `${instance}?${query}`,
    restartPostUri: `${instance}/restart?${query}`,
    suspendPostUri: withReason('suspend'),
    resumePostUri: withReason('resume'),
  };
}

export interface HubAddress {
  /** Public address of the webhook, without a slash at the end. */
  readonly baseUrl: string;
  /** Where the SDK's client calls; a slash at the end is needed. */
  readonly rpcBaseUrl: string;
  readonly taskHub: string;
  /** System key of the extension. */
  readonly key: string;
}

/** Query of management URLs for a task hub. */
export const hubQuery = ({ taskHub, key }: HubAddress) => `taskHub=${taskHub}&connection=Storage&code=${key}`;

/** What the durableClient input binding carries. */
export function clientBinding(address: HubAddress): string {
  const { baseUrl, rpcBaseUrl, taskHub, key } = address;
  const start = `${baseUrl}/orchestrators/{functionName}[/{instanceId}]`;
  return JSON.stringify({
    taskHubName: taskHub,
    creationUrls: {
      createNewInstancePostUri: `${start}?code=${key}`,
      createAndWaitOnNewInstancePostUri: `${start}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&code=${key}`,
    },
    managementUrls: { id: 'INSTANCEID', ...managementUrls(baseUrl, 'INSTANCEID', hubQuery(address)) },
    baseUrl,
    requiredQueryStringParameters: `code=${key}`,
    rpcBaseUrl,
  });
}
