/** As many digits as card numbers have (ISO/IEC 7812), one by one or in groups, as speech recognition writes them. */
const CARD_NUMBER = /(?<!\d)\d(?:[\s.,-]{0,2}\d){11,18}(?!\d)/gu;
const MASK = '••••';

/** A text without what may be the number of a card; its last four digits may be shown (PCI DSS 3.4.1). */
export const withoutCardNumbers = (text: string): string =>
  text.normalize('NFKC').replace(CARD_NUMBER, (digits) => `${MASK} ${digits.replace(/\D/gu, '').slice(-4)}`);
