export { createUnusableCarrier, type SmsCarrier } from './carrier';
export { parseSmsEvent, type SmsEvent } from './parse';
export { createAcsSmsSender } from './send';
export { createTelesign } from './telesign';
