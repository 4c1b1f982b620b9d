/** Timers from one code to another while the lesson runs: since when each waits, and how long the last wait was. */
import type { PairTimer, Protocol } from './protocol';

export type PairNow = {
  /** The moment of the code that started it; null while nothing waits. Milliseconds of the lesson. */
  readonly since_ms: number | null;
  readonly last_ms: number | null;
};

export type Pairs = ReadonlyMap<string, PairNow>;

/** What an item did to a code: an event happened, or a state started or stopped. */
export type Edge = { readonly code: string; readonly is: 'event' | 'start' | 'stop' };

const RESTS: PairNow = { since_ms: null, last_ms: null };

export function pairsOf({ timers }: Protocol): readonly PairTimer[] {
  return timers.filter((timer) => timer.kind === 'pair');
}

/** Moves the timers on; of two things at one moment the trigger comes before the response, as in the measures. */
export function addEdges(protocol: Protocol, pairs: Pairs, edges: readonly Edge[], t_ms: number): Pairs {
  const timers = pairsOf(protocol);
  if (timers.length === 0 || edges.length === 0) return pairs;
  return new Map(timers.map((timer) => [timer.id, move(timer, pairs.get(timer.id) ?? RESTS, edges, t_ms)]));
}

/** Nobody watched for a while: what waited is waited for no longer. */
export function dropWaits(pairs: Pairs): Pairs {
  return new Map([...pairs].map(([id, { last_ms }]) => [id, { since_ms: null, last_ms }]));
}

function move(timer: PairTimer, now: PairNow, edges: readonly Edge[], t_ms: number): PairNow {
  const starts = edges.some(({ code, is }) => timer.from.includes(code) && fits(is, timer.from_edge ?? 'stop'));
  const waits = starts && (now.since_ms === null || timer.pairing !== 'first') ? t_ms : now.since_ms;
  const stops = edges.some(({ code, is }) => timer.to.includes(code) && fits(is, timer.to_edge ?? 'start'));
  if (!stops || waits === null) return { ...now, since_ms: waits };
  return { since_ms: null, last_ms: t_ms - waits };
}

function fits(is: Edge['is'], edge: 'start' | 'stop'): boolean {
  return is === 'event' || is === edge;
}
