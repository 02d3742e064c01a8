export { parseSmsEvent, type SmsEvent } from './parse';
export { createAcsSmsSender } from './send';
