/** What was ticked; the state is said in words too. */

export type CheckState = 'seen' | 'not' | 'na' | 'open';
export type Check = {
  readonly id: string;
  readonly label: string;
  readonly state: CheckState;
  readonly word: string;
  readonly item: string | null;
};
export type CheckGroup = {
  readonly id: string;
  readonly label: string;
  readonly colour: string;
  readonly checks: readonly Check[];
};
