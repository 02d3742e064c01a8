import type { ChatState } from '../../shared/contracts/chat';

/** Everything that the widget says. */
export interface Texts {
  readonly open: string;
  readonly close: string;
  readonly title: (name: string) => string;
  readonly closed: string;
  readonly yourName: string;
  readonly question: string;
  readonly start: string;
  readonly write: string;
  readonly send: string;
  readonly end: string;
  readonly ended: string;
  readonly again: string;
  readonly failed: string;
  readonly busy: string;
  readonly reconnecting: string;
  readonly you: string;
  readonly state: (state: ChatState) => string;
}

const minutes = (ms: number): number => Math.max(1, Math.round(ms / 60_000));

const en: Texts = {
  open: 'Chat with us',
  close: 'Close the chat window',
  title: (name) => `Chat with ${name}`,
  closed: 'We are closed now. Write to us all the same: whoever opens answers.',
  yourName: 'Your name',
  question: 'How can we help?',
  start: 'Start chat',
  write: 'Your message',
  send: 'Send',
  end: 'End chat',
  ended: 'The chat is over. Thank you.',
  again: 'Start a new chat',
  failed: 'This did not work. Please try again.',
  busy: 'Too many people want to chat just now. Please try again later.',
  reconnecting: 'The connection is lost. Trying again …',
  you: 'You',
  state(state) {
    switch (state.kind) {
      case 'idle':
        return '';
      case 'assistant':
        return 'Our assistant answers.';
      case 'agent':
        return state.name === null ? 'You are talking to a colleague.' : `You are talking to ${state.name}.`;
      case 'waiting': {
        const place = state.position === null ? 'You are waiting.' : `You are number ${state.position} in line.`;
        if (state.expectedMs === null) return place;
        const { low, high } = state.expectedMs;
        return `${place} It will take ${minutes(low)} to ${minutes(high)} minutes.`;
      }
    }
  },
};

const de: Texts = {
  open: 'Chatten Sie mit uns',
  close: 'Chatfenster schließen',
  title: (name) => `Chat mit ${name}`,
  closed: 'Wir haben gerade geschlossen. Schreiben Sie uns trotzdem.',
  yourName: 'Ihr Name',
  question: 'Wie können wir helfen?',
  start: 'Chat beginnen',
  write: 'Ihre Nachricht',
  send: 'Senden',
  end: 'Chat beenden',
  ended: 'Der Chat ist zu Ende. Vielen Dank.',
  again: 'Neuen Chat beginnen',
  failed: 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.',
  busy: 'Gerade möchten zu viele Menschen chatten. Bitte später noch einmal.',
  reconnecting: 'Die Verbindung ist unterbrochen. Neuer Versuch …',
  you: 'Sie',
  state(state) {
    switch (state.kind) {
      case 'idle':
        return '';
      case 'assistant':
        return 'Unser Assistent antwortet.';
      case 'agent':
        return state.name === null
          ? 'Sie sprechen mit einer Kollegin oder einem Kollegen.'
          : `Sie sprechen mit ${state.name}.`;
      case 'waiting': {
        const place = state.position === null ? 'Sie warten.' : `Sie sind Nummer ${state.position} in der Schlange.`;
        if (state.expectedMs === null) return place;
        const { low, high } = state.expectedMs;
        return `${place} Es dauert noch ${minutes(low)} bis ${minutes(high)} Minuten.`;
      }
    }
  },
};

const ja: Texts = {
  open: 'チャットで問い合わせる',
  close: 'チャットを閉じる',
  title: (name) => `${name}とチャット`,
  closed: 'ただいま営業時間外です。メッセージはお送りいただけます。',
  yourName: 'お名前',
  question: 'ご用件',
  start: 'チャットを始める',
  write: 'メッセージ',
  send: '送信',
  end: 'チャットを終了',
  ended: 'チャットは終了しました。ありがとうございました。',
  again: '新しいチャットを始める',
  failed: 'うまくいきませんでした。もう一度お試しください。',
  busy: 'ただいま混み合っています。しばらくしてからお試しください。',
  reconnecting: '接続が切れました。再接続しています…',
  you: 'あなた',
  state(state) {
    switch (state.kind) {
      case 'idle':
        return '';
      case 'assistant':
        return 'アシスタントがお答えします。';
      case 'agent':
        return state.name === null ? '担当者とつながっています。' : `${state.name}が対応しています。`;
      case 'waiting': {
        const place = state.position === null ? 'お待ちください。' : `${state.position}番目にお待ちです。`;
        if (state.expectedMs === null) return place;
        const { low, high } = state.expectedMs;
        return `${place}目安は${minutes(low)}〜${minutes(high)}分です。`;
      }
    }
  },
};

const ALL: Readonly<Record<string, Texts>> = { en, de, ja };

/** In the language that the page asks for, or the browser's, or English. */
export const textsIn = (language: string): Texts => ALL[language.slice(0, 2).toLowerCase()] ?? en;
