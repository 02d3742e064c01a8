/** What mails about transcripts say, beside what was said in the chat. */
export interface TranscriptWords {
  readonly codeSubject: (tenantName: string) => string;
  readonly code: (tenantName: string, code: string, minutes: number) => string;
  readonly subject: (tenantName: string) => string;
  readonly intro: (tenantName: string) => string;
  readonly you: string;
  readonly automatic: string;
}

const en: TranscriptWords = {
  codeSubject: (tenantName) => `${tenantName}: your code`,
  code: (tenantName, code, minutes) =>
    `${code} is the code with which you have the chat with ${tenantName} mailed to this address. It holds for ${minutes} minutes.\n\nIf you did not ask for it, somebody typed your address by mistake: you need do nothing, and nothing more is sent.`,
  subject: (tenantName) => `Your chat with ${tenantName}`,
  intro: (tenantName) => `What was said in your chat with ${tenantName}:`,
  you: 'You',
  automatic: 'Automatic message',
};

const de: TranscriptWords = {
  codeSubject: (tenantName) => `${tenantName}: Ihr Code`,
  code: (tenantName, code, minutes) =>
    `${code} ist der Code, mit dem Sie sich den Chat mit ${tenantName} an diese Adresse schicken lassen. Er gilt ${minutes} Minuten.\n\nHaben Sie das nicht verlangt, hat jemand versehentlich Ihre Adresse eingetippt: Sie müssen nichts tun, und es kommt nichts weiter.`,
  subject: (tenantName) => `Ihr Chat mit ${tenantName}`,
  intro: (tenantName) => `Das wurde in Ihrem Chat mit ${tenantName} geschrieben:`,
  you: 'Sie',
  automatic: 'Automatische Nachricht',
};

const ja: TranscriptWords = {
  codeSubject: (tenantName) => `${tenantName}: 確認コード`,
  code: (tenantName, code, minutes) =>
    `${tenantName}とのチャットをこのアドレスへお送りするための確認コードは ${code} です。${minutes}分間有効です。\n\nお心当たりがない場合は、どなたかが誤ってこのアドレスを入力されたものです。何もなさらなければ、これ以上メールは届きません。`,
  subject: (tenantName) => `${tenantName}とのチャットの記録`,
  intro: (tenantName) => `${tenantName}とのチャットの内容です。`,
  you: 'お客様',
  automatic: '自動メッセージ',
};

const ALL: Readonly<Record<string, TranscriptWords>> = { en, de, ja };

/** In the language of the page, or English. */
export const transcriptWords = (language: string | null): TranscriptWords =>
  ALL[(language ?? 'en').slice(0, 2).toLowerCase()] ?? en;
