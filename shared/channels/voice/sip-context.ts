import type { CustomCallingContext } from '@azure/communication-call-automation';
import { USER_TO_USER, type SipHeader } from '../../core/lib/sip-headers';

const CUSTOM_PREFIX = 'X-MS-Custom-';

/** What an invitation or a transfer carries of them: nothing at all without any. */
export const withHeaders = (headers: readonly SipHeader[]): { readonly customCallingContext?: CustomCallingContext } =>
  headers.length === 0 ? {} : { customCallingContext: sipContext(headers) };

/** Headers as the SDK takes them: it writes the prefix itself. */
const sipContext = (headers: readonly SipHeader[]): CustomCallingContext =>
  headers.map(({ name, value }) => {
    if (name === USER_TO_USER) return { kind: 'sipuui', key: name, value };
    const sipHeaderPrefix = name.startsWith(CUSTOM_PREFIX) ? CUSTOM_PREFIX : 'X-';
    return { kind: 'sipx', key: name.slice(sipHeaderPrefix.length), value, sipHeaderPrefix };
  });
