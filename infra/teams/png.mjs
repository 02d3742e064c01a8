// The two icons that Teams wants, drawn here so that they are the product's sign at any size.
import { crc32, deflateSync } from 'node:zlib';

const BLUE = [0x3b, 0x4b, 0xd8, 255];
const WHITE = [255, 255, 255, 255];
const CLEAR = [255, 255, 255, 0];
const SAMPLES = 4;

/** The sign on a square of 32: three slides with a knob each. */
const LINES = [
  { y: 11, knob: 13 },
  { y: 16, knob: 20 },
  { y: 21, knob: 11 },
];
const isSign = (x, y) =>
  LINES.some(({ y: line, knob }) => {
    const along = Math.min(Math.max(x, 8), 24);
    return Math.hypot(x - along, y - line) <= 1 || Math.hypot(x - knob, y - line) <= 3;
  });

/** Coverage by samples makes the edges smooth. */
function pixel(size, column, row, background) {
  let covered = 0;
  for (let i = 0; i < SAMPLES * SAMPLES; i += 1) {
    const x = ((column + ((i % SAMPLES) + 0.5) / SAMPLES) * 32) / size;
    const y = ((row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) * 32) / size;
    if (isSign(x, y)) covered += 1;
  }
  const part = covered / (SAMPLES * SAMPLES);
  return background.map((value, channel) => Math.round(value + (WHITE[channel] - value) * part));
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function png(size, background) {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1)
      Buffer.from(pixel(size, column, row, background)).copy(rows, row * (size * 4 + 1) + 1 + column * 4);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // Eight bits each of red, green, blue and opacity.
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

/** 192 by 192, in colour. */
export const colourIcon = () => png(192, BLUE);

/** 32 by 32, white on nothing. */
export const outlineIcon = () => png(32, CLEAR);
