/** What did not become part of a record, why, and what to do, in words. */
import type { Text } from '../../text';

type Kept = {
  readonly id: string;
  readonly kind: string;
  readonly fate: string;
  readonly code?: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

/** Changes that the same thing happened to, with what to do about it. */
export type Trouble = {
  readonly why: string;
  readonly next: string;
  readonly what: readonly { readonly id: string; readonly words: string }[];
  /** So many more are not listed. */
  readonly more: number;
};

/** A whole lesson may wait: its first items say which one it is. */
const MOST_LISTED = 12;

export type Group = {
  readonly id: 'lost' | 'refused' | 'held';
  readonly title: string;
  readonly help: string | null;
  readonly troubles: readonly Trouble[];
  /** The ids of those that the office has: they can be taken off. */
  readonly removable: readonly string[];
};

type Tray = { readonly [Id in Group['id']]: readonly Kept[] };

/** What did not become part of a record, by what there is to be done about it; groups without anything are left out. */
export function listGroups(tray: Tray, t: Text): readonly Group[] {
  const { outbox } = t;
  const titles = { lost: outbox.lost, refused: outbox.refused, held: outbox.held };
  const groups = (['lost', 'refused', 'held'] as const).map((id) => ({
    id,
    title: titles[id],
    help: id === 'lost' ? outbox.lostHelp : null,
    troubles: listTroubles(tray[id], t),
    // What waits for a record on its way is better left to wait.
    removable: id === 'held' ? [] : tray[id].filter(isAtOffice).map((change) => change.id),
  }));
  return groups.filter((group) => group.troubles.length > 0);
}

/** The words that were typed, by the reason and what to do. */
function listTroubles(changes: readonly Kept[], t: Text): readonly Trouble[] {
  const reasons = [...new Set(changes.map(readReason))];
  return reasons.map((reason) => {
    const same = changes.filter((change) => readReason(change) === reason);
    const what = same.slice(0, MOST_LISTED).map((change) => ({ id: change.id, words: sayWhat(change, t.sync) }));
    return { ...sayReason(reason, t), what, more: same.length - what.length };
  });
}

function readReason({ fate, code }: Kept): string {
  return fate === 'here' ? 'here' : (code ?? 'other');
}

function sayReason(reason: string, { sync, outbox }: Text): Pick<Trouble, 'why' | 'next'> {
  if (reason === 'here') return { why: outbox.notSent, next: sync.onTabletHelp };
  const reasons: Readonly<Record<string, string>> = sync.reason;
  const steps: Readonly<Record<string, string>> = outbox.next;
  return { why: reasons[reason] ?? sync.reason.other, next: steps[reason] ?? outbox.next.other };
}

function sayWhat(change: Kept, sync: Text['sync']): string {
  return [nameKind(change.kind, sync), ...quote(change.fields)].join(': ');
}

function isAtOffice({ fate }: Kept): boolean {
  return fate === 'held' || fate === 'quarantined';
}

export type CheckSaid = { readonly words: string; readonly icon: 'cloud' | 'check'; readonly busy: boolean };

/** How *Check everything* stands, in words. */
export function sayCheck(
  status: { readonly check: 'running' | 'whole' | 'mended' | null; readonly phase: string } | null,
  { outbox }: Text,
): CheckSaid | null {
  const { check } = outbox;
  if (status === null || status.check === null) return null;
  if (status.check !== 'running') return { words: check[status.check], icon: 'check', busy: false };
  const goesOn = status.phase === 'sending' || status.phase === 'receiving';
  return { words: goesOn ? check.running : check.waits, icon: 'cloud', busy: goesOn };
}

/** What the office answered, in its words, or in ours where the app is too old for it. */
export function sayRefusal(
  problem: { readonly code: string; readonly detail?: string; readonly [member: string]: unknown } | null,
  { sync, outbox }: Text,
): string | null {
  if (problem === null) return null;
  const { code, detail, min, max } = problem;
  if (code === 'revoked_device') return sync.revoked;
  if (code === 'proto' && typeof min === 'number' && typeof max === 'number') return outbox.update(min, max);
  return detail === undefined ? null : sync.problem(detail);
}

function nameKind(kind: string, { kinds }: Text['sync']): string {
  const known: Readonly<Record<string, string>> = kinds;
  return known[kind] ?? kinds.other;
}

function quote({ note, text, title, caption, code }: Kept['fields']): readonly string[] {
  const words = [note, text, title, caption, code].find((text) => typeof text === 'string' && text !== '');
  return typeof words === 'string' ? [words.slice(0, 120)] : [];
}
