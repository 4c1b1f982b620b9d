/** Two sides of a ratio on one scale; of small counts each item is a dot of its own. */

export type Side = {
  readonly id: string;
  readonly label: string;
  readonly colour: string;
  readonly value: string;
  readonly part: number;
  readonly dots: number | null;
};
export type SidesPanel = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly sides: readonly Side[];
};
