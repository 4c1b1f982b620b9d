/** The measure that a goal is bound to, in whatever version of its protocol an observation was taken with. */
import type { Measure, Protocol } from '../protocol';

export type Bound =
  | { readonly is: 'there'; readonly measure: Measure }
  /** The version has no measure of that name; `nearest` is the one most like it, if any is. */
  | { readonly is: 'gone'; readonly nearest: Measure | null };

/** Finds a goal's measure by its id; `known` is the measure as it stood when the goal was set, where that is known. */
export function findBound(protocol: Protocol, id: string, known: Measure | undefined): Bound {
  const measure = protocol.measures.find((one) => one.id === id);
  if (measure !== undefined) return { is: 'there', measure };
  return { is: 'gone', nearest: known === undefined ? null : findNearest(protocol, known) };
}

/** The measure of the same kind that rests on the most of the same codes; none where they share no code. */
export function findNearest(protocol: Protocol, known: Measure): Measure | null {
  const scored = protocol.measures
    .filter((measure) => measure.kind === known.kind)
    .map((measure) => ({ measure, score: likeness(codesOf(measure), codesOf(known)) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
  return scored[0]?.measure ?? null;
}

/** Everything that a measure names: its codes, items, triggers, its timer or group. */
function codesOf(measure: Measure): ReadonlySet<string> {
  const named = new Set<string>();
  const fields: Readonly<Record<string, unknown>> = { ...measure };
  for (const part of ['codes', 'per', 'of', 'triggers', 'responses', 'items', 'from', 'to']) {
    const value = fields[part];
    if (Array.isArray(value)) value.forEach((one) => named.add(String(one)));
  }
  for (const part of ['timer', 'group']) if (typeof fields[part] === 'string') named.add(fields[part]);
  return named;
}

/** What two sets share, of what they have together (Jaccard). */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((each) => other.has(each)).length;
  const all = new Set([...one, ...other]).size;
  return all === 0 ? 0 : shared / all;
}
