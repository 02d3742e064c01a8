import type { Route } from '../kit/http';
import { badRequest, guardedRoute, Refused } from './answers';
import type { GraphOptions } from './options';
import { personIn } from './presence';

/** Looking people up by object id or principal name. */
export function userRoutes(options: GraphOptions): readonly Route[] {
  const route = guardedRoute(options);
  return [
    route('GET', '/users/{user}', (request) => {
      const { teamsUserId, name, userPrincipalName } = personIn(options, request);
      const user: Readonly<Record<string, unknown>> = {
        id: teamsUserId,
        displayName: name,
        userPrincipalName,
        mail: userPrincipalName,
        givenName: name.split(' ')[0] ?? name,
        surname: name.split(' ').slice(1).join(' '),
        businessPhones: [],
        jobTitle: null,
        mobilePhone: null,
        officeLocation: null,
        preferredLanguage: null,
      };
      const select = request.url.searchParams.get('$select')?.split(',');
      const unknown = select?.find((property) => !(property in user));
      if (unknown !== undefined) throw new Refused(badRequest(`Could not find a property named '${unknown}'.`));
      return {
        status: 200,
        body: select ? Object.fromEntries(select.map((property) => [property, user[property]])) : user,
      };
    }),
  ];
}
