/** Chance for a made-up lesson: a source from 0 to below 1, and what is drawn from it. */

export type Chance = () => number;

export function drawOne<T>(chance: Chance, from: readonly T[]): T | undefined {
  return from[Math.floor(chance() * from.length)];
}

/** The first of a list come often, the later ones seldom, as the codes of a protocol do. */
export function drawEarly<T>(chance: Chance, from: readonly T[]): T | undefined {
  const weights = from.map((_, place) => 1 / (place + 1));
  let left = chance() * weights.reduce((sum, weight) => sum + weight, 0);
  return from.find((_, place) => (left -= weights[place] ?? 0) < 0) ?? from.at(-1);
}

export function drawBetween(chance: Chance, least: number, most: number): number {
  return Math.floor(least + chance() * (most - least + 1));
}

/** A source that gives the same numbers for the same seed (Mulberry32). */
export function makeChance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
