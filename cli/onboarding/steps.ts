import type { Carrier, Newcomer } from './newcomer';

/** Something that only a person with rights elsewhere can do. */
export interface Step {
  readonly who: string;
  readonly what: string;
  /** Lines to run or open; may be empty. */
  readonly how: readonly string[];
}

/** What remains once the files are written, in an order that works. `apiClientId`: the Entra application of the stamp. */
export function stepsFor(newcomer: Newcomer, folder: string, apiClientId: string): readonly Step[] {
  const { id, entraTenantId, calls, texts, mailbox, agents } = newcomer;
  return [
    {
      who: 'administrator of the tenant’s directory',
      what: 'Consent to the API, and give its people the roles Switchboard.Agent, Switchboard.Supervisor and Switchboard.Admin.',
      how: [`https://login.microsoftonline.com/${entraTenantId}/adminconsent?client_id=${apiClientId}`],
    },
    {
      who: 'Teams administrator of the tenant',
      what: `Upload the Teams app, allow it, and have it installed for the agents (${String(agents.length)}).`,
      how: ['https://admin.teams.microsoft.com/policies/manage-apps'],
    },
    ...(calls === null ? [] : carrierSteps(calls.carrier, calls.numbers)),
    ...(texts === null ? [] : [textStep(texts)]),
    ...(mailbox === null ? [] : [mailboxStep(mailbox)]),
    {
      who: 'administrator of the stamp',
      what: 'Make the configuration live, and see what is missing.',
      how: [`switchboard apply ${folder} --reason "First"`, `switchboard doctor --tenant ${id}`],
    },
  ];
}

function carrierSteps(carrier: Carrier, numbers: readonly string[]): readonly Step[] {
  switch (carrier.kind) {
    case 'teams':
      return teamsSteps(carrier.resourceAccount, numbers);
    case 'trunk':
      return [
        {
          who: 'administrator of the session border controller',
          what: `Route ${numbers.join(', ')} to Communication Services with a header that names the trunk: it tells tenants with one number plan apart, and a call with another is rejected.`,
          how: [`X-MS-Custom-Trunk: ${carrier.trunk}`],
        },
        {
          who: 'administrator of the stamp',
          what: 'Verify the domain of the session border controller, and add the trunk and its voice route.',
          how: [
            'https://learn.microsoft.com/azure/communication-services/quickstarts/telephony/voice-routing-sdk-config',
          ],
        },
      ];
    case 'acs':
      return [
        {
          who: 'administrator of the stamp',
          what: `See that the Communication Services resource has ${numbers.join(', ')}. New subscriptions cannot get numbers from it.`,
          how: ['az communication phonenumber list --connection-string <connection string>'],
        },
      ];
    default:
      return carrier satisfies never;
  }
}

/** The line of a Teams resource account, and who must agree to it. */
function teamsSteps(
  { name, objectId }: Extract<Carrier, { kind: 'teams' }>['resourceAccount'],
  numbers: readonly string[],
): readonly Step[] {
  return [
    {
      who: 'Teams administrator of the tenant',
      what: 'Give the numbers to a resource account of Switchboard’s bot, and tie it to Communication Services.',
      how: [
        `New-CsOnlineApplicationInstance -UserPrincipalName ${name} -DisplayName Switchboard -ApplicationId <BOT_APP_ID>`,
        `Set-CsOnlineApplicationInstance -Identity ${name} -ApplicationId <BOT_APP_ID> -AcsResourceId <COMMUNICATION_CALLBACK_AUDIENCE>`,
        `Sync-CsOnlineApplicationInstance -ObjectId ${objectId} -ApplicationId <BOT_APP_ID> -AcsResourceId <COMMUNICATION_CALLBACK_AUDIENCE>`,
        ...numbers.map(
          (number) =>
            `Set-CsPhoneNumberAssignment -Identity ${name} -PhoneNumber ${number} -PhoneNumberType DirectRouting`,
        ),
      ],
    },
    {
      who: 'administrator of the tenant’s directory',
      what: 'Let the Communication Services resource act for the account and for each agent: docs/teams.md, 3b, has both calls.',
      how: [
        `PUT https://<resource>.communication.azure.com/access/teamsExtension/tenants/<tenant id>/assignments/${objectId}`,
      ],
    },
  ];
}

function textStep({ number, carrier }: NonNullable<Newcomer['texts']>): Step {
  const who = 'administrator of the stamp';
  switch (carrier) {
    case 'telesign':
      return {
        who,
        what: `Have ${number} at Telesign with texts both ways, its API key in the vault, and the stamp deployed with the account.`,
        how: [
          'https://<stamp>/api/texts/telesign/events',
          'az keyvault secret set --vault-name <vault> --name telesign-api-key --value <API key>',
          'SWITCHBOARD_TELESIGN_CUSTOMER_ID=<customer id>',
        ],
      };
    case 'acs':
      return {
        who,
        what: `See that the Communication Services resource has ${number} with texts both ways. New subscriptions cannot get numbers from it.`,
        how: ['az communication phonenumber list --connection-string <connection string>'],
      };
    default:
      return carrier satisfies never;
  }
}

/** https://learn.microsoft.com/exchange/permissions-exo/application-rbac: to this mailbox alone, not to all of the tenant. */
const mailboxStep = (mailbox: string): Step => ({
  who: 'Exchange administrator of the tenant',
  what: `Let the stamp read and send in ${mailbox}, and nowhere else.`,
  how: [
    'New-ServicePrincipal -AppId <AZURE_CLIENT_ID> -ObjectId <object id> -DisplayName Switchboard',
    `New-ManagementScope -Name Switchboard -RecipientRestrictionFilter "PrimarySmtpAddress -eq '${mailbox}'"`,
    ...['Application Mail.ReadWrite', 'Application Mail.Send'].map(
      (role) => `New-ManagementRoleAssignment -Role "${role}" -App <object id> -CustomResourceScope Switchboard`,
    ),
  ],
});
