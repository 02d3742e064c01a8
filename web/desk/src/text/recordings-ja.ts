import type { Texts } from './en';

/** The page of recordings. */
export const recordings: Texts['recordings'] = {
  day: '日付',
  organisation: '組織',
  none: 'この日の録音はありません。',
  with: (who) => `${who} 様との録音`,
  kinds: { call: '通話', voicemail: '伝言' },
  play: (length) => `再生 (${length})`,
  noFile: 'ファイルがありません。まだ届いていないか、削除されました。',
  pauses: (count) => `一時停止 ${count} 回`,
  keptUntil: (when) => `保存期限 ${when}`,
  onHold: '訴訟ホールド',
  hold: '訴訟ホールドにする',
  release: '訴訟ホールドを解除',
  read: '文字起こしを読む',
  words: '通話の文字起こし',
  noWords: '文字起こしはありません。',
};
