/** Ratings and checks as rows of the pad. */
import { allowsNone, answerKey, findScale, isPerSegment } from '../../../core/answers';
import { formatClock } from '../../../core/format';
import type { LiveItem } from '../../../core/live';
import { readText, type Item, type Protocol } from '../../../core/protocol';
import type { Id } from '../../../core/types';
import type { Text } from '../../text';
import { colourOf } from './lib';

export type AnswerOption = {
  readonly value: number | null;
  /** What stands on the button, and what it means in full. */
  readonly label: string;
  readonly long: string;
  /** What a level means; empty where the protocol says nothing. */
  readonly anchor: string;
  readonly chosen: boolean;
};

export type ItemRow = {
  readonly id: string;
  readonly label: string;
  readonly lookFor: string;
  readonly notFor: string;
  readonly options: readonly AnswerOption[];
  /** What was answered and when; empty while nothing is. */
  readonly said: string;
  /** The item of evidence that holds the answer. */
  readonly record: Id | null;
  readonly note: string;
  readonly asksEvidence: boolean;
};

export type ItemGroup = {
  readonly id: string;
  readonly label: string;
  readonly colour: string;
  readonly rows: readonly ItemRow[];
};

export type Asked = {
  readonly answers: ReadonlyMap<string, LiveItem>;
  /** The segment that is rated, from 0. */
  readonly segment: number;
  readonly language: string;
};

/** The items in the lanes of the protocol; lanes without any are left out. */
export function makeItemGroups(protocol: Protocol, asked: Asked, t: Text): readonly ItemGroup[] {
  return protocol.groups.flatMap((group) => {
    const items = protocol.items.filter((item) => item.group === group.id);
    if (items.length === 0) return [];
    const rows = items.map((item) => makeRow(protocol, item, { asked, t }));
    return [{ id: group.id, label: readText(group.label, asked.language), colour: colourOf(protocol, group.id), rows }];
  });
}

function makeRow(protocol: Protocol, item: Item, { asked, t }: { asked: Asked; t: Text }): ItemRow {
  const { answers, segment, language } = asked;
  const held = answers.get(answerKey(item.id, isPerSegment(protocol, item) ? segment : null));
  const options = makeOptions(protocol, item, { held, language, t });
  const chosen = options.find((option) => option.chosen);
  const at = held === undefined ? '' : formatClock(held.fields.t_ms);
  return {
    id: item.id,
    label: readText(item.label, language),
    lookFor: readText(item.look_for, language),
    notFor: item.not_for === undefined ? '' : readText(item.not_for, language),
    options,
    said: chosen === undefined ? '' : t.lesson.capture.items.at(chosen.long, at),
    record: held?.record ?? null,
    note: held?.fields.note ?? '',
    asksEvidence: (findScale(protocol, item)?.evidence ?? 'none') !== 'none',
  };
}

type Held = { readonly held: LiveItem | undefined; readonly language: string; readonly t: Text };

function makeOptions(protocol: Protocol, item: Item, { held, language, t }: Held): readonly AnswerOption[] {
  const { items } = t.lesson.capture;
  const levels = findScale(protocol, item)?.levels ?? [];
  const plain = [
    { value: 1, label: items.seen, long: items.seen, anchor: '' },
    { value: 0, label: items.notSeen, long: items.notSeen, anchor: '' },
  ];
  const given = levels.map(({ value, label, anchor }) => {
    const name = readText(label, language);
    return { value, label: name, long: name, anchor: anchor === undefined ? '' : readText(anchor, language) };
  });
  const none = { value: null, label: items.none, long: items.noneLong, anchor: '' };
  const offered = [...(item.kind === 'check' ? plain : given), ...(allowsNone(protocol, item) ? [none] : [])];
  return offered.map((option) => ({
    ...option,
    chosen: held !== undefined && (held.fields.value ?? null) === option.value,
  }));
}

/** How many of the rows have an answer. */
export function countAnswered(groups: readonly ItemGroup[]): { readonly answered: number; readonly all: number } {
  const rows = groups.flatMap((group) => group.rows);
  return { answered: rows.filter((row) => row.record !== null).length, all: rows.length };
}
