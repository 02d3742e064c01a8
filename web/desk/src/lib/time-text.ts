/** An instant as a clock on the wall shows it, in the language of the page. */
export const timeText = (at: number): string =>
  new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' }).format(at);
