/** Characters that take one and two places in a text of GSM-7 (3GPP TS 23.038). */
// cspell:disable
const GSM_7 =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
// cspell:enable
const GSM_7_ESCAPED = '^{}\\[~]|€\f';

/** How many segments a carrier makes of a text. */
export function segmentCount(text: string): number {
  const characters = Array.from(text);
  if (characters.every((character) => GSM_7.includes(character) || GSM_7_ESCAPED.includes(character))) {
    const escaped = characters.filter((character) => GSM_7_ESCAPED.includes(character)).length;
    return segments(characters.length + escaped, 160, 153);
  }
  return segments(text.length, 70, 67);
}

/** A text in several segments loses some of each to the header that joins them. */
const segments = (units: number, alone: number, joined: number): number =>
  units <= alone ? 1 : Math.ceil(units / joined);
