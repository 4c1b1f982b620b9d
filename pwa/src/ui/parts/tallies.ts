/** So many of so many, each as a mark of its own. */
export type Tally = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly filled: number;
  readonly all: number;
};
