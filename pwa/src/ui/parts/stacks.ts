/** Rows whose bar is made of segments; `part` is a segment's length from 0 to 1 of the longest row. */

export type Segment = { readonly id: string; readonly colour: string; readonly part: number; readonly value: string };
export type Stack = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly segments: readonly Segment[];
};
/** What the colours stand for, in the order of the segments. */
export type Legend = readonly { readonly id: string; readonly label: string; readonly colour: string }[];
