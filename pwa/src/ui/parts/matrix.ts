/** How often one code follows another. */

export type MatrixHead = {
  readonly id: string;
  readonly short: string;
  readonly label: string;
  readonly colour: string;
};
export type Matrix = {
  readonly heads: readonly MatrixHead[];
  /** From a row to a column; `part` from 0 to 1 of the most frequent pair. */
  readonly cells: readonly (readonly { readonly n: number; readonly part: number; readonly label: string }[])[];
  readonly corner: string;
};
