/** Lessons made for tests: of any protocol, the same every time, with something of everything it can record. */
import { computeMeasures } from '../../../core/measures';
import type { Code, Protocol } from '../../../core/protocol';
import { seatsOf, startRoom } from '../../../core/room';
import { makeTimeline, type Item } from '../../../core/timeline';
import type { EvidenceFields, Pause } from '../../../core/types';
import { complete } from '../../../core/vectors';
import library from '../../../generated/library.json';
import type { Text } from '../../text';
import type { Material } from './material';

const MINUTES = 40;
export const UNTIL_MS = MINUTES * 60_000;

/** All protocols that ship with Backrow. */
export function listLibrary(): readonly Protocol[] {
  return library.map(({ body }) => complete(body));
}

export function findInLibrary(slug: string): Protocol {
  const found = listLibrary().find((protocol) => protocol.id === slug);
  if (found === undefined) throw new Error(`no protocol ${slug}`);
  return found;
}

type Around = {
  readonly language: string;
  readonly t: Text;
  readonly until_ms?: number;
  readonly pauses?: readonly Pause[];
  /** What set-up asked; 24 for every number that it does not give. */
  readonly context?: Readonly<Record<string, number>>;
};

/** What the review would make of this evidence. */
export function makeMaterial(protocol: Protocol, evidence: readonly EvidenceFields[], around: Around): Material {
  const { language, t, until_ms = UNTIL_MS, pauses = [] } = around;
  const items = evidence.map((fields, i): Item => ({ record: `item-${String(i).padStart(4, '0')}`, fields }));
  const numbers = protocol.context.filter((field) => field.kind === 'number').map((field) => [field.id, 24]);
  const context = { ...Object.fromEntries(numbers), ...around.context };
  const timeline = makeTimeline(protocol, { pauses, context }, items, until_ms);
  return { protocol, timeline, measures: computeMeasures(protocol, timeline, language), language, t };
}

/** A lesson in which every code, every rated or checked item and some notes occur. */
export function makeLesson(protocol: Protocol, rounds = 3): readonly EvidenceFields[] {
  const step = UNTIL_MS / (rounds * Math.max(1, protocol.codes.length) + 1);
  const taps = Array.from({ length: rounds * protocol.codes.length }, (_, i) => {
    const code = protocol.codes[i % protocol.codes.length];
    return code === undefined ? [] : record(protocol, code, { i, t_ms: Math.round((i + 1) * step) });
  });
  return [...taps.flat(), ...judge(protocol), { t_ms: 5000, action: 'note', note: 'Two pairs have not begun' }];
}

type Place = { readonly i: number; readonly t_ms: number };

function record(protocol: Protocol, code: Code, { i, t_ms }: Place): readonly EvidenceFields[] {
  const seats = protocol.seatmap === undefined ? [] : seatsOf(startRoom(protocol.seatmap));
  const [seat, other] = [seats[(i * 5) % Math.max(1, seats.length)], seats[(i * 3 + 1) % Math.max(1, seats.length)]];
  const base = {
    t_ms,
    code: code.id,
    ...(i % 4 === 3 ? {} : { modifiers: chooseOptions(protocol, code, i) }),
    ...(seat === undefined || i % 10 === 9 ? {} : { subject: seat }),
    ...(other === undefined || protocol.seatmap?.link !== code.id ? {} : { to_subject: other }),
    ...(protocol.script === undefined || i % 3 > 0 ? {} : { note: `“Why ${i}?”`, speaker: 'T' }),
  };
  switch (protocol.sampling.method) {
    case 'interval':
      return [{ ...base, action: 'mark' }];
    case 'sweep':
      return [{ ...base, action: 'sweep', interval: Math.floor(t_ms / 300_000), value: seat ? 1 : 1 + (i % 8) }];
    case 'continuous':
      if (code.kind === 'event') return [{ ...base, action: protocol.seatmap?.link === code.id ? 'link' : 'tap' }];
      return [
        { ...base, action: 'start' },
        { t_ms: t_ms + 4000 + 700 * (i % 11), action: 'stop', code: code.id },
      ];
  }
}

function chooseOptions(protocol: Protocol, code: Code, i: number): NonNullable<EvidenceFields['modifiers']> {
  const asked = protocol.modifiers.filter((modifier) => code.modifiers?.includes(modifier.id));
  return Object.fromEntries(
    asked.flatMap(({ id, kind, options = [] }) => {
      const option = options[i % Math.max(1, options.length)];
      return option === undefined ? [] : [[id, kind === 'many' ? [option.id] : option.id]];
    }),
  );
}

/** Every item but each seventh; each sixth is not applicable where its scale allows that. */
function judge({ items, scales, segments }: Protocol): readonly EvidenceFields[] {
  return items.flatMap((item, i): readonly EvidenceFields[] => {
    if (i % 7 === 6) return [];
    if (item.kind === 'check')
      return [{ t_ms: 60_000 + i, action: 'check', code: item.id, value: i % 6 === 5 ? null : Number(i % 3 > 0) }];
    const scale = scales.find((one) => one.id === item.scale);
    const value = scale?.levels[i % scale.levels.length]?.value ?? 1;
    const rounds = scale?.per === 'segment' ? segments.map((_, segment) => segment) : [undefined];
    return rounds.map((interval) => ({
      t_ms: 70_000 + i,
      action: 'rate' as const,
      code: item.id,
      ...(interval === undefined ? {} : { interval }),
      value: i % 6 === 5 ? null : value,
      ...(i % 5 === 0 ? { note: `Seen at the board, ${i}` } : {}),
    }));
  });
}
