/** What sync does next: (state, event) → (state, effects). Pure; `cycle.ts` carries the effects out. */
import type { Problem } from '../core/problem';
import type { Limits } from '../store/outbox';
import type { Copy } from '../store/replica';
import { waitAfter } from './backoff';

export type Phase = 'idle' | 'sending' | 'receiving' | 'offline' | 'signed_out' | 'problem';

/**
 * Why sync looks at the world again: `person` is *Send now*, `check` is *Check everything*, `ended` a lesson that is over, `clock` a minute with
 * something unsent, `saved` an own change that somebody waits for, `look` whether others have changed something.
 */
export type Wake =
  'start' | 'visible' | 'online' | 'ended' | 'clock' | 'saved' | 'look' | 'person' | 'check' | 'backoff';

export type State = {
  readonly phase: Phase;
  /** Only looking: the phase stays what it was until something is sent or goes wrong. */
  readonly quiet: boolean;
  /** Whether a request is under way. */
  readonly busy: boolean;
  /** Whether a backoff runs, and whose fault it is. */
  readonly waiting: 'no' | 'network' | 'server';
  readonly limits: Limits;
  /** How many changes the next push may hold: halved by refusals, doubled by successes. */
  readonly batch: number;
  /** Failures in a row. */
  readonly failures: number;
  /** Single changes refused in a row. */
  readonly stuck: number;
  readonly reconcile: boolean;
  /** What a pull fills, and whether its last page is to be checked. */
  readonly copy: Copy;
  readonly digests: boolean;
  /** The server had lost something that this tablet still had. */
  readonly amiss: boolean;
  readonly problem: Problem | null;
  /** What *Check everything* has come to: nothing was amiss, or something was and is made good. */
  readonly check: Check | null;
};

export type Check = 'running' | 'whole' | 'mended';

export type Failure =
  | { readonly why: 'offline' | 'silent' }
  | { readonly why: 'problem'; readonly problem: Problem; readonly retry_after_ms: number | null };

export type Event =
  | { readonly is: 'woken'; readonly by: Wake }
  | { readonly is: 'greeted'; readonly limits: Limits }
  /** `sent` 0: there was nothing to send. `doubt`: the server has lost numbers, so no row of it can be relied on. */
  | { readonly is: 'pushed'; readonly sent: number; readonly doubt: boolean }
  /** `missing`: so many changes go out once more. */
  | { readonly is: 'reconciled'; readonly missing: number }
  /** `moved`: another tab was faster. `released`: held changes can be asked again. */
  | {
      readonly is: 'pulled';
      readonly more: boolean;
      readonly moved: boolean;
      readonly released: boolean;
      readonly verdict: 'unchecked' | 'equal' | 'unequal';
      readonly chance: number;
    }
  | {
      readonly is: 'failed';
      readonly step: 'hello' | 'push' | 'pull' | 'reconcile';
      readonly failure: Failure;
      /** Changes in a push. */
      readonly sent: number;
      /** From 0 to below 1, for the backoff. */
      readonly chance: number;
    };

export type Effect =
  | { readonly do: 'hello' }
  /** Puts held and stuck changes back into the queue. */
  | { readonly do: 'requeue' }
  | { readonly do: 'push'; readonly limits: Limits }
  | { readonly do: 'set_aside'; readonly code: string }
  | { readonly do: 'reconcile' }
  | { readonly do: 'pull'; readonly copy: Copy; readonly digests: boolean }
  /** `anew`: what an earlier attempt has pulled is thrown away, else it is gone on with. */
  | { readonly do: 'start_fresh'; readonly anew: boolean }
  | { readonly do: 'swap' }
  | { readonly do: 'drop_fresh' }
  | { readonly do: 'wait'; readonly ms: number };

export type Moved = { readonly state: State; readonly effects: readonly Effect[] };

const DEFAULT_LIMITS: Limits = { max_changes: 1_000, max_bytes: 1_048_576 };
/** So many single changes refused in a row are no longer the fault of the changes: go slowly. */
const STUCK_IN_A_ROW = 5;

export const STARTED: State = {
  phase: 'idle',
  quiet: false,
  busy: false,
  waiting: 'no',
  limits: DEFAULT_LIMITS,
  batch: DEFAULT_LIMITS.max_changes,
  failures: 0,
  stuck: 0,
  reconcile: false,
  copy: 'shown',
  digests: false,
  amiss: false,
  problem: null,
  check: null,
};

export function advance(state: State, event: Event): Moved {
  switch (event.is) {
    case 'woken':
      return wake(state, event.by);
    case 'greeted':
      return greet(state, event.limits);
    case 'pushed':
      return afterPush(state, event);
    case 'reconciled':
      return push({ ...state, reconcile: false, amiss: state.amiss || event.missing > 0 });
    case 'pulled':
      return afterPull(state, event);
    case 'failed':
      return afterFailure(state, event);
    default:
      return assertNever(event);
  }
}

function wake(state: State, by: Wake): Moved {
  if (state.busy || !mayStart(state, by)) return still(state);
  const ready = { ...state, busy: true, waiting: 'no', quiet: by === 'look' } as const;
  if (by === 'check') return checkAll(ready);
  if (by !== 'start') return begin(by === 'person' || by === 'online' ? { ...ready, failures: 0 } : ready);
  return { state: { ...ready, digests: true }, effects: [{ do: 'requeue' }, { do: 'hello' }] };
}

/** Every number is asked for, and every row compared, whatever is known so far. */
function checkAll(state: State): Moved {
  const next: State = { ...state, failures: 0, reconcile: true, digests: true, amiss: false, check: 'running' };
  return { state: inPhase(next, 'sending'), effects: [{ do: 'requeue' }, { do: 'hello' }] };
}

function mayStart(state: State, by: Wake): boolean {
  if (by === 'person' || by === 'check' || by === 'start' || by === 'backoff') return true;
  if (state.waiting === 'server') return false;
  const atOnce = by === 'visible' || by === 'online' || by === 'ended';
  return atOnce || (state.waiting === 'no' && state.phase !== 'signed_out');
}

function greet(state: State, limits: Limits): Moved {
  return begin({ ...state, limits, batch: Math.min(state.batch, limits.max_changes) });
}

function begin(state: State): Moved {
  return state.reconcile ? one(inPhase(state, 'sending'), { do: 'reconcile' }) : push(state);
}

function push(state: State): Moved {
  const limits = { ...state.limits, max_changes: state.batch };
  return one(inPhase(state, 'sending'), { do: 'push', limits });
}

function pull(state: State): Moved {
  // A copy beside the one shown is always checked before it is shown.
  const digests = state.digests || state.copy === 'fresh';
  return one(inPhase(state, 'receiving'), { do: 'pull', copy: state.copy, digests });
}

function inPhase(state: State, phase: Phase): State {
  return state.quiet ? state : { ...state, phase };
}

function afterPush(state: State, { sent, doubt }: Extract<Event, { is: 'pushed' }>): Moved {
  if (sent === 0) return pull(state);
  const batch = Math.min(state.limits.max_changes, state.batch * 2);
  const next = { ...wellAgain(state), quiet: false, batch, stuck: 0 };
  return doubt ? startOver(next, { anew: true }) : begin(next);
}

/** What this tablet can send again is asked for first, then a copy is pulled beside the one shown. */
function startOver(state: State, { anew }: { anew: boolean }): Moved {
  const next = begin({ ...state, copy: 'fresh', digests: false, reconcile: true });
  return { ...next, effects: [{ do: 'start_fresh', anew }, ...next.effects] };
}

function afterPull(state: State, event: Extract<Event, { is: 'pulled' }>): Moved {
  const well = wellAgain(state);
  // The fresh copy may be the one that is shown by now: another tab has finished it.
  if (event.moved) return pull({ ...well, copy: 'shown', digests: state.digests || state.copy === 'fresh' });
  if (event.more) return pull(well);
  if (event.verdict === 'unequal') return afterMismatch(well, event.chance);
  const done: State = { ...well, copy: 'shown', digests: false, check: conclude(state, event.verdict) };
  const next = event.released ? begin(done) : still(rest(done));
  return { ...next, effects: [...tidy(state, event.verdict), ...next.effects] };
}

/** What a check has found, once the rows of the office and of this tablet are the same. */
function conclude({ check, copy, amiss }: State, verdict: Extract<Event, { is: 'pulled' }>['verdict']): State['check'] {
  if (check !== 'running' || verdict !== 'equal') return check;
  return copy === 'fresh' || amiss ? 'mended' : 'whole';
}

/** A fresh copy that is whole is shown; one that was left half done is not needed where the shown one is right. */
function tidy(state: State, verdict: Extract<Event, { is: 'pulled' }>['verdict']): readonly Effect[] {
  if (state.copy === 'fresh') return [{ do: 'swap' }];
  return verdict === 'equal' ? [{ do: 'drop_fresh' }] : [];
}

/** What is held is not what the server has, perhaps because the server lost something. */
function afterMismatch(state: State, chance: number): Moved {
  if (state.copy === 'shown') return startOver(state, { anew: false });
  const next = waitLonger({ ...state, phase: 'problem', waiting: 'server' }, { chance, asked_ms: null });
  return { ...next, effects: [{ do: 'start_fresh', anew: true }, ...next.effects] };
}

function afterFailure(state: State, event: Extract<Event, { is: 'failed' }>): Moved {
  const { failure, step, sent } = event;
  if (failure.why !== 'problem') {
    // Silence may mean a slow link: the next attempt is half as long.
    const batch = failure.why === 'silent' && step === 'push' ? half(sent) : state.batch;
    return back({ ...state, phase: 'offline', waiting: 'network', batch, problem: null }, event);
  }
  const { problem } = failure;
  const refused = { ...state, problem };
  if (problem.status === 401 || problem.code === 'wrong_user') return still({ ...rest(refused), phase: 'signed_out' });
  if (problem.code === 'resync' && step === 'pull') return resync(refused, event);
  if (step === 'push' && isOfTheBatch(problem)) return afterRefusal(refused, event);
  return back({ ...refused, phase: 'problem', waiting: 'server' }, event);
}

/** Another generation of the space, or a cursor that cannot be read: what was acknowledged is asked again first. */
function resync(state: State, event: Extract<Event, { is: 'failed' }>): Moved {
  if (state.copy === 'shown') return startOver({ ...state, problem: null }, { anew: false });
  const next = back({ ...state, phase: 'problem', waiting: 'server' }, event);
  return { ...next, effects: [{ do: 'start_fresh', anew: true }, ...next.effects] };
}

/** 413, 422 and 400 are answers to what a push holds, and halving finds which change it is. */
function isOfTheBatch(problem: Problem): boolean {
  return [400, 413, 422].includes(problem.status);
}

function afterRefusal(state: State, event: Extract<Event, { is: 'failed' }>): Moved {
  const limits = readLimits(state);
  if (event.sent > 1) return push({ ...state, limits, batch: half(event.sent) });
  const code = state.problem?.code ?? 'bad_request';
  const next = { ...state, limits, stuck: state.stuck + 1 };
  const slow = next.stuck >= STUCK_IN_A_ROW;
  const moved = slow ? back({ ...next, phase: 'problem', waiting: 'server' }, event) : push(next);
  return { ...moved, effects: [{ do: 'set_aside', code }, ...moved.effects] };
}

/** A 413 says what would have been taken. */
function readLimits({ limits, problem }: State): Limits {
  const max_bytes = problem?.['max_bytes'];
  const max_changes = problem?.['max_changes'];
  return {
    max_bytes: typeof max_bytes === 'number' ? max_bytes : limits.max_bytes,
    max_changes: typeof max_changes === 'number' ? max_changes : limits.max_changes,
  };
}

function back(state: State, { failure, chance }: Extract<Event, { is: 'failed' }>): Moved {
  return waitLonger(state, { chance, asked_ms: failure.why === 'problem' ? failure.retry_after_ms : null });
}

function waitLonger(state: State, { chance, asked_ms }: { chance: number; asked_ms: number | null }): Moved {
  const failures = state.failures + 1;
  const ms = waitAfter(failures, chance, asked_ms);
  return one({ ...state, busy: false, failures }, { do: 'wait', ms });
}

function wellAgain(state: State): State {
  return { ...state, failures: 0, problem: null };
}

function rest(state: State): State {
  return { ...state, phase: 'idle', busy: false };
}

function half(sent: number): number {
  return Math.max(1, Math.floor(sent / 2));
}

function still(state: State): Moved {
  return { state, effects: [] };
}

function one(state: State, effect: Effect): Moved {
  return { state, effects: [effect] };
}

function assertNever(event: never): never {
  throw new TypeError(`not an event: ${JSON.stringify(event)}`);
}
