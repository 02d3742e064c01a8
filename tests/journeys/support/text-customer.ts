import type { Stage } from './stage';

/** A customer with a mobile phone who texts the organisation. */
export interface TextCustomer {
  readonly number: string;
  text(words: string): Promise<void>;
  /** What stands on the handset as received, the oldest first. */
  received(): Promise<readonly string[]>;
}

interface TextOnHandset {
  readonly direction: 'in' | 'out';
  readonly message: string;
}

export function textCustomer(stage: Stage, number: string): TextCustomer {
  const { simulator } = stage;
  const path = `/_local/handsets/${encodeURIComponent(number)}/texts`;
  return {
    number,
    async text(words) {
      await simulator.post(path, { text: words });
      await stage.settle();
    },
    async received() {
      const { texts } = await simulator.get<{ texts: TextOnHandset[] }>(path);
      return texts.filter(({ direction }) => direction === 'in').map(({ message }) => message);
    },
  };
}
