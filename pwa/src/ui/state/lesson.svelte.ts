/** The lesson on the pad: taps go through the recorder to the store, and what it says comes back to the keys. */
import { untrack } from 'svelte';

import type { Gap, Heartbeat } from '../../core/clock';
import type { Action, Recording } from '../../core/recorder';
import { intervalNow, isPaused, startRecording } from '../../core/recorder';
import type { Draft, EvidenceEdit, EvidenceFields, Id, ObservationFields, Shown } from '../../core/types';
import { newId, type LessonStore } from '../../store';
import { claim, type Claim } from '../../store/claim';
import { dropHeartbeat, findHeartbeat, keepHeartbeat } from '../../store/heartbeat';
import { dropSweep, findSweep, keepSweep } from '../../store/sweep';
import { orMissing } from './away.svelte';
import { makeCaptures, type Captures } from './captures';
import { makeCells, type Cells } from './cells.svelte';
import { startTicking, type Ticking } from './clock.svelte';
import { applyAll, findAsked, hasDetails, makeDetail, makeTap } from './lesson-steps';
import { makeLooks, type Looks } from './lesson-looks';
import { makeView, type LessonView } from './lesson-view';
import { listStored, pickProtocol, type KnownProtocol } from './protocols';

export type Lesson = Captures &
  Looks & {
    readonly id: Id;
    readonly known: KnownProtocol;
    readonly cells: Cells;
    readonly view: LessonView;
    /** The lesson's time for the screen. */
    readonly now_ms: number;
    /** The lesson's time at this very moment. */
    readonly exact: () => number;
    readonly items: { readonly all: number; readonly safe: number };
    /** Another window records; this one only shows. */
    readonly isElsewhere: boolean;
    /** `late`: for the interval before; `subject`: of whom; `t_ms`: when the finger came down, if not now. */
    readonly tap: (code: string, options?: { late?: boolean; subject?: string | undefined; t_ms?: number }) => void;
    readonly detail: (record: Id, modifiers: NonNullable<EvidenceFields['modifiers']>) => void;
    /** Puts away what is asked and told. */
    readonly letGo: () => void;
    readonly undo: () => void;
    readonly pause: () => void;
    readonly resume: () => void;
    readonly end: () => void;
    /** Goes on with a lesson that was ended. */
    readonly reopen: () => void;
    readonly takeOver: () => Promise<void>;
    readonly close: () => void;
  };

export type Opened = Lesson | 'missing' | 'no-protocol' | 'at-office';

type Ground = {
  readonly store: LessonStore;
  readonly known: KnownProtocol;
  readonly onSafe: () => void;
  readonly claimed: Claim | null;
  /** The last beat of the lesson's clock. */
  readonly left: Heartbeat | null;
};

/** Opens an observation for recording. `onSafe` is called for each item that reached the tablet's disk. */
export async function openLesson(store: LessonStore, id: Id, onSafe: () => void): Promise<Opened> {
  // Each read of the tablet's disk is a wait, and the pad waits for all of them: they go together.
  const [found, evidence, left, stored] = await Promise.all([
    store.get(id),
    orMissing(id, store.evidenceOf(id)),
    findHeartbeat(store.settings, localStorage, id),
    listStored(store),
  ]);
  const row = found as Shown<ObservationFields> | null;
  if (row === null || row.kind !== 'observation') return 'missing';
  const known = await pickProtocol(stored, row.fields);
  if (known === null) return 'no-protocol';
  if (evidence === null) return 'at-office';
  const claimed = await claim(`backrow-lesson-${id}`, { take: false });
  return makeLesson({ store, known, onSafe, claimed, left }, row, evidence);
}

/** Long, since its parts share one recording: what a touch means and what is shown of it stand in files of their own. */
function makeLesson(
  { store, known, onSafe, claimed, left }: Ground,
  row: Shown<ObservationFields>,
  evidence: readonly Shown<EvidenceFields>[],
): Lesson {
  const id = row.record;
  const cells = makeCells(known.body);
  let recording: Recording = takeUp(known, row, evidence);
  let held = claimed;
  let asking: Id | null = null;
  let gap: Gap | null = null;
  let ticking = $state.raw<Ticking | null>(null);
  let view = $state.raw<LessonView>(makeView(recording, { asking, gap, now_ms: 0 }));
  let elsewhere = $state(claimed === null && !view.isEnded);
  let items = $state.raw(countItems(evidence));
  /** The time of a lesson that another window records, by its heartbeat. */
  let seen_ms = $state(left?.t_ms ?? 0);

  function exact(): number {
    return view.fields.ended_ms ?? (elsewhere ? seen_ms : (ticking?.exact() ?? seen_ms));
  }

  function show(): void {
    const now_ms = exact();
    view = makeView(recording, { asking, gap, now_ms });
    cells.show(recording, view.interval?.index ?? null);
  }

  /** The screen follows at once; the tick comes when the disk has it. */
  function act(...actions: readonly Action[]): readonly Draft[] {
    if (elsewhere) return [];
    const applied = applyAll(recording, actions);
    if (applied.drafts.length === 0) return [];
    recording = applied.recording;
    keep(applied.drafts);
    show();
    return applied.drafts;
  }

  function keep(drafts: readonly Draft[]): void {
    const made = drafts.filter((draft) => draft.kind === 'evidence' && draft.id !== undefined);
    items = { ...items, all: items.all + made.length };
    void store.save(drafts).then(() => {
      items = { ...items, safe: items.safe + made.length };
      for (const { fields } of made) if (typeof fields['code'] === 'string') cells.tick(fields['code']);
      onSafe();
    });
  }

  const tap: Lesson['tap'] = (code, { late = false, subject, t_ms = exact() } = {}) => {
    if (view.isPaused || view.isEnded) return;
    const id = newId();
    const asks = hasDetails(recording, code);
    const asked = asking;
    if (asks) asking = id;
    act(makeTap(recording, { id, code, t_ms, late, subject }));
    if (asks) asking = findAsked(recording, { id, code, subject }) ?? asked;
    if ((asking ?? undefined) !== view.asking?.record) show();
  };

  function detail(record: Id, modifiers: NonNullable<EvidenceFields['modifiers']>): void {
    const id = newId();
    const drafts = act(makeDetail(recording, { id, record, modifiers, t_ms: exact() }));
    if (!drafts.some((draft) => draft.id === id)) return;
    asking = id;
    show();
  }

  /** Going on with what is written is no step of its own for undo. */
  function amend(record: Id, fields: EvidenceEdit): void {
    const { last } = recording;
    act({ do: 'edit', record, fields });
    recording = { ...recording, last };
    show();
  }

  function offer(record: Id, code: string): void {
    if (hasDetails(recording, code)) asking = record;
  }

  function begin(next: Recording): void {
    if (elsewhere) return;
    recording = next;
    if (next.sweep !== null) keepSweep(localStorage, id, next.sweep);
    show();
  }

  function noticeGap(found: Gap): void {
    if (isPaused(recording)) return;
    if (found.to_ms > found.from_ms) gap = found;
    // Told by the clock while it is being set up, so its own time cannot be asked yet.
    queueMicrotask(() => act({ do: 'gap', from_ms: found.from_ms, to_ms: found.to_ms, why: found.why }));
  }

  function startClock(from: Heartbeat | null): void {
    const keepBeat = (beat: Heartbeat): void => void keepHeartbeat(store.settings, id, beat);
    const { started_at } = view.fields;
    ticking = startTicking({ observation: id, started_at, left: from, keep: keepBeat, onGap: noticeGap });
    void held?.lost.then(leave);
  }

  /** Another window took over: stop the clock here and only watch. */
  function leave(): void {
    if (view.isEnded) return;
    seen_ms = exact();
    elsewhere = true;
    ticking?.stop();
  }

  async function takeOver(): Promise<void> {
    held = await claim(`backrow-lesson-${id}`, { take: true });
    await reload();
    const from = await findHeartbeat(store.settings, localStorage, id);
    elsewhere = false;
    if (!view.isEnded) startClock(from);
    show();
  }

  async function reload(): Promise<void> {
    const [fresh, found] = await Promise.all([store.get(id), store.evidenceOf(id)]);
    if (fresh === null) return;
    recording = takeUp(known, fresh as Shown<ObservationFields>, found);
    items = countItems(found);
    show();
  }

  async function look(): Promise<void> {
    const beat = await findHeartbeat(store.settings, localStorage, id);
    seen_ms = beat?.t_ms ?? seen_ms;
  }

  function end(): void {
    act({ do: 'end', t_ms: exact() });
    rest();
  }

  /** The clock of a lesson that has ended stands still. */
  function rest(): void {
    ticking?.stop();
    dropHeartbeat(localStorage, id);
    dropSweep(localStorage, id);
  }

  function undo(): void {
    act({ do: 'undo' });
    if (view.isEnded) rest();
  }

  /** Nobody watched since the end: the clock goes on from there and names the gap. */
  function reopen(): void {
    const { ended_ms, started_at } = view.fields;
    if (elsewhere || typeof ended_ms !== 'number') return;
    act({ do: 'reopen', t_ms: ended_ms });
    startClock({ t_ms: ended_ms, wall_ms: Date.parse(started_at) + ended_ms });
  }

  if (!view.isEnded && !elsewhere) startClock(left);
  show();
  const stopWatching = store.watch((touched) => {
    if (elsewhere && (touched.all || touched.scopes.includes(row.scope))) void reload();
  });
  const stopEffects = $effect.root(() => {
    $effect(() => {
      if (!elsewhere) return;
      const looking = setInterval(() => void look(), 1_000);
      return () => clearInterval(looking);
    });
    $effect(() => {
      const index = intervalNow(recording, ticking?.shown_ms ?? 0)?.index;
      // Only the clock wakes this: the view may be an interval ahead of the clock on the screen, by a tap in between.
      untrack(() => {
        if (index !== undefined && index !== view.interval?.index) show();
      });
    });
  });

  return {
    id,
    known,
    cells,
    get view() {
      return view;
    },
    get now_ms() {
      return view.fields.ended_ms ?? (elsewhere ? seen_ms : (ticking?.shown_ms ?? 0));
    },
    get items() {
      return items;
    },
    get isElsewhere() {
      return elsewhere;
    },
    exact,
    tap,
    ...makeLooks(() => (void view, recording), exact),
    ...makeCaptures({ act, amend, begin, offer, show, exact, now: () => recording }),
    detail,
    letGo: () => {
      asking = null;
      gap = null;
      show();
    },
    undo,
    pause: () => void act({ do: 'pause', t_ms: exact(), why: 'pause' }),
    resume: () => void act({ do: 'resume', t_ms: exact() }),
    end,
    reopen,
    takeOver,
    close: () => {
      stopEffects();
      stopWatching();
      ticking?.stop();
      held?.release();
    },
  };
}

/** A sweep that was begun and holds nothing yet is known by the tablet alone. */
function takeUp(
  known: KnownProtocol,
  row: Shown<ObservationFields>,
  evidence: readonly Shown<EvidenceFields>[],
): Recording {
  const recording = startRecording(known.body, row, evidence);
  const kept = findSweep(localStorage, row.record);
  return kept === null || kept.index < (recording.sweep?.index ?? 0) ? recording : { ...recording, sweep: kept };
}

function countItems(evidence: readonly Shown<EvidenceFields>[]): Lesson['items'] {
  return { all: evidence.length, safe: evidence.filter((item) => !item.unsafe).length };
}
