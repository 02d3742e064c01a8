/** A flow as its file says it. */
export interface FlowFile {
  readonly id: string;
  readonly channels: readonly string[];
  readonly start: string;
  readonly nodes: Readonly<Record<string, object>>;
}

const queue = (comfort: string, more: object = {}) => ({
  kind: 'queue',
  queue: 'service',
  treatment: { comfort: { en: comfort }, ...more },
  deadline: '10 min',
  whenTooLong: 'too-long',
  whenClosed: 'closed',
  whenNobodySignedIn: 'nobody',
});

const close = (reason: string, en: string, more: object = {}) => ({ kind: 'close', reason, ...more, text: { en } });

/** Ways in which a wait ends without anybody, each announced. */
const ends = (goodbye: string, more: object = {}) => ({
  closed: close('closedHours', `We are closed now. ${goodbye}`, more),
  nobody: close('noAgent', `Nobody is here at the moment. ${goodbye}`, more),
  'too-long': close('queueDeadline', `We are sorry for the wait. ${goodbye}`, more),
});

export const phoneFlow = (name: string): FlowFile => ({
  id: 'phone',
  channels: ['voice'],
  start: 'greeting',
  nodes: {
    greeting: { kind: 'say', text: { en: `Welcome to ${name}.` }, next: 'service' },
    service: queue('Thank you for waiting. The next free colleague will answer.', { music: 'hold.wav', every: '30 s' }),
    ...ends('Please call again later. Goodbye.'),
  },
});

export const textFlow = (name: string): FlowFile => ({
  id: 'text',
  channels: ['sms'],
  start: 'service',
  nodes: {
    service: queue(`${name}: thank you. A colleague will answer you here.`),
    ...ends('Please text again later.'),
  },
});

export const chatFlow = (name: string): FlowFile => ({
  id: 'chat',
  channels: ['chat'],
  start: 'service',
  nodes: {
    service: queue(`Welcome to ${name}. A colleague will be with you in a moment.`),
    ...ends('Leave us a message and we will answer by mail.', { form: 'offlineForm' }),
  },
});

/** Mail may wait for a night or a weekend. */
export const mailFlow: FlowFile = {
  id: 'mail',
  channels: ['email'],
  start: 'service',
  nodes: {
    service: {
      kind: 'queue',
      queue: 'service',
      treatment: { comfort: { en: 'Thank you for your mail. Somebody will answer it within a business day.' } },
      patient: true,
      deadline: '120 h',
      whenTooLong: 'too-long',
    },
    'too-long': close('queueDeadline', 'We are sorry that your mail has waited so long. Please write again.'),
  },
};
