/** What one key of the pad shows; each field is watched by itself, so that a tap repaints one key. */
export type KeyCell = {
  /** The lesson's millisecond since which the state runs; null while it does not. */
  readonly since: number | null;
  /** How often the code was recorded: taps, starts or marks that stand. */
  readonly count: number;
  /** Whether the current interval holds the code. */
  readonly marked: boolean;
  /** How many of this key's items are known to be on the tablet's disk; the tick follows it. */
  readonly safe: number;
};

/** What stands on a key and never changes in a lesson. */
export type KeyFace = {
  readonly code: string;
  readonly short: string;
  readonly label: string;
  readonly kind: 'event' | 'state' | 'mark';
  /** Key of a hardware keyboard; null if it has none. */
  readonly key: string | null;
};
