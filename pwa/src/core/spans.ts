/** Starts and stops → spans of states. */
import type { EvidenceFields, Id } from './types';
import type { Item, Modifiers } from './evidence';
import { endedBy, findCode, secondTapOf } from './protocol';
import type { Code, Protocol } from './protocol';
import type { Range } from './ranges';

export type Span = {
  readonly code: string;
  readonly start_ms: number;
  readonly end_ms: number;
  /** Its start or its stop is missing. */
  readonly open: boolean;
  /** It began before the window that is looked at. */
  readonly continued: boolean;
  readonly modifiers: Modifiers;
  readonly subject: string | null;
  /** The items that made it: first its start, then what stopped it. */
  readonly items: readonly Id[];
};

type Running = Map<string, Span>;

/** Make the spans of all states; items are in order, `unwatched` is united. */
export function makeSpans(
  protocol: Protocol,
  items: readonly Item[],
  unwatched: readonly Range[],
  until_ms: number,
): readonly Span[] {
  const running: Running = new Map();
  const done: Span[] = [];
  const cuts = unwatched.map(([from]) => from);
  const making = {
    running,
    done,
    until_ms,
    ended: new Map(protocol.codes.map((code) => [code, endedBy(protocol, code)])),
  };
  for (const item of items) {
    while (cuts[0] !== undefined && cuts[0] <= item.fields.t_ms) closeAll(running, done, cuts.shift() ?? 0);
    applyItem(protocol, making, item);
  }
  for (const cut of [...cuts, until_ms]) closeAll(running, done, cut);
  return done.sort((a, b) => a.start_ms - b.start_ms || a.end_ms - b.end_ms || (a.code < b.code ? -1 : 1));
}

type Making = {
  readonly running: Running;
  readonly done: Span[];
  readonly until_ms: number;
  /** What each code ends. */
  readonly ended: ReadonlyMap<Code, ReadonlySet<string>>;
};

const ACTIONS: ReadonlySet<string> = new Set(['tap', 'start', 'stop', 'note', 'link']);

function applyItem(protocol: Protocol, making: Making, { record, fields }: Item): void {
  const code = fields.code === undefined ? undefined : findCode(protocol, fields.code);
  if (!code || !ACTIONS.has(fields.action)) return;
  if (fields.action === 'stop') {
    if (code.kind === 'state') stop(making, code.id, { record, fields });
    return;
  }
  for (const other of making.ended.get(code) ?? []) finish(making, keyOf(other, fields.subject), fields.t_ms, record);
  if (code.kind === 'state') start(making, code.id, { record, fields }, secondTapOf(protocol, code) === 'stop');
}

/** A second start ends the first span; where only a stop should, and with the same modifiers, the first has no stop. */
function start(making: Making, code: string, { record, fields }: Item, needsStop: boolean): void {
  const key = keyOf(code, fields.subject);
  const span = makeSpan(code, fields, record);
  const before = making.running.get(key);
  if (before) {
    finish(making, key, fields.t_ms, record, needsStop && sameModifiers(before.modifiers, span.modifiers));
  }
  if (fields.t_ms >= making.until_ms) making.done.push({ ...span, open: true });
  else making.running.set(key, span);
}

function stop(making: Making, code: string, { record, fields }: Item): void {
  if (finish(making, keyOf(code, fields.subject), fields.t_ms, record)) return;
  const closed = making.done.findLastIndex(
    (span) => span.code === code && span.subject === (fields.subject ?? null) && span.end_ms === fields.t_ms,
  );
  const span = making.done[closed];
  if (span) making.done[closed] = { ...span, items: [...span.items, record] };
  else making.done.push({ ...makeSpan(code, fields, record), open: true });
}

function finish(making: Making, key: string, t_ms: number, by: Id, open = false): boolean {
  const span = making.running.get(key);
  if (!span) return false;
  making.running.delete(key);
  making.done.push({ ...span, end_ms: Math.min(t_ms, making.until_ms), open, items: [...span.items, by] });
  return true;
}

function closeAll(running: Running, done: Span[], t_ms: number): void {
  for (const [key, span] of running) {
    running.delete(key);
    done.push({ ...span, end_ms: Math.max(span.start_ms, t_ms) });
  }
}

function makeSpan(code: string, fields: EvidenceFields, record: Id): Span {
  const { t_ms, modifiers, subject } = fields;
  const instant = { start_ms: t_ms, end_ms: t_ms, open: false, continued: false };
  return { code, ...instant, modifiers: modifiers ?? {}, subject: subject ?? null, items: [record] };
}

function keyOf(code: string, subject: string | undefined): string {
  return `${code} ${subject ?? ''}`;
}

function sameModifiers(left: Modifiers, right: Modifiers): boolean {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => String(left[name]) === String(right[name]));
}
