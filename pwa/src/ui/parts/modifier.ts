/** `short` is what stands on a small key, where the protocol has it. */
export type ModifierOption = {
  readonly id: string;
  readonly label: string;
  readonly short?: string;
  readonly chosen: boolean;
};

/** A modifier as the strip offers it: what can be chosen and what is. */
export type ModifierQuestion = {
  readonly id: string;
  readonly label: string;
  readonly kind: 'choice' | 'number';
  readonly options: readonly ModifierOption[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly number?: number;
  /** Steps offered as buttons: −1, 1, 5 … */
  readonly steps?: readonly { readonly by: number; readonly label: string }[];
};
