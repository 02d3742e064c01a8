export { parseSmsEvent, type SmsEvent } from './parse';
export { createAcsSmsSender, type AcsSmsOptions } from './send';
