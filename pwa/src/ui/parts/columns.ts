/** Small columns side by side, one panel for each question; `part` from 0 to 1, null where nothing was counted. */

export type Column = {
  readonly id: string;
  readonly label: string;
  readonly part: number | null;
  readonly value: string;
};
export type ColumnPanel = {
  readonly id: string;
  readonly label: string;
  readonly colour: string;
  readonly columns: readonly Column[];
};
