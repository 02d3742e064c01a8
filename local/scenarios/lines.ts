/** What simulated people say. All of them, and what they talk about, are invented. */
export interface Script {
  readonly channel: 'voice' | 'chat' | 'sms' | 'email';
  readonly name: string;
  /** A telephone number or a mail address; of no use to a chat. */
  readonly address: string;
  readonly lines: readonly string[];
  /** The key that a caller presses in the menu. */
  readonly key: '1' | '2';
}

const FIRST_WORDS = [
  (name: string) => `Hello, this is ${name} of Contoso. Let me have a look.`,
  () => 'Thank you, I have found your order. One moment, please.',
  () => 'I have noted that for you. Is there anything else?',
] as const;

const CONTENT = /thank|bye|great|perfect|danke/i;

/** An agent's answer, and whether it is their last word. */
export function replyTo(
  text: string,
  { name, own, channel }: { readonly name: string; readonly own: number; readonly channel: string },
): { readonly text: string; readonly isLast: boolean } {
  if (channel === 'email')
    return {
      text: `Hello,\n\nthank you for your mail. Please switch the kettle off, let it cool down and press the reset button at its base. If that does not help, we repair it for you.\n\nKind regards\n${name}, Contoso`,
      isLast: false,
    };
  if (own > 0 && CONTENT.test(text)) return { text: 'You are welcome. Have a nice day!', isLast: true };
  const words = FIRST_WORDS[Math.min(own, FIRST_WORDS.length - 1)] ?? FIRST_WORDS[0];
  return { text: words(name), isLast: false };
}

export const wrapUpCodeFor = (queueName: string | null): string => (queueName === 'Sales' ? 'order-placed' : 'solved');

const chat = (name: string, ...lines: string[]): Script => ({ channel: 'chat', name, address: '', lines, key: '1' });
const sms = (name: string, address: string, ...lines: string[]): Script => ({
  ...{ channel: 'sms', name, address, lines, key: '1' },
});
const call = (name: string, address: string, key: '1' | '2'): Script => ({
  ...{ channel: 'voice', name, address, lines: [], key },
});
const mail = (name: string, address: string, ...lines: string[]): Script => ({
  ...{ channel: 'email', name, address, lines, key: '2' },
});

/** Taken in turn, again and again. */
export const SCRIPTS: readonly Script[] = [
  chat(
    'Mary Jackson',
    'Hello, my kettle is broken',
    'It is the blue one, order CT-2041',
    'No, that was all. Thank you!',
  ),
  call('Alan Turing', '+14255550161', '1'),
  sms('Hedy Lamarr', '+14255550162', 'I want to buy two kettles', 'The two litre ones, please', 'Great, thank you'),
  chat('Edsger Dijkstra', 'I would like to order a toaster', 'The steel one', 'Perfect, thanks'),
  mail(
    'Ada Lovelace',
    'ada@customers.example',
    'Toaster does not switch off',
    'Since Friday it stays hot. What can I do?',
  ),
  call('Katherine Johnson', '+14255550163', '2'),
  sms('Jean Bartik', '+14255550164', 'repair please', 'It leaks at the bottom', 'Thanks a lot'),
  chat('Barbara Liskov', 'There is an error on my coffee machine', 'It shows E4', 'It works now. Thank you!'),
  call('Dennis Ritchie', '+14255550165', '2'),
  chat('Radia Perlman', 'What is the price of the big kettle?', 'I take it', 'Thank you, bye'),
];
