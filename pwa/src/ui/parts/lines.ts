/** Lines of a script or of questions, in order. */

export type Line = {
  readonly item: string;
  readonly at: string;
  readonly lead: string;
  readonly chips: readonly { readonly id: string; readonly label: string; readonly colour: string }[];
  readonly words: string;
  /** No words were written; what stands there says so. */
  readonly bare: boolean;
  readonly detail: string;
  /** A length to show beside it, from 0 to 1. */
  readonly part: number | null;
  readonly value: string;
};
