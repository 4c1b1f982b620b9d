/** From a protocol and a recording to what stands on the pad. */
import { findRated } from '../../../core/answers';
import { formatClock } from '../../../core/format';
import { modifiersOf } from '../../../core/later';
import type { LiveItem } from '../../../core/live';
import { codesOf, findCode, findGroup, readText, shortOf, type Modifier, type Protocol } from '../../../core/protocol';
import type { Done } from '../../../core/recorder';
import { isMoment } from '../../../core/recording';
import type { Chip } from '../../parts/chip';
import type { KeyFace } from '../../parts/key';
import type { ModifierQuestion } from '../../parts/modifier';
import type { Text } from '../../text';

export type PadLane = {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly colour: string;
  readonly faces: readonly KeyFace[];
};

const COLOURS = ['blue', 'teal', 'amber', 'violet', 'rose', 'slate', 'green', 'orange'] as const;

/** Lanes in the protocol's order; a lane without a colour takes the next one. */
export function makeLanes(protocol: Protocol, language: string, t: Text): readonly PadLane[] {
  const used = protocol.groups.filter((group) => protocol.codes.some((code) => code.group === group.id));
  return used.map((group) => ({
    id: group.id,
    label: readText(group.label, language),
    hint: hintOf(protocol, group.id, t),
    colour: colourOf(protocol, group.id),
    faces: codesOf(protocol, group.id).map((code) => ({
      code: code.id,
      short: shortOf(code, language),
      label: readText(code.label, language),
      kind: protocol.sampling.method === 'interval' ? 'mark' : code.kind,
      key: code.key ?? null,
    })),
  }));
}

/** How wide a key must be for its longest short name in the smallest letters. Pixels. */
export function measureWord(lanes: readonly PadLane[]): number {
  const letters = lanes.flatMap((lane) => lane.faces.map((face) => face.short.length));
  return 12 + 8 * Math.max(0, ...letters);
}

export function colourOf(protocol: Protocol, group: string): string {
  const place = protocol.groups.findIndex((one) => one.id === group);
  return findGroup(protocol, group)?.colour ?? COLOURS[place % COLOURS.length] ?? 'slate';
}

function hintOf(protocol: Protocol, id: string, { lesson }: Text): string {
  if (findGroup(protocol, id)?.exclusive === true) return lesson.pad.oneOf;
  if (protocol.sampling.method === 'sweep') return lesson.capture.sweep.people;
  return codesOf(protocol, id).every((code) => code.kind === 'event') ? lesson.pad.events : lesson.pad.parallel;
}

export function makeChip(protocol: Protocol, id: string, language: string): Chip {
  const code = findCode(protocol, id);
  if (code === undefined) return { code: id, short: id, colour: 'slate' };
  return { code: id, short: shortOf(code, language), colour: colourOf(protocol, code.group) };
}

/** The code that a key of the keyboard stands for. */
export function findByKey(protocol: Protocol, key: string): string | null {
  return protocol.codes.find((code) => code.key === key.toLowerCase())?.id ?? null;
}

/** The codes that are recorded as long as their button is held. */
export function findHolds(protocol: Protocol): ReadonlySet<string> {
  return new Set(protocol.timers.flatMap((timer) => (timer.kind === 'hold' ? [timer.code] : [])));
}

/** What an item is called in a line: its code and what happened, or the first words of a note. */
export function nameItem(
  protocol: Protocol,
  { fields }: Pick<LiveItem, 'fields'>,
  { lesson }: Text,
  language: string,
): string {
  if (isMoment(fields)) return lesson.pad.moment;
  if (fields.code === undefined) return `${lesson.pad.note}: ${(fields.note ?? '').slice(0, 40)}`;
  const code = findCode(protocol, fields.code);
  const item = findRated(protocol, fields.code);
  const rated = item === undefined ? fields.code : readText(item.label, language);
  const short = code === undefined ? rated : shortOf(code, language);
  const happened = fields.action === 'stop' ? ` ${lesson.review.action.stop}` : '';
  const seats = [fields.subject, fields.to_subject].filter((seat) => seat !== undefined).join(' → ');
  const heads = fields.action === 'sweep' && fields.value !== undefined ? ` ${fields.value}` : '';
  return `${short}${happened}${heads}${seats === '' ? '' : ` ${seats}`}`;
}

/** What undo would take back, in words. */
export function nameUndo(protocol: Protocol, last: Done, t: Text, language: string): string {
  const { pad } = t.lesson;
  const code = last.code === null ? undefined : findCode(protocol, last.code);
  const item = findRated(protocol, last.code ?? '');
  const other = item === undefined ? pad.note : readText(item.label, language);
  const about = code === undefined ? other : shortOf(code, language);
  const what = last.what === 'item' ? about : pad.undoKind[last.what](about);
  return pad.undoWhat(what, formatClock(last.t_ms));
}

/** The details that can be given for an item, with those that are. */
export function makeQuestions(
  protocol: Protocol,
  item: Pick<LiveItem, 'fields'>,
  language: string,
): readonly ModifierQuestion[] {
  return modifiersOf(protocol, item.fields.code ?? '').map((modifier) =>
    makeQuestion(protocol, modifier, { given: item.fields.modifiers?.[modifier.id], language }),
  );
}

function makeQuestion(
  protocol: Protocol,
  modifier: Modifier,
  { given, language }: { readonly given: unknown; readonly language: string },
): ModifierQuestion {
  const offered = modifier.kind === 'subject' ? protocol.subjects : (modifier.options ?? []);
  const chosen = Array.isArray(given) ? given : [given];
  const { minimum, maximum } = modifier;
  return {
    id: modifier.id,
    label: readText(modifier.label, language),
    kind: modifier.kind === 'number' ? 'number' : 'choice',
    options: offered.map((option) => ({
      id: option.id,
      label: readText(option.label, language),
      ...('short' in option ? { short: shortOf(option, language) } : {}),
      chosen: chosen.includes(option.id),
    })),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(typeof given === 'number' ? { number: given } : {}),
  };
}

/** The details after a tap on an option: chosen once more it is let go; of `many` several stay. */
export function pickOption(
  protocol: Protocol,
  item: Pick<LiveItem, 'fields'>,
  { modifier: id, option }: { modifier: string; option: string },
): NonNullable<LiveItem['fields']['modifiers']> {
  const { [id]: held, ...others } = item.fields.modifiers ?? {};
  const chosen = held === undefined ? [] : Array.isArray(held) ? held.map(String) : [String(held)];
  const without = chosen.filter((one) => one !== option);
  const isMany = protocol.modifiers.find((modifier) => modifier.id === id)?.kind === 'many';
  if (isMany) {
    const next = without.length < chosen.length ? without : [...chosen, option];
    return next.length === 0 ? others : { ...others, [id]: next };
  }
  return without.length < chosen.length ? others : { ...others, [id]: option };
}

/** How far the current interval has come. Milliseconds. */
export function measureInterval(
  sampling: { readonly length_s: number; readonly record_gap_s?: number; readonly grace_s?: number },
  now_ms: number,
): { passed: number; left_ms: number; inGap: boolean; inGrace: boolean } {
  const length = sampling.length_s * 1000;
  const at = now_ms % (length + (sampling.record_gap_s ?? 0) * 1000);
  return {
    passed: Math.min(1, at / length),
    left_ms: Math.max(0, length - at),
    inGap: at >= length,
    inGrace: now_ms >= length && at < (sampling.grace_s ?? 0) * 1000,
  };
}
