import { styleText } from 'node:util';

export type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'bold' | 'dim';

/** Colours a text, or leaves it as it is where nobody would see the colour. */
export type Paint = (colour: Colour, text: string) => string;

export const paintWith = (isColoured: boolean): Paint =>
  isColoured ? (colour, text) => styleText(colour, text, { validateStream: false }) : (_colour, text) => text;
