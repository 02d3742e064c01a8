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

/** Our own events that a function waits for. */
export const NEEDED_OWN_EVENTS: readonly string[] = ['WorkQueued', 'AgentStateChanged', 'MailNotified'].map(
  (name) => `Switchboard.${name}`,
);

/** Roles that are needed where a stamp has the resource. */
export const ROLES_BY_PART = [
  {
    part: 'Microsoft.SignalRService/webPubSub',
    id: '12cf5a90-567b-43ae-8102-96cf46c7d9b4',
    name: 'Web PubSub Service Owner',
  },
  {
    part: 'Microsoft.DurableTask/schedulers',
    id: '0ad04412-c4d5-4796-b79c-f76d14c8d402',
    name: 'Durable Task Data Contributor',
  },
] as const;

/** Not the app's: each topic keeps by it, as itself, what it cannot deliver. */
export const DEAD_LETTER_ROLE = {
  id: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  name: 'Storage Blob Data Contributor',
} as const;

/** Not the app's: the container that writes down calls pulls its image by it, from a registry in the group. */
export const PULL_ROLE = { id: '7f951dda-4ed3-4680-a7ca-43fe172d538d', name: 'AcrPull' } as const;

/** Microsoft Graph, in every directory. */
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

/** Application permissions in Graph. `unless`: how the same may have been given otherwise; null: there is no other way. */
export const NEEDED_PERMISSIONS: readonly { readonly name: string; readonly unless: string | null }[] = [
  { name: 'Presence.Read.All', unless: null },
  { name: 'Presence.ReadWrite.All', unless: null },
  { name: 'User.Read.All', unless: 'Where agents are not to search the directory for experts, it is not needed.' },
  {
    name: 'OnlineMeetings.ReadWrite.All',
    unless: 'Where agents are not to meet customers in Teams, it is not needed.',
  },
  ...['Mail.ReadWrite', 'Mail.Send'].map((name) => ({
    name,
    unless: 'Without mailboxes, or where Exchange gives the app those mailboxes alone, it is not needed.',
  })),
];

/** App roles of our API. */
export const NEEDED_APP_ROLES: readonly string[] = [
  'Agent',
  'Supervisor',
  'Analyst',
  'Listener',
  'Admin',
  'Integration',
].map((name) => `Switchboard.${name}`);
