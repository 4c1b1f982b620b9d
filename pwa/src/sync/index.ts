/** Sync of one user's store: starts by itself, can be started by hand, and never stands in the way of recording. */
import type { Problem } from '../core/problem';
import { Refusal, refuse } from '../core/problem';
import { formatInstant } from '../core/ids';
import type { Change, Instant } from '../core/types';
import type { BlobCounts, Names, Store } from '../store';
import { isLessonRunning } from '../store/heartbeat';
import { readScope, tidyAway } from './away';
import { startUploads } from './blobs';
import { runCycle } from './cycle';
import type { Check, Phase, State, Wake } from './engine';
import { STARTED } from './engine';
import type { Held } from './lock';
import { underLock } from './lock';
import type { BlobTransport, Transport } from './transport';
import { blobTransport, onContact } from './transport';
import { listenForWakes } from './wakes';

export type { Check, Phase, Wake };

export type SyncStatus = {
  readonly phase: Phase;
  /** Own changes that the server has not acknowledged, on disk or not. */
  readonly unsent: number;
  /** Own photos whose bytes the server does not have. */
  readonly photos: BlobCounts;
  readonly last_contact_at: Instant | null;
  readonly problem: Problem | null;
  /** How *Check everything* stands; null before it was asked for. */
  readonly check: Check | null;
};

export type SyncHandle = {
  /** Resolves when the status is that of this store: before, nothing is known of what waits. */
  readonly ready: Promise<void>;
  readonly status: () => SyncStatus;
  /** Calls `listener` with the status now and at every change; returns the way to stop. */
  readonly onStatus: (listener: (status: SyncStatus) => void) => () => void;
  /** By hand, or after signing in again: starts at once, whatever the backoff says. */
  readonly sendNow: () => void;
  /** Asks the server for every number and compares every row; what is amiss is made good. */
  readonly checkAll: () => void;
  /**
   * While somebody looks at what others may change, such as a review or a conference: what changes elsewhere is here
   * within two seconds, and an own change goes out at once. Returns the way to stop.
   */
  readonly lookClosely: () => () => void;
  readonly stop: () => void;
};

/** The release, as a push names it; `pyproject.toml` has the same. */
export const APP = '0.1.0';
/** Counting reads what a tap is about to write, so it waits until taps rest, but not for ever. */
const COUNT_AFTER_MS = 500;
/** How long a hand has rested before what it wrote at a desk goes out. */
const SEND_AFTER_MS = 3_000;
const COUNT_AT_LATEST_MS = 5_000;
/** The setting that remembers the last contact over a restart. */
const CONTACT = 'last_contact_at';
const CONTACT_EVERY_MS = 60_000;
const LOOK_EVERY_MS = 2_000;
const BUSY_ELSEWHERE_MS = 5_000;
const AFTER_FAULT_MS = 10_000;
const TIDY_EVERY_MS = 24 * 60 * 60_000;

/** These wakes come from a person, or say that the network is new: they do not wait for a backoff of photos. */
const URGENT: readonly Wake[] = ['start', 'person', 'check', 'online', 'backoff'];
const NO_PHOTOS: BlobCounts = { waiting: 0, refused: 0 };

export function startSync(
  store: Store,
  transport: Transport,
  names: Names = readNames(),
  blobs: BlobTransport = blobTransport,
): SyncHandle {
  const listeners = new Set<(status: SyncStatus) => void>();
  const uploads = startUploads(store, blobs);
  let status: SyncStatus = {
    phase: 'idle',
    unsent: 0,
    photos: NO_PHOTOS,
    last_contact_at: null,
    problem: null,
    check: null,
  };
  let state: State = STARTED;
  let stopped = false;
  let running = false;
  /** Who woke sync while it was busy: it looks again right after. */
  let next: Wake | null = null;
  let lookers = 0;
  /** When old lessons are looked for again; at once where a head, a cycle or all has changed. */
  let tidyAt_ms = 0;
  let contactKept_ms = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let counting: ReturnType<typeof setTimeout> | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  /** When counting must no longer be put off; null while nothing is to be counted. */
  let countBy_ms: number | null = null;

  function publish(change: Partial<SyncStatus>): void {
    status = { ...status, ...change };
    listeners.forEach((listener) => listener(status));
  }

  async function wake(by: Wake): Promise<void> {
    if (stopped) return;
    if (running) {
      // Nobody's wish may be replaced by a weaker one, and to look is what a running cycle does at its end.
      if (by !== 'look' && next !== 'check' && (next !== 'person' || by === 'check')) next = by;
      return;
    }
    running = true;
    next = null;
    clearTimeout(timer);
    try {
      const mine = await underLock(`backrow.sync.${store.user.id}`, localStorage, async (held) => {
        const rested = await runCycle(makeWorld(held), state, { is: 'woken', by });
        if (held.isMine()) state = rested;
        if (state.phase === 'idle') await sendPhotos(held, by);
        await tidy(held);
      });
      if (!mine && by !== 'look') later(by, BUSY_ELSEWHERE_MS);
      await keepContact();
      await count();
    } catch (error) {
      afterStoreFault(error);
    } finally {
      running = false;
    }
    if (next !== null) await wake(next);
  }

  /** Never in a lesson: it is left in peace. */
  async function tidy(held: Held): Promise<void> {
    const mayGoOn = (): boolean => !stopped && held.isMine() && next === null && !isLessonRunning(localStorage);
    if (store.inside.now() < tidyAt_ms || !mayGoOn()) return;
    tidyAt_ms = store.inside.now() + TIDY_EVERY_MS;
    if (!(await tidyAway(store, transport, mayGoOn))) tidyAt_ms = 0;
  }

  /** Photos go when everything else has gone, and make way for whatever wakes sync. */
  async function sendPhotos(held: Held, by: Wake): Promise<void> {
    const stop = await uploads.send({
      urgent: URGENT.includes(by),
      mayGoOn: () => !stopped && held.isMine() && next === null,
      onPiece: () => {
        held.beat();
        publish({ phase: 'sending' });
      },
    });
    if (stop === null) return publish({ phase: state.phase });
    const { failure, wait_ms } = stop;
    const problem = failure.why === 'problem' ? failure.problem : null;
    const isOut = problem?.status === 401;
    publish({ phase: isOut ? 'signed_out' : problem === null ? 'offline' : 'problem', problem });
    if (!isOut) later('backoff', wait_ms);
  }

  /** The local database failed under sync; saving has its own watchdog, sync only tries again. */
  function afterStoreFault(error: unknown): void {
    if (!(error instanceof Refusal || error instanceof DOMException)) throw error;
    if (stopped) return;
    const { problem } = error instanceof Refusal ? error : refuse('store_silent', error.message);
    publish({ phase: 'problem', problem });
    later('clock', AFTER_FAULT_MS);
  }

  function makeWorld(held: { isMine: () => boolean; beat: () => void }): Parameters<typeof runCycle>[0] {
    return {
      store,
      transport,
      names,
      show: (now) => {
        held.beat();
        publish({ phase: now.phase, problem: now.problem, check: now.check });
      },
      onContact: () => publish({ last_contact_at: formatInstant(Date.now()) }),
      wait: (ms) => later('backoff', ms),
      mayGoOn: () => !stopped && held.isMine(),
    };
  }

  async function keepContact(): Promise<void> {
    const at_ms = Date.parse(status.last_contact_at ?? '');
    if (!(at_ms - contactKept_ms >= CONTACT_EVERY_MS)) return;
    contactKept_ms = at_ms;
    await store.settings.set(CONTACT, status.last_contact_at);
  }

  /** What waits is counted first: until then nobody may say that everything is stored. */
  async function recall(): Promise<void> {
    await count();
    publish({ last_contact_at: await store.settings.get<Instant | null>(CONTACT, null) });
  }

  function later(by: Wake, ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void wake(by), ms);
  }

  function sendSoon(): void {
    clearTimeout(resting);
    resting = setTimeout(() => void wake('saved'), SEND_AFTER_MS);
  }

  function countSoon(): void {
    const now_ms = performance.now();
    countBy_ms ??= now_ms + COUNT_AT_LATEST_MS;
    clearTimeout(counting);
    const rest_ms = Math.max(0, Math.min(COUNT_AFTER_MS, countBy_ms - now_ms));
    counting = setTimeout(() => void count().catch(afterStoreFault), rest_ms);
  }

  async function count(): Promise<void> {
    countBy_ms = null;
    if (stopped) return;
    const [{ here }, photos] = await Promise.all([store.counts(), store.blobs.counts()]);
    publish({ unsent: here, photos });
  }

  const stopTidying = store.watch(({ all, kinds }) => {
    if (all || kinds.includes('observation') || kinds.includes('cycle')) tidyAt_ms = 0;
  });
  const stopWatching = store.watch(countSoon);
  store.inside.reachBy((scope) => readScope(store, transport, scope));
  const stopListening = listenForWakes((by) => void wake(by === 'clock' && status.unsent === 0 ? 'look' : by));
  // Whatever the office answers tells that the network is back; some tablets do not say so themselves.
  const stopSensing = onContact(() => {
    if (state.waiting === 'network' && !running) void wake('online');
  });
  const stopHearing = store.onSaved((changes) => {
    tidyAt_ms = 0;
    if (changes.some(endsLesson)) void wake('ended');
    else if (lookers > 0) void wake('saved');
    // What is written at a desk goes out soon after the hand rests; a lesson is left in peace until its end.
    else if (!isLessonRunning(localStorage)) sendSoon();
    // Until it is counted exactly, nobody may say that everything is stored.
    if (status.unsent === 0) publish({ unsent: changes.length });
  });
  const looking = setInterval(() => {
    if (lookers > 0 && document.visibilityState === 'visible') void wake('look');
  }, LOOK_EVERY_MS);
  const ready = recall();
  ready.then(() => wake('start'), afterStoreFault);

  return {
    ready,
    status: () => status,
    onStatus: (listener) => {
      listeners.add(listener);
      listener(status);
      return () => listeners.delete(listener);
    },
    sendNow: () => void wake('person'),
    checkAll: () => void wake('check'),
    lookClosely: () => {
      lookers += 1;
      void wake('look');
      return () => (lookers -= 1);
    },
    stop: () => {
      stopped = true;
      listeners.clear();
      clearInterval(looking);
      stopHearing();
      stopSensing();
      clearTimeout(resting);
      clearTimeout(timer);
      clearTimeout(counting);
      stopTidying();
      stopWatching();
      stopListening();
    },
  };
}

function endsLesson({ kind, fields }: Change): boolean {
  return kind === 'observation' && typeof fields['ended_ms'] === 'number';
}

/** What names this app and this tablet in a push and in an exported outbox. */
export function readNames(): Names {
  const platform = /iPad|iPhone|Android|Windows|Macintosh|CrOS|Linux/.exec(navigator.userAgent)?.[0] ?? '';
  return { app: APP, device_name: platform };
}
