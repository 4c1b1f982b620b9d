/** Where a cycle stands, and the moves from there: each is sensible, and each can be taken back. */
import type { CycleFields, DateOn } from '../types';

export type Phase = 'plan' | 'event' | 'reflect';
export type Stage = 'identify' | 'learn' | 'improve';
export type Move = 'to_plan' | 'to_event' | 'to_reflect' | 'close' | 'reopen';

export const PHASES: readonly Phase[] = ['plan', 'event', 'reflect'];
export const STAGES: readonly Stage[] = ['identify', 'learn', 'improve'];

export function phaseOf(cycle: CycleFields): Phase {
  return cycle.phase ?? 'plan';
}

export function isClosed(cycle: CycleFields): boolean {
  return (cycle.closed_on ?? null) !== null;
}

/** The moves that make sense now, the one that leads on first. A closed cycle can only be opened again. */
export function listMoves(cycle: CycleFields): readonly Move[] {
  if (isClosed(cycle)) return ['reopen'];
  const moves: Readonly<Record<Phase, readonly Move[]>> = {
    plan: ['to_event', 'close'],
    event: ['to_reflect', 'to_plan', 'close'],
    reflect: ['close', 'to_event'],
  };
  return moves[phaseOf(cycle)];
}

/** What a move writes. */
export function makeMove(move: Move, today: DateOn): Partial<CycleFields> {
  switch (move) {
    case 'to_plan':
      return { phase: 'plan' };
    case 'to_event':
      return { phase: 'event' };
    case 'to_reflect':
      return { phase: 'reflect' };
    case 'close':
      return { closed_on: today };
    case 'reopen':
      return { closed_on: null };
  }
}
