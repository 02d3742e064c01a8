import type { LocalRequest, LocalResponse } from '../kit/http';
import { accountIdOf, type Chats } from './chats';
import type { RefuseMany } from './limits';
import type { Person, TeamsOptions } from './options';
import { refuse } from './refusals';
import { chatIn, isMember, isRefusal } from './requests';

type Handle = (request: LocalRequest) => LocalResponse;

/** Who is in a chat: one person. */
export function memberHandlers(
  options: TeamsOptions,
  chats: Chats,
  refuseMany: RefuseMany,
): Readonly<Record<'list' | 'page' | 'one', Handle>> {
  const memberOf = (person: Person) => ({
    id: accountIdOf(options.botAppId, person),
    name: person.name,
    objectId: person.teamsUserId,
    aadObjectId: person.teamsUserId,
    userPrincipalName: person.userPrincipalName,
    email: person.userPrincipalName,
    tenantId: person.entraTenantId,
    userRole: 'user',
  });
  const withMembers = (answer: (members: readonly Person[], request: LocalRequest) => LocalResponse): Handle =>
    function members(request) {
      const chat = chatIn(chats, request);
      if (isRefusal(chat)) return chat;
      const refused = refuseMany('roster', chat);
      if (refused !== undefined) return refused;
      return answer(
        options.people().filter(({ teamsUserId }) => teamsUserId === chat.teamsUserId),
        request,
      );
    };
  return {
    list: withMembers((members) => ({ status: 200, body: members.map(memberOf) })),
    page: withMembers((members, { url }) =>
      // Nobody was ever given one.
      url.searchParams.has('continuationToken')
        ? refuse('badArgument', 'Invalid continuationToken.')
        : { status: 200, body: { members: members.map(memberOf) } },
    ),
    one: withMembers((members, { params }) => {
      const found = members.find((person) => isMember(options, person, params['memberId']));
      return found
        ? { status: 200, body: memberOf(found) }
        : refuse('memberNotFound', 'The member is not in the conversation.');
    }),
  };
}
