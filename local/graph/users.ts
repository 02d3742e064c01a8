import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import { badRequest, failure, guardedRoute, notEmulated, Refused } from './answers';
import type { GraphOptions, Person } from './options';
import { personIn } from './presence';
import { countOf } from './query';
import { peopleFilter, peopleSearch } from './user-search';

type User = Readonly<Record<string, unknown>>;

/** Looking people up by object id or principal name, and searching for them. */
export function userRoutes(options: GraphOptions): readonly Route[] {
  const route = guardedRoute(options);
  return [
    route(
      'GET',
      '/users/{user}',
      (request) => {
        const chosen = propertiesIn(request, LOOKED_UP);
        return { status: 200, body: only(userOf(personIn(options, request)), chosen) };
      },
      ['$select'],
    ),
    route('GET', '/users', (request) => search(options, request), ['$search', '$filter', '$select', '$top', '$count']),
  ];
}

/** What there is without asking (https://learn.microsoft.com/graph/api/user-list). */
const LOOKED_UP = [
  ...['id', 'displayName', 'userPrincipalName', 'mail', 'givenName', 'surname', 'businessPhones', 'jobTitle'],
  ...['mobilePhone', 'officeLocation', 'preferredLanguage'],
];

const userOf = ({ teamsUserId, name, userPrincipalName, jobTitle }: Person): User => ({
  id: teamsUserId,
  displayName: name,
  userPrincipalName,
  mail: userPrincipalName,
  givenName: name.split(' ')[0] ?? name,
  surname: name.split(' ').slice(1).join(' '),
  businessPhones: [],
  jobTitle,
  mobilePhone: null,
  officeLocation: null,
  preferredLanguage: null,
  accountEnabled: true,
  userType: 'Member',
});

const only = (user: User, chosen: readonly string[]): User =>
  Object.fromEntries(chosen.map((property) => [property, user[property]]));

function propertiesIn({ url }: LocalRequest, otherwise: readonly string[]): readonly string[] {
  const select = url.searchParams.get('$select')?.split(',') ?? otherwise;
  const unknown = select.find((property) => ![...LOOKED_UP, 'accountEnabled', 'userType'].includes(property));
  if (unknown !== undefined) throw new Refused(badRequest(`Could not find a property named '${unknown}'.`));
  return select;
}

const MOST = 999;
const USUAL = 100;

/** Only by words: all people of a directory nobody asks for. */
function search(options: GraphOptions, request: LocalRequest): LocalResponse {
  const { url, headers } = request;
  const words = url.searchParams.get('$search');
  if (words === null) return notEmulated('the list of users without $search');
  if (headers['consistencylevel']?.toLowerCase() !== 'eventual')
    return failure(
      400,
      'Request_UnsupportedQuery',
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  const top = countOf(url.searchParams.get('$top'), USUAL);
  if (top < 1 || top > MOST) return failure(400, 'Request_UnsupportedQuery', 'Invalid page size specified.');
  const chosen = propertiesIn(request, LOOKED_UP);
  const users = options.people().map(userOf);
  const found = users.filter(peopleSearch(words)).filter(peopleFilter(url.searchParams.get('$filter')));
  return {
    status: 200,
    body: {
      ...(url.searchParams.get('$count') === 'true' ? { '@odata.count': found.length } : {}),
      value: found.slice(0, top).map((user) => only(user, chosen)),
    },
  };
}
