import { holdMusic } from './wave';

test('it is a WAV file of the one kind that Call Automation plays', () => {
  const file = holdMusic();
  expect(file.toString('ascii', 0, 4)).toBe('RIFF');
  expect(file.readUInt32LE(4)).toBe(file.length - 8);
  expect(file.toString('ascii', 8, 12)).toBe('WAVE');
  const [format, channels, rate, bits] = [20, 22, 24, 34].map((offset) => file.readUInt16LE(offset));
  expect({ format, channels, rate, bits }).toEqual({ format: 1, channels: 1, rate: 16_000, bits: 16 });
  expect(file.readUInt32LE(40)).toBe(file.length - 44);
});

test('it loops without a click and is heard in between', () => {
  const file = holdMusic();
  const sample = (index: number) => file.readInt16LE(44 + index * 2);
  const last = (file.length - 44) / 2 - 1;
  expect(Math.abs(sample(0) - sample(last))).toBeLessThan(100);
  const loudest = Array.from({ length: 2_000 }, (_, index) => Math.abs(sample(32_000 + index)));
  expect(Math.max(...loudest)).toBeGreaterThan(1_000);
});
