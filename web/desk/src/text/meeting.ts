/** What the desk says of online meetings with customers. */
export const meetingEn = {
  meeting: {
    meet: 'Meet',
    title: (who: string) => `Meet ${who} in Teams`,
    begin: 'Send the link',
    leads: {
      chat: 'An online meeting of yours is made, and its link is written into the chat.',
      sms: 'An online meeting of yours is made, and its link is texted to the customer.',
      email: 'An online meeting of yours is made, and its link is mailed to the customer.',
      voice:
        'An online meeting of yours is made, and its link is texted to the telephone that the customer calls from. The call goes on until you hang up.',
    },
    lobby: 'The customer needs nothing but a browser, and waits until you let them in.',
    lasts: (time: string) => `You meet in Teams. Until ${time} nothing is closed because nobody writes.`,
    lastsInCall: 'You meet in Teams. The line stays open until you hang up.',
    refused:
      'No meeting was made: the customer cannot be sent its link, or your administrator has not let Switchboard make meetings.',
    join: 'Join',
    over: 'Meeting over',
  },
};

export const meetingJa: typeof meetingEn = {
  meeting: {
    meet: '会議',
    title: (who) => `${who} 様と Teams で会議`,
    begin: 'リンクを送信',
    leads: {
      chat: 'オンライン会議を作成し、リンクをチャットに送信します。',
      sms: 'オンライン会議を作成し、リンクを SMS でお客様に送信します。',
      email: 'オンライン会議を作成し、リンクをメールでお客様に送信します。',
      voice:
        'オンライン会議を作成し、お客様の発信元の電話番号に SMS でリンクを送信します。通話はあなたが切るまで続きます。',
    },
    lobby: 'お客様はブラウザーだけで参加でき、あなたが許可するまでロビーで待機します。',
    lasts: (time) => `Teams で会議中です。${time} までは、書き込みがなくても終了しません。`,
    lastsInCall: 'Teams で会議中です。電話はあなたが切るまでつながったままです。',
    refused: '会議を作成できませんでした。お客様にリンクを送信できないか、管理者が会議の作成を許可していません。',
    join: '参加',
    over: '会議を終了',
  },
};
