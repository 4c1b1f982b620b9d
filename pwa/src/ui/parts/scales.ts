/** Levels on a line; places from 0 to 1. */

export type ScaleMark = { readonly id: string; readonly at: number; readonly short: string };
export type ScaleRow = {
  readonly id: string;
  readonly label: string;
  readonly marks: readonly ScaleMark[];
  /** The same in words. */
  readonly value: string;
};
export type ScaleGroup = {
  readonly id: string;
  readonly label: string;
  readonly colour: string;
  readonly levels: readonly { readonly at: number; readonly label: string }[];
  readonly rows: readonly ScaleRow[];
};
