import type { Store } from '../../kit/store';

/** A text between one of our numbers and a customer's, as the customer's handset has it. */
export interface Text {
  readonly id: string;
  /** `in`: the customer got it; `out`: the customer wrote it. */
  readonly direction: 'in' | 'out';
  readonly ourNumber: string;
  readonly customerNumber: string;
  readonly message: string;
  readonly at: number;
}

/** What a send to one recipient answered. */
export interface SendItem {
  readonly to: string;
  readonly messageId?: string;
  readonly httpStatusCode: number;
  readonly repeatabilityResult: 'accepted' | 'rejected';
  readonly successful: boolean;
  readonly errorMessage?: string;
}

export interface SmsState {
  texts(customerNumber: string): Text[];
  customerNumbers(): string[];
  putText(text: Text): Promise<void>;
  isOptedOut(ourNumber: string, customerNumber: string): boolean;
  setOptedOut(ourNumber: string, customerNumber: string, optedOut: boolean): Promise<void>;
  /** What the first send under a repeatability id answered. */
  sent(key: string): SendItem | undefined;
  putSent(key: string, item: SendItem): Promise<void>;
  settled(): Promise<void>;
}

export function createSmsState(store: Store): SmsState {
  const texts = store.collection<Text>('sms_texts');
  const optOuts = store.collection<true>('sms_opt_outs');
  const sends = store.collection<SendItem>('sms_sends');
  const pair = (ourNumber: string, customerNumber: string) => `${ourNumber}/${customerNumber}`;
  return {
    texts: (customerNumber) => {
      const mine = texts.ids().filter((id) => id.startsWith(`${customerNumber}/`));
      return mine.flatMap((id) => texts.get(id) ?? []);
    },
    customerNumbers: () => [...new Set(texts.ids().map((id) => id.split('/')[0] ?? ''))].sort(),
    putText: (text) => texts.put(`${text.customerNumber}/${text.id}`, text),
    isOptedOut: (ourNumber, customerNumber) => optOuts.has(pair(ourNumber, customerNumber)),
    setOptedOut: (ourNumber, customerNumber, optedOut) => {
      const id = pair(ourNumber, customerNumber);
      return optedOut ? optOuts.put(id, true) : optOuts.delete(id);
    },
    sent: (key) => sends.get(key),
    putSent: (key, item) => sends.put(key, item),
    settled: () => store.commit(() => undefined),
  };
}
