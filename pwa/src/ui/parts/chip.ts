/** A code in small: in the interval strip and in lists. */
export type Chip = { readonly code: string; readonly short: string; readonly colour: string };
