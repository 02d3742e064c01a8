import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));
const list = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.string().min(1)).min(1));

/**
 * A secret that one channel or service needs, and no other: what is wrong with it must not keep the rest from starting.
 * `unreadable`: the platform could not follow the reference to the vault and left it as it stands
 * (https://learn.microsoft.com/azure/app-service/app-service-key-vault-references), or what is there is no such key.
 */
export type OwnSecret =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'readable'; readonly value: string };

/** How a setting begins whose value the platform is to take from the vault. */
export const VAULT_REFERENCE = '@Microsoft.KeyVault(';

const ownSecret = (form: z.ZodType<string>) =>
  z
    .string()
    .optional()
    .transform((value): OwnSecret => {
      if (value === undefined) return { kind: 'absent' };
      const isGood = !value.startsWith(VAULT_REFERENCE) && form.safeParse(value).success;
      return isGood ? { kind: 'readable', value } : { kind: 'unreadable' };
    });

/** Where Communication Services reaches the container that writes down calls: `wss`, but on a laptop. */
const socketUrl = z.url({ protocol: /^wss?$/ }).transform((text) => text.replace(/\/+$/, ''));

/** The application settings: the environment that infra/ gives in Azure and local Azure gives on a laptop. */
export const settingsSchema = z.object({
  COSMOS_ENDPOINT: url,
  COSMOS_DATABASE: z.string().min(1).default('switchboard'),
  /** Attachments and other files. */
  BLOB_ENDPOINT: url,
  COMMUNICATION_ENDPOINT: url,
  /** The immutable ids of the Communication Services resources whose callbacks are believed. */
  COMMUNICATION_CALLBACK_AUDIENCE: list,
  COMMUNICATION_CALLBACK_ISSUER: url.default('https://acscallautomation.communication.azure.com'),
  COMMUNICATION_CALLBACK_JWKS_URL: url.default('https://acscallautomation.communication.azure.com/calling/keys'),
  /** The Azure AI services resource that speaks and understands on calls; without one no text can be said. */
  COGNITIVE_SERVICES_ENDPOINT: url.optional(),
  /** The only hosts that flows may look something up at, and the key that signs what we ask them. */
  LOOK_UP_HOSTS: list.optional(),
  LOOK_UP_SIGNING_KEY: ownSecret(z.string().min(32)),
  /** The container that takes what is said in calls (`transcripts/`); without one nothing is written down. */
  TRANSCRIPTS_ADDRESS: socketUrl.optional(),
  /** The Web PubSub service that tells desks and browsers what changes; without one they ask. */
  WEB_PUBSUB_ENDPOINT: url.optional(),
  /** The account of the carrier Telesign, of tenants that text by it. */
  TELESIGN_ENDPOINT: url.default('https://rest-ww.telesign.com'),
  TELESIGN_CUSTOMER_ID: z.string().min(1).optional(),
  TELESIGN_API_KEY: ownSecret(z.base64().min(1)),
  EVENTGRID_TOPIC_ENDPOINT: z.url({ protocol: /^https?$/ }),
  /** Whether anybody is shown what each agent did (offers, talk, notes); laws and agreements of a geography may forbid it. */
  AGENT_FIGURES: z.enum(['on', 'off']).default('on'),
  GRAPH_ENDPOINT: url.default('https://graph.microsoft.com/v1.0'),
  BOT_APP_ID: z.string().min(1),
  BOT_TENANT_ID: z.string().min(1),
  BOT_OPENID_URL: url.default('https://login.botframework.com/v1/.well-known/openidconfiguration'),
  BOT_SERVICE_URL: url.default('https://smba.trafficmanager.net/teams'),
  ENTRA_AUTHORITY: url.default('https://login.microsoftonline.com'),
  API_AUDIENCE: list,
  /** The public client that people sign in to the desk with; left out, the API's own registration is it. */
  DESK_APP_ID: z.string().min(1).optional(),
  /** Where Communication Services, Graph and the bot reach this app. */
  PUBLIC_URL: url,
  AZURE_CLIENT_ID: z.string().min(1).optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

/** Those of the container that writes down calls: a part of the app's, and where it listens. */
export const transcriptsSettingsSchema = settingsSchema
  .pick({
    COSMOS_ENDPOINT: true,
    COSMOS_DATABASE: true,
    COMMUNICATION_CALLBACK_AUDIENCE: true,
    COMMUNICATION_CALLBACK_ISSUER: true,
    COMMUNICATION_CALLBACK_JWKS_URL: true,
    AZURE_CLIENT_ID: true,
  })
  .extend({ PORT: z.coerce.number().int().min(0).max(65_535).default(8080) });

export type TranscriptsSettings = z.infer<typeof transcriptsSettingsSchema>;
