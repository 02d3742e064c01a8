/** A share as a wallboard shows it; a dash while there is nothing to divide by. */
export const percentText = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)} %`);
