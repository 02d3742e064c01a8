import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import type { LocalResponse, Route } from '../../kit/http';
import { badRequest, withBody } from '../answers';
import type { Authorise } from '../auth';

const requestSchema = z.object({
  phoneNumbers: z.array(z.string()),
  options: z.object({ includeAdditionalOperatorDetails: z.boolean().nullish() }).nullish(),
});
type Asked = z.infer<typeof requestSchema>;

/** Whose number it is cannot be known on a laptop: every one is of the same operator. */
const OPERATOR = { name: 'Contoso Telecom', mobileNetworkCode: '001', mobileCountryCode: '001' };

/** How a number is written, and whose it is. */
export const operatorRoute = (asResource: Authorise): Route => ({
  method: 'POST',
  path: '/operatorInformation/:search',
  handle: asResource((request) => withBody(request, requestSchema, lookUp)),
});

function lookUp({ phoneNumbers, options }: Asked): LocalResponse {
  const [number] = phoneNumbers;
  if (phoneNumbers.length !== 1 || number === undefined) return badRequest('Can only accept one phoneNumber');
  const parsed = parsePhoneNumberFromString(number);
  if (parsed === undefined) return badRequest('Phone number is not valid');
  const details = {
    numberType: 'unknown',
    isoCountryCode: parsed.country ?? '',
    operatorDetails: OPERATOR,
  };
  const value = {
    phoneNumber: number,
    nationalFormat: parsed.formatNational(),
    internationalFormat: parsed.formatInternational(),
    ...(options?.includeAdditionalOperatorDetails === true ? details : {}),
  };
  return { status: 200, body: { values: [value] } };
}
