import type { CallChannel } from '../../ports/channels';
import { isResourceAccount } from './teams-phone';

/** Each call by whoever carries it, which our own address in it says; what both do alike one of them does. */
export function callsByProvider(by: { readonly acs: CallChannel; readonly teamsPhone: CallChannel }): CallChannel {
  const { acs, teamsPhone } = by;
  const of = (ours: string): CallChannel => (isResourceAccount(ours) ? teamsPhone : acs);
  return {
    ...acs,
    ring: (step, callee, ...rest) => of(callee.from).ring(step, callee, ...rest),
    remove: (step, callee, ...rest) => of(callee.from).remove(step, callee, ...rest),
    hold: (step, sides, ...rest) => of(sides.ours).hold(step, sides, ...rest),
    unhold: (step, sides) => of(sides.ours).unhold(step, sides),
    holdsApart: (ours) => of(ours).holdsApart(ours),
    dial: (request) => of(request.from).dial(request),
  };
}
