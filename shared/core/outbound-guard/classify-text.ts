import { foldText } from '../lib/fold-text';

/** What a whole message asks of us besides its words. */
export type TextClass = 'stop' | 'start' | 'help' | 'none';

type Words = Readonly<Record<Exclude<TextClass, 'none'>, readonly string[]>>;

/**
 * English words: the carriers' (CTIA Messaging Principles: STOP, END, CANCEL, UNSUBSCRIBE, QUIT; HELP, INFO; UNSTOP), and those that
 * 47 CFR 64.1200(a)(10) names (stop, quit, end, revoke, opt out, cancel, unsubscribe).
 */
const ENGLISH: Words = {
  stop: ['stop', 'stopall', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'opt out', 'optout'],
  start: ['start', 'unstop', 'opt in', 'optin'],
  help: ['help', 'info'],
};

const OTHERS: Readonly<Record<string, Words>> = {
  de: {
    stop: ['stopp', 'abmelden', 'abbestellen', 'ende', 'beenden'],
    start: ['anmelden', 'starten'],
    help: ['hilfe'],
  },
  fr: {
    stop: ['arret', 'arreter', 'desabonner', 'desinscrire', 'desinscription', 'fin', 'annuler'],
    start: ['reprendre', 'commencer', 'reabonner'],
    help: ['aide'],
  },
  es: {
    stop: ['parar', 'alto', 'baja', 'darse de baja', 'cancelar', 'fin', 'detener'],
    start: ['alta', 'iniciar', 'empezar', 'reanudar'],
    help: ['ayuda'],
  },
  ja: {
    stop: ['停止', '配信停止', '解除', '登録解除', '退会', 'ストップ', 'キャンセル'],
    start: ['開始', '再開', '配信再開', 'スタート'],
    help: ['ヘルプ', '使い方'],
  },
};

const THANKS: ReadonlySet<string> = new Set(
  [
    ...['thanks', 'thank you', 'thx', 'ty', 'cheers', 'thanks a lot', 'many thanks', 'thank you very much'],
    ...['thank you so much', 'ok thanks', 'okay thanks', 'great thanks', 'perfect thanks', 'ok thank you'],
    ...['danke', 'vielen dank', 'danke schön', 'dankeschön', 'besten dank', 'ok danke', 'merci vielmals'],
    ...['merci', 'merci beaucoup', 'ok merci', 'gracias', 'muchas gracias', 'mil gracias', 'ok gracias'],
    ...['ありがとう', 'ありがとうございます', 'ありがとうございました', 'どうもありがとう', 'どうも'],
  ].map(foldText),
);

/**
 * What a message asks as a whole: to stop texts, to have them again, or for help. Only a message that says nothing else
 * counts; letter case, accents and punctuation do not. English always counts; of the other languages the given one, or
 * all of them when the customer's is not known.
 */
export function classifyText(text: string, language?: string): TextClass {
  const folded = foldText(text);
  const others = Object.entries(OTHERS).filter(([tag]) => language === undefined || tag === primaryTag(language));
  const lists = [ENGLISH, ...others.map(([, words]) => words)];
  const says = (wanted: Exclude<TextClass, 'none'>): boolean =>
    lists.some((words) => words[wanted].some((word) => foldText(word) === folded));
  if (says('stop')) return 'stop';
  if (says('start')) return 'start';
  return says('help') ? 'help' : 'none';
}

/** True for a message that only thanks: within ten minutes of a close it is stored, and opens nothing (design §5). */
export function isBareThanks(text: string): boolean {
  return THANKS.has(foldText(text));
}

function primaryTag(language: string): string {
  return language.toLowerCase().replace(/-.*$/u, '');
}
