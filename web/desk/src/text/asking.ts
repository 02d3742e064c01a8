import { meetingEn, meetingJa } from './meeting';

/** What the desk says of people who are asked, called or met, and of files that go to customers. */
export const askingEn = {
  ...meetingEn,
  dial: {
    title: 'Call or text somebody',
    noEmergencies: 'Emergency services cannot be called from here. Use your own telephone.',
    from: 'From',
    chooseNumber: 'Choose one of your numbers',
    to: 'Number',
    toHint: 'With the country code, like +1 425 555 0199',
    text: 'Text',
    consent: 'The customer agreed to be contacted',
    call: 'Call',
  },
  expert: {
    option: 'Somebody else in Teams',
    search: 'Name or mail address',
    hint: 'Two letters at least',
    found: 'People found',
    nobody: 'Nobody was found.',
    failed: 'The people of your organisation cannot be searched now.',
    reachability: {
      available: 'Available',
      away: 'Away',
      busy: 'Busy',
      inACall: 'In a call',
      doNotDisturb: 'Do not disturb',
      offline: 'Offline',
      unknown: 'Presence not known',
    },
  },
  file: {
    send: (who: string) => `Send a file to ${who}`,
    choose: (who: string) => `File for ${who}`,
    hint: 'Pictures, PDF, office documents and plain text, up to 5 MB',
    notSent: (name: string, why: string) => `${name} was not sent. ${why}`,
    refusals: {
      empty: 'It is empty.',
      tooLarge: 'It is larger than 5 MB.',
      hostileName: 'Its name is not allowed: give it another.',
      kindNotAllowed: 'Files of this kind are not sent to customers.',
      notWhatItSays: 'Its content is not what its name says.',
    },
  },
};

export const askingJa: typeof askingEn = {
  ...meetingJa,
  dial: {
    title: '電話またはテキストを送る',
    noEmergencies: 'ここから緊急通報はできません。ご自身の電話をお使いください。',
    from: '発信元',
    chooseNumber: '番号を選んでください',
    to: '電話番号',
    toHint: '国番号から入力してください(例: +81 3 1234 5678)',
    text: '本文',
    consent: 'お客様は連絡に同意しています',
    call: '発信',
  },
  expert: {
    option: 'Teams のその他のユーザー',
    search: '名前またはメールアドレス',
    hint: '2 文字以上',
    found: '検索結果',
    nobody: '該当する人が見つかりません。',
    failed: '現在、組織内のユーザーを検索できません。',
    reachability: {
      available: '連絡可能',
      away: '退席中',
      busy: '取り込み中',
      inACall: '通話中',
      doNotDisturb: '応答不可',
      offline: 'オフライン',
      unknown: '在席情報なし',
    },
  },
  file: {
    send: (who) => `${who} 様にファイルを送信`,
    choose: (who) => `${who} 様へのファイル`,
    hint: '画像、PDF、Office 文書、テキスト（5 MB まで）',
    notSent: (name, why) => `${name} は送信されませんでした。${why}`,
    refusals: {
      empty: 'ファイルが空です。',
      tooLarge: '5 MB を超えています。',
      hostileName: 'この名前は使用できません。名前を変更してください。',
      kindNotAllowed: 'この種類のファイルはお客様に送信できません。',
      notWhatItSays: '内容がファイル名の種類と一致しません。',
    },
  },
};
