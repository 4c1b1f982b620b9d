/** A figure of agreement: its value, what it rests on, and the sentence that says what it is. */
import { say } from '../says';
import type { Facts, SaysKey } from '../says';
import type { Cells } from './coefficients';

export type Settings = {
  /** From one compared moment to the next. */
  readonly step_ms: number;
  /** How far apart two taps of one event may lie. */
  readonly tolerance_ms: number;
  /** The blocks of time in which counts are compared. */
  readonly block_ms: number;
};

export const SETTINGS: Settings = { step_ms: 1000, tolerance_ms: 2000, block_ms: 10_000 };

export type Unit = 'percent' | 'coefficient' | 'seconds';

/** A figure of two observers, not yet in words; `n`: the units it rests on. */
export type Made = {
  readonly value: number | null;
  readonly unit: Unit;
  readonly n: number;
  readonly key: SaysKey;
  readonly facts?: Facts;
  readonly cells?: Cells;
};

export type Figures = Readonly<Record<string, Made>>;

/** `value` null: it cannot be computed, and `says` why. `cells` for two observers only. */
export type Value = {
  readonly value: number | null;
  readonly unit: Unit;
  readonly n: number;
  readonly says: string;
  readonly cells?: Cells;
};

/** Puts a figure in words; of several pairs of observers, the mean of those that have one. */
export function putInWords(first: Made, others: readonly Made[], language: string): Value {
  if (others.length === 0) return putOne(first, language);
  const made = [first, ...others];
  const values = made.flatMap(({ value }) => (value === null ? [] : [value]));
  const mean = values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
  const facts = { ...first.facts, value: showValue(mean, first.unit, language), n: first.n };
  const what = say(values.length ? first.key : 'agree_no_variation', facts, language);
  const lead = say('agree_mean', { pairs: values.length, of: made.length }, language);
  const n = made.reduce((sum, one) => sum + one.n, 0);
  return { value: mean, unit: first.unit, n, says: values.length ? `${lead} ${what}` : what };
}

function putOne({ value, unit, n, key, facts, cells }: Made, language: string): Value {
  const shown = { ...facts, value: showValue(value, unit, language), n };
  const says = say(value !== null ? key : n === 0 ? 'agree_nothing' : 'agree_no_variation', shown, language);
  return { value, unit, n, says, ...(cells ? { cells } : {}) };
}

/** A coefficient with two decimals, anything else with one; halves go away from zero, which has no sign. */
function showValue(value: number | null, unit: Unit, language: string): string {
  if (value === null) return '';
  const rounded = value.toFixed(unit === 'coefficient' ? 2 : 1);
  const text = Number(rounded) === 0 ? rounded.replace('-', '') : rounded;
  return language === 'es' ? text.replace('.', ',') : text;
}
