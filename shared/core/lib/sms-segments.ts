/** Characters that take one and two places in a text of GSM-7 (3GPP TS 23.038). */
// cspell:disable
const GSM_7 =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
// cspell:enable
const GSM_7_ESCAPED = '^{}\\[~]|€\f';

/** How a carrier would send a text. `left`: places that the newest segment still has. */
export interface Segments {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly count: number;
  readonly left: number;
}

/** Counts the parts that a text is sent and charged in. A character outside GSM-7 makes all of it UCS-2. */
export function segmentsOf(text: string): Segments {
  const characters = Array.from(text);
  const isGsm = characters.every((one) => GSM_7.includes(one) || GSM_7_ESCAPED.includes(one));
  if (!isGsm) return { encoding: 'UCS-2', ...partsOf(text.length, 70, 67) };
  const escaped = characters.filter((one) => GSM_7_ESCAPED.includes(one)).length;
  return { encoding: 'GSM-7', ...partsOf(characters.length + escaped, 160, 153) };
}

/** A text in several parts loses some of each to the header that joins them. */
function partsOf(units: number, alone: number, joined: number): { count: number; left: number } {
  if (units <= alone) return { count: units === 0 ? 0 : 1, left: alone - units };
  const count = Math.ceil(units / joined);
  return { count, left: count * joined - units };
}
