/** The history of an item in sentences: who changed what, when, and what stood there before. */
import { formatDayAndTime, formatMoment } from '../../../core/format';
import type { Fields } from '../../../core/types';
import type { Told } from '../../state/past';
import type { Text } from '../../text';

export type Line = { readonly id: string; readonly what: string; readonly changes: readonly string[] };

type Words = { readonly t: Text; readonly language: string; readonly nameOf: (person: string) => string };

/** One line for each change, in order; a change that altered nothing has none. */
export function tellPast(told: readonly Told[], words: Words): readonly Line[] {
  const lines: Line[] = [];
  let before: Fields | null = null;
  for (const entry of told) {
    const after: Fields = { ...before, ...entry.fields };
    const changes = before === null ? [] : listChanges(before, after, words);
    if (before === null || entry.op === 'delete' || changes.length > 0) {
      lines.push({ id: entry.id, what: nameAct(entry, { ...words, isFirst: before === null }), changes });
    }
    before = after;
  }
  return lines;
}

function nameAct(entry: Told, { t, language, nameOf, isFirst }: Words & { isFirst: boolean }): string {
  const { past } = t.lesson.review;
  const when = formatDayAndTime(language, entry.at);
  if (entry.stood === true) return past.stood;
  if (entry.op === 'delete') return past.removed(when, nameOf(entry.by));
  return isFirst ? past.recorded(when, nameOf(entry.by)) : past.edited(when, nameOf(entry.by));
}

function listChanges(before: Fields, after: Fields, { t }: Words): readonly string[] {
  const { past } = t.lesson.review;
  const names: Readonly<Record<string, string>> = past.fields;
  return Object.keys(after)
    .filter((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]))
    .map((name) => past.was(names[name] ?? name, say(name, after[name], t), say(name, before[name], t)));
}

function say(name: string, value: unknown, { lesson }: Text): string {
  const { past } = lesson.review;
  if (value === undefined || value === null || value === '') return past.nothing;
  if (name === 't_ms' && typeof value === 'number') return formatMoment(value);
  if (typeof value === 'boolean') return value ? past.yes : past.no;
  return typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
}
