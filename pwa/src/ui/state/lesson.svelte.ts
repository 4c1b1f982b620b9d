/** The lesson on the pad: taps go through the recorder to the store, and what it says comes back to the keys. */
import type { Gap, Heartbeat } from '../../core/clock';
import type { LiveItem } from '../../core/live';
import { findCode, isExclusive } from '../../core/protocol';
import type { Action, Applied, Done, Recording } from '../../core/recorder';
import { applyAction, hasEnded, intervalNow, isPaused, startRecording } from '../../core/recorder';
import { findItem } from '../../core/recording';
import type { Draft, EvidenceFields, Id, ObservationFields, Shown } from '../../core/types';
import { newId, type Store } from '../../store';
import { claim, type Claim } from '../../store/claim';
import { dropHeartbeat, findHeartbeat, keepHeartbeat } from '../../store/heartbeat';
import { makeCells, type Cells } from './cells.svelte';
import { startTicking, type Ticking } from './clock.svelte';
import { findProtocol, type KnownProtocol } from './protocols';

export type Lesson = {
  readonly id: Id;
  readonly known: KnownProtocol;
  readonly fields: ObservationFields;
  readonly cells: Cells;
  readonly now_ms: number;
  readonly isPaused: boolean;
  readonly isEnded: boolean;
  /** Another window records; this one only shows. */
  readonly isElsewhere: boolean;
  readonly items: { readonly all: number; readonly safe: number };
  /** The newest items first, a handful. */
  readonly latest: readonly LiveItem[];
  readonly last: Done | null;
  /** The item whose details can be given on the strip. */
  readonly asking: LiveItem | null;
  readonly interval: {
    readonly index: number;
    readonly codes: readonly string[];
    readonly before: readonly string[];
  } | null;
  /** A stretch that passed while the tablet slept, found when the pad opened or came back. */
  readonly gap: Gap | null;
  readonly exact: () => number;
  readonly tap: (code: string, options?: { late: boolean }) => void;
  /** Keeps a note under the time of its first keystroke; gives its record for the next edit of the same note. */
  readonly keepNote: (note: { record: Id | null; t_ms: number; text: string }) => Id;
  readonly detail: (record: Id, modifiers: EvidenceFields['modifiers']) => void;
  readonly letGo: () => void;
  readonly undo: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly end: () => void;
  readonly takeOver: () => Promise<void>;
  readonly close: () => void;
};

export type Opened = Lesson | 'missing' | 'no-protocol';

const LATEST = 12;

/** Opens an observation for recording. `onSafe` is called for each item that reached the tablet's disk. */
export async function openLesson(store: Store, id: Id, onSafe: () => void): Promise<Opened> {
  const row = (await store.get(id)) as Shown<ObservationFields> | null;
  if (row === null || row.kind !== 'observation') return 'missing';
  const known = await findProtocol(store, row.fields);
  if (known === null) return 'no-protocol';
  const evidence = await store.evidenceOf(id);
  const claimed = await claim(`backrow-lesson-${id}`, { take: false });
  const left = await findHeartbeat(store.settings, localStorage, id);
  return makeLesson({ store, known, onSafe, claimed, left }, row, evidence);
}

type Ground = {
  readonly store: Store;
  readonly known: KnownProtocol;
  readonly onSafe: () => void;
  readonly claimed: Claim | null;
  readonly left: Heartbeat | null;
};

function makeLesson(
  { store, known, onSafe, claimed, left }: Ground,
  row: Shown<ObservationFields>,
  evidence: readonly Shown<EvidenceFields>[],
): Lesson {
  const id = row.record;
  const protocol = known.body;
  const cells = makeCells(protocol);
  let held = claimed;
  let ticking: Ticking | null = $state.raw(null);
  let recording = startRecording(protocol, row, evidence);
  let fields = $state.raw(row.fields);
  let paused = $state(isPaused(recording));
  let ended = $state(hasEnded(recording));
  let elsewhere = $state(claimed === null && !hasEnded(recording));
  let all = $state(evidence.length);
  let safe = $state(evidence.filter((item) => !item.unsafe).length);
  let latest = $state.raw<readonly LiveItem[]>([]);
  let last = $state.raw<Done | null>(null);
  let asking = $state.raw<LiveItem | null>(null);
  let gap = $state.raw<Gap | null>(null);
  let shownInterval = -1;
  let interval = $state.raw<Lesson['interval']>(null);

  function show(): void {
    const { index, codes } = intervalNow(recording, now()) ?? { index: null, codes: new Map<string, Id>() };
    cells.show(recording, index);
    fields = recording.observation.fields;
    paused = isPaused(recording);
    ended = hasEnded(recording);
    last = recording.last;
    latest = newest(recording);
    shownInterval = index ?? -1;
    if (index === null) return;
    const before = recording.marks.get(index - 1) ?? new Map<string, Id>();
    interval = { index, codes: [...codes.keys()], before: [...before.keys()] };
  }

  function now(): number {
    return ticking?.exact() ?? fields.ended_ms ?? 0;
  }

  /** The screen follows at once; the tick comes when the disk has it. */
  function act(...actions: readonly Action[]): readonly Draft[] {
    if (elsewhere) return [];
    const applied = actions.reduce<Applied>(applyNext, { recording, drafts: [] });
    if (applied.drafts.length === 0) return [];
    recording = applied.recording;
    keep(applied.drafts);
    show();
    return applied.drafts;
  }

  function keep(drafts: readonly Draft[]): void {
    const made = drafts.filter((draft) => draft.kind === 'evidence' && draft.id !== undefined);
    all += made.length;
    void store.save(drafts).then(() => {
      safe += made.length;
      for (const { fields: kept } of made) if (typeof kept['code'] === 'string') cells.tick(kept['code']);
      onSafe();
    });
  }

  function tap(code: string, { late } = { late: false }): void {
    if (paused || ended) return;
    const t_ms = now();
    const where = late && interval !== null && interval.index > 0 ? { interval: interval.index - 1 } : {};
    const action: Action = { do: 'tap', id: newId(), code, t_ms, ...where };
    const drafts = act(...clearLane(code, interval?.index ?? null), action);
    const item = drafts.find((draft) => draft.id === action.id);
    const hasDetails = (findCode(protocol, code)?.modifiers?.length ?? 0) > 0;
    if (item !== undefined && hasDetails) asking = recording.items?.item ?? null;
  }

  /** In an exclusive lane of an interval protocol a mark takes the place of the other one. */
  function clearLane(id: string, index: number | null): readonly Action[] {
    const code = findCode(protocol, id);
    if (code === undefined || index === null || !isExclusive(protocol, code)) return [];
    const marks = recording.marks.get(index) ?? new Map<string, Id>();
    return [...marks]
      .filter(([other]) => other !== id && findCode(protocol, other)?.group === code.group)
      .map(([, record]) => ({ do: 'retract', record }) as const);
  }

  function keepNote({ record, t_ms, text }: { record: Id | null; t_ms: number; text: string }): Id {
    if (record === null) {
      const made = newId();
      act({ do: 'note', id: made, t_ms, text });
      return made;
    }
    // Going on with a note is no step of its own for undo.
    const before = recording.last;
    act({ do: 'edit', record, fields: { note: text } });
    recording = { ...recording, last: before };
    last = before;
    return record;
  }

  function detail(record: Id, modifiers: EvidenceFields['modifiers']): void {
    act({ do: 'edit', record, fields: { modifiers: modifiers ?? {} } });
    asking = findItem(recording, record);
  }

  function undo(): void {
    const taken = recording.last?.record ?? null;
    act({ do: 'undo' });
    if (taken === asking?.record) asking = null;
  }

  function noticeGap(found: Gap): void {
    if (isPaused(recording)) return;
    if (found.to_ms > found.from_ms) gap = found;
    // Told by the clock while it is being set up, so its own time cannot be asked yet.
    queueMicrotask(() => act({ do: 'gap', from_ms: found.from_ms, to_ms: found.to_ms, why: found.why }));
  }

  function startClock(from: Heartbeat | null): void {
    const keep = (beat: Heartbeat): void => void keepHeartbeat(store.settings, id, beat);
    ticking = startTicking({ observation: id, started_at: fields.started_at, left: from, keep, onGap: noticeGap });
    void held?.lost.then(leave);
  }

  /** Another window took over: stop the clock here and only watch. */
  function leave(): void {
    if (hasEnded(recording)) return;
    elsewhere = true;
    ticking?.stop();
  }

  async function takeOver(): Promise<void> {
    held = await claim(`backrow-lesson-${id}`, { take: true });
    await reload();
    const from = await findHeartbeat(store.settings, localStorage, id);
    elsewhere = false;
    startClock(from);
    show();
  }

  async function reload(): Promise<void> {
    const [fresh, items] = await Promise.all([store.get(id), store.evidenceOf(id)]);
    if (fresh === null) return;
    recording = startRecording(protocol, fresh as Shown<ObservationFields>, items);
    all = items.length;
    safe = items.filter((item) => !item.unsafe).length;
    show();
  }

  function end(): void {
    act({ do: 'end', t_ms: now() });
    ticking?.stop();
    dropHeartbeat(localStorage, id);
  }

  if (!ended && !elsewhere) startClock(left);
  show();
  const stopWatching = store.watch((touched) => {
    if (elsewhere && (touched.all || touched.scopes.includes(`observation:${id}`))) void reload();
  });
  const stopIntervals = $effect.root(() => {
    $effect(() => {
      const index = intervalNow(recording, ticking?.shown_ms ?? 0)?.index ?? -1;
      if (index !== shownInterval) show();
    });
  });

  return {
    id,
    known,
    cells,
    get fields() {
      return fields;
    },
    get now_ms() {
      return ended ? (fields.ended_ms ?? 0) : (ticking?.shown_ms ?? 0);
    },
    get isPaused() {
      return paused;
    },
    get isEnded() {
      return ended;
    },
    get isElsewhere() {
      return elsewhere;
    },
    get items() {
      return { all, safe };
    },
    get latest() {
      return latest;
    },
    get last() {
      return last;
    },
    get asking() {
      return asking;
    },
    get interval() {
      return interval;
    },
    get gap() {
      return gap;
    },
    exact: now,
    tap,
    keepNote,
    detail,
    letGo: () => {
      asking = null;
      gap = null;
    },
    undo,
    pause: () => void act({ do: 'pause', t_ms: now(), why: 'pause' }),
    resume: () => void act({ do: 'resume', t_ms: now() }),
    end,
    takeOver,
    close: () => {
      stopIntervals();
      stopWatching();
      ticking?.stop();
      held?.release();
    },
  };
}

function applyNext(before: Applied, action: Action): Applied {
  const { recording, drafts } = applyAction(before.recording, action);
  return { recording, drafts: [...before.drafts, ...drafts] };
}

/** The last items that stand, newest first; it looks no further than it must. */
function newest(recording: Recording): readonly LiveItem[] {
  const found: LiveItem[] = [];
  for (let link = recording.items; link !== null && found.length < LATEST; link = link.before) {
    if (link.item.fields.retracted !== true) found.push(link.item);
  }
  return found;
}
