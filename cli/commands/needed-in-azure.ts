/** Roles of the app's identity that `infra/` assigns, by their ids; those of Cosmos DB's data plane are in no such list. */
export const NEEDED_ROLES: Readonly<Record<string, string>> = {
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88': 'Storage Queue Data Contributor',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Storage Table Data Contributor',
  'd5a91429-5739-47e2-a06b-3470a27159e7': 'EventGrid Data Sender',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
  '09976791-48a7-449e-bb21-39d1a415f350': 'Communication and Email Service Owner',
  '4633458b-17de-408a-b874-0445c86b69e6': 'Key Vault Secrets User',
};

/** Events of Communication Services that a function waits for. */
export const NEEDED_EVENTS: readonly string[] = [
  'IncomingCall',
  'ChatMessageReceivedInThread',
  'SMSReceived',
  'SMSDeliveryReportReceived',
  'EmailDeliveryReportReceived',
  'RecordingFileStatusUpdated',
].map((name) => `Microsoft.Communication.${name}`);
