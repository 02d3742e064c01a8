import type { ChatState } from '../../shared/contracts/chat';

/** Where a call from the page stands, as far as it is said. */
export type CallState =
  | 'loading'
  | 'connecting'
  | 'ringing'
  | 'connected'
  | 'onHold'
  | 'over'
  | 'microphone'
  | 'busy'
  | 'failed';

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
  readonly tooOften: string;
  readonly busy: string;
  readonly reconnecting: string;
  readonly you: string;
  readonly conversation: string;
  readonly typing: (name: string) => string;
  readonly attach: string;
  /** By the stamp's word for why. */
  readonly fileRefused: (why: string | undefined) => string;
  readonly survey: string;
  readonly scale: string;
  readonly comment: string;
  readonly thanks: string;
  readonly transcript: string;
  readonly mailMe: string;
  readonly code: string;
  readonly codeSent: string;
  readonly wrongCode: string;
  readonly transcriptSent: string;
  readonly callInstead: string;
  readonly chatInstead: string;
  readonly yourNumber: string;
  readonly callMe: string;
  readonly callPromised: (at: string | null) => string;
  readonly numberRefused: string;
  readonly webCall: string;
  readonly hangUp: string;
  readonly call: (state: CallState) => string;
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
  tooOften: 'This was asked for too often. Please try again later.',
  busy: 'Too many people want to chat just now. Please try again later.',
  reconnecting: 'The connection is lost. Trying again …',
  you: 'You',
  conversation: 'Conversation',
  typing: (name) => (name === '' ? 'Somebody is typing …' : `${name} is typing …`),
  attach: 'Send a file',
  fileRefused(why) {
    if (why === 'tooLarge') return 'This file is larger than 5 MB.';
    if (why === 'empty') return 'This file is empty.';
    if (why === 'hostileName') return 'The name of this file is not allowed. Please give it a plain name.';
    return 'Only pictures, PDF, Office documents and plain text can be sent.';
  },
  survey: 'How was it?',
  scale: '1 is bad, 5 is very good.',
  comment: 'Anything to add? (optional)',
  thanks: 'Thank you for telling us.',
  transcript: 'Have the chat mailed to you',
  mailMe: 'Mail me a code',
  code: 'The code from our mail',
  codeSent: 'We have mailed you a code, so that nobody else gets your chat.',
  wrongCode: 'This is not the code.',
  transcriptSent: 'The chat is on its way to you.',
  callInstead: 'Rather talk to us',
  chatInstead: 'Rather chat',
  yourNumber: 'Your number, with its country code',
  callMe: 'Call me',
  callPromised: (at) =>
    at === null ? 'We will call you as soon as it is your turn.' : `We will call you after ${at}.`,
  numberRefused: 'We cannot call this number.',
  webCall: 'Call from this page',
  hangUp: 'Hang up',
  call: (state) =>
    ({
      loading: 'One moment …',
      connecting: 'Connecting …',
      ringing: 'Ringing …',
      connected: 'You are connected.',
      onHold: 'The call is on hold.',
      over: 'The call is over.',
      microphone: 'The page may not use your microphone.',
      busy: 'Too many want to call just now. Please try again later.',
      failed: 'The call did not work. Please try again.',
    })[state],
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
  tooOften: 'Das wurde zu oft verlangt. Bitte später noch einmal.',
  busy: 'Gerade möchten zu viele Menschen chatten. Bitte später noch einmal.',
  reconnecting: 'Die Verbindung ist unterbrochen. Neuer Versuch …',
  you: 'Sie',
  conversation: 'Gespräch',
  typing: (name) => (name === '' ? 'Jemand schreibt …' : `${name} schreibt …`),
  attach: 'Datei senden',
  fileRefused(why) {
    if (why === 'tooLarge') return 'Die Datei ist größer als 5 MB.';
    if (why === 'empty') return 'Die Datei ist leer.';
    if (why === 'hostileName')
      return 'Der Name der Datei ist nicht erlaubt. Bitte geben Sie ihr einen einfachen Namen.';
    return 'Nur Bilder, PDF, Office-Dokumente und reiner Text können gesendet werden.';
  },
  survey: 'Wie war es?',
  scale: '1 ist schlecht, 5 ist sehr gut.',
  comment: 'Möchten Sie etwas anmerken? (freiwillig)',
  thanks: 'Danke für Ihre Antwort.',
  transcript: 'Den Chat per E-Mail erhalten',
  mailMe: 'Code zusenden',
  code: 'Der Code aus unserer E-Mail',
  codeSent: 'Wir haben Ihnen einen Code geschickt, damit niemand sonst Ihren Chat bekommt.',
  wrongCode: 'Das ist nicht der Code.',
  transcriptSent: 'Der Chat ist unterwegs zu Ihnen.',
  callInstead: 'Lieber sprechen',
  chatInstead: 'Lieber chatten',
  yourNumber: 'Ihre Nummer mit Ländervorwahl',
  callMe: 'Rufen Sie mich an',
  callPromised: (at) =>
    at === null ? 'Wir rufen Sie an, sobald Sie an der Reihe sind.' : `Wir rufen Sie nach ${at} an.`,
  numberRefused: 'Diese Nummer können wir nicht anrufen.',
  webCall: 'Von dieser Seite anrufen',
  hangUp: 'Auflegen',
  call: (state) =>
    ({
      loading: 'Einen Moment …',
      connecting: 'Verbindung wird aufgebaut …',
      ringing: 'Es klingelt …',
      connected: 'Sie sind verbunden.',
      onHold: 'Das Gespräch wird gehalten.',
      over: 'Das Gespräch ist beendet.',
      microphone: 'Die Seite darf Ihr Mikrofon nicht benutzen.',
      busy: 'Gerade möchten zu viele anrufen. Bitte später noch einmal.',
      failed: 'Der Anruf hat nicht geklappt. Bitte versuchen Sie es noch einmal.',
    })[state],
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
  tooOften: '回数の上限に達しました。しばらくしてからお試しください。',
  busy: 'ただいま混み合っています。しばらくしてからお試しください。',
  reconnecting: '接続が切れました。再接続しています…',
  you: 'あなた',
  conversation: '会話',
  typing: (name) => (name === '' ? '入力中…' : `${name}が入力中…`),
  attach: 'ファイルを送る',
  fileRefused(why) {
    if (why === 'tooLarge') return 'ファイルが5MBを超えています。';
    if (why === 'empty') return 'ファイルが空です。';
    if (why === 'hostileName') return 'このファイル名は使用できません。名前を変えてお試しください。';
    return '画像、PDF、Office文書、テキストのみ送信できます。';
  },
  survey: '対応はいかがでしたか',
  scale: '1が悪い、5が大変良い',
  comment: 'ご意見（任意）',
  thanks: 'ご回答ありがとうございました。',
  transcript: 'チャットの記録をメールで受け取る',
  mailMe: '確認コードを送る',
  code: 'メールに記載の確認コード',
  codeSent: 'ご本人確認のため、確認コードをメールでお送りしました。',
  wrongCode: '確認コードが違います。',
  transcriptSent: 'チャットの記録をお送りしました。',
  callInstead: '電話で話す',
  chatInstead: 'チャットに戻る',
  yourNumber: '電話番号（国番号から）',
  callMe: '電話をもらう',
  callPromised: (at) => (at === null ? '順番になりましたらお電話いたします。' : `${at}以降にお電話いたします。`),
  numberRefused: 'この番号にはお電話できません。',
  webCall: 'このページから電話する',
  hangUp: '電話を切る',
  call: (state) =>
    ({
      loading: 'お待ちください…',
      connecting: '接続しています…',
      ringing: '呼び出しています…',
      connected: 'つながりました。',
      onHold: '保留中です。',
      over: '通話は終了しました。',
      microphone: 'マイクを使用できません。',
      busy: 'ただいま混み合っています。しばらくしてからお試しください。',
      failed: '通話できませんでした。もう一度お試しください。',
    })[state],
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
