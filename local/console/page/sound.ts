/** What a phone makes one hear: tones and music are synthesised, prompts are spoken by the browser. */
export interface Sound {
  /** Goes on until something else is played. */
  play(what: 'nothing' | 'ringback' | 'music'): void;
  speak(text: string, language: string): void;
  key(digit: string): void;
  setOn(on: boolean): void;
}

const LEVEL = 0.05;
/** North American ringback: 440 and 480 Hz, 2 s on and 4 s off. */
const RINGBACK_HZ = [440, 480] as const;
/** A calm figure of notes, again and again. */
const MELODY_HZ = [261.6, 329.6, 392, 329.6, 293.7, 349.2, 440, 349.2] as const;
const NOTE_S = 0.4;
/** Tones of the keypad: https://www.itu.int/rec/T-REC-Q.23. */
const ROWS_HZ = [697, 770, 852, 941] as const;
const COLUMNS_HZ = [1209, 1336, 1477] as const;
const KEYS = ['123', '456', '789', '*0#'] as const;

/** A sine tone, softly begun and ended. `from` and `lengthS` are seconds. */
function playTone(context: AudioContext, hertz: number, from: number, lengthS: number): void {
  const start = context.currentTime + from;
  const gain = context.createGain();
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(LEVEL, start + 0.02);
  gain.gain.setValueAtTime(LEVEL, start + lengthS - 0.05);
  gain.gain.linearRampToValueAtTime(0, start + lengthS);
  const oscillator = context.createOscillator();
  oscillator.frequency.value = hertz;
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + lengthS);
}

export function createSound(): Sound {
  let context: AudioContext | undefined;
  let isOn = true;
  let playing: ReturnType<typeof setInterval> | undefined;
  let what: Parameters<Sound['play']>[0] = 'nothing';

  function tone(hertz: number, from: number, lengthS: number): void {
    if (!isOn) return;
    // Made at the first tone: browsers allow sound only after somebody did something on the page.
    context ??= new AudioContext();
    playTone(context, hertz, from, lengthS);
  }

  const ring = () => RINGBACK_HZ.forEach((hertz) => tone(hertz, 0, 2));
  const melody = () => MELODY_HZ.forEach((hertz, index) => tone(hertz, index * NOTE_S, NOTE_S));

  function play(wanted: typeof what): void {
    if (wanted === what) return;
    what = wanted;
    clearInterval(playing);
    if (wanted === 'nothing') return;
    const [turn, everyMs] = wanted === 'ringback' ? [ring, 6_000] : [melody, MELODY_HZ.length * NOTE_S * 1_000];
    turn();
    playing = setInterval(turn, everyMs);
  }

  return {
    play,
    speak(text, language) {
      if (!isOn || !('speechSynthesis' in window)) return;
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = language;
      window.speechSynthesis.speak(utterance);
    },
    key(digit) {
      const row = KEYS.findIndex((keys) => keys.includes(digit));
      const column = KEYS[row]?.indexOf(digit) ?? 0;
      tone(ROWS_HZ[row] ?? 0, 0, 0.15);
      tone(COLUMNS_HZ[column] ?? 0, 0, 0.15);
    },
    setOn(on) {
      isOn = on;
      if (on) return;
      play('nothing');
      if ('speechSynthesis' in window) window.speechSynthesis.cancel();
      void context?.close();
      context = undefined;
    },
  };
}
