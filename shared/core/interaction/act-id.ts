/** Names an act: `<step>/<n>`, where the step is the write that listed it. The same for every repeat, so receivers can tell. */
export const actIdOf = (step: string, index: number): string => `${step}/${index}`;

/** The write that listed an act: the acts of one write are marked done together. */
export const stepOf = (actId: string): string => actId.slice(0, actId.lastIndexOf('/'));
