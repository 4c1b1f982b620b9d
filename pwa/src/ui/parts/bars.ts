/** Rows of a bar chart; `part` is the length of the bar from 0 to 1. */
export type BarRow = {
  readonly id: string;
  readonly short: string;
  readonly label: string;
  readonly colour: string;
  readonly part: number;
  /** Where the bar ended at the last visit, from 0 to 1. */
  readonly ghost?: number | undefined;
  readonly value: string;
  readonly detail: string;
};

export type BarGroup = { readonly id: string; readonly label: string; readonly bars: readonly BarRow[] };
