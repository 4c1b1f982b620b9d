/** What can be seen in each look over the room: how many of a class do what, or what goes on at each seat. */
import type { Code, Protocol, SweepSampling } from '../protocol';
import { dueInSegments, firstOf } from '../sweep-times';
import type { EvidenceFields } from '../types';
import { drawBetween, drawEarly, type Chance } from './draw';

const CLASS = 12;
const MOST_CODES = 4;
/** From one seat to the next. */
const SEAT_MS = 4_000;
/** Where the protocol says neither when nor how many. */
const SPACING_MS = 120_000;

type Asked = { readonly length_ms: number; readonly chance: Chance; readonly seats: readonly string[] };

export function planSweeps(protocol: Protocol, sampling: SweepSampling, asked: Asked): readonly EvidenceFields[] {
  return listStarts(protocol, sampling, asked.length_ms).flatMap((start_ms, interval) => {
    const items = asked.seats.length > 0 ? lookAtSeats(protocol, asked) : countHeads(protocol, asked.chance);
    return items
      .map((item) => ({ ...item, action: 'sweep' as const, t_ms: start_ms + item.t_ms, interval }))
      .filter((item) => item.t_ms < asked.length_ms);
  });
}

/** In a short lesson the sweeps of a protocol that only counts them come close together: two at least. */
function listStarts(protocol: Protocol, sampling: SweepSampling, length_ms: number): readonly number[] {
  if (protocol.segments.length > 0) return dueInSegments(protocol, sampling).filter((at) => at < length_ms);
  const spacing_ms = sampling.spacing_s === undefined ? SPACING_MS : sampling.spacing_s * 1000;
  const first_ms = Math.min(firstOf(sampling), length_ms / 4);
  const count = Math.max(1, Math.ceil((length_ms - first_ms) / spacing_ms));
  return Array.from({ length: count }, (_, place) => first_ms + place * spacing_ms);
}

type Seen = { readonly t_ms: number; readonly code: string; readonly value: number; readonly subject?: string };

function countHeads(protocol: Protocol, chance: Chance): readonly Seen[] {
  const counts = new Map<Code, number>();
  const codes = [...protocol.codes].sort(() => chance() - 0.5).slice(0, MOST_CODES);
  for (let head = 0; head < CLASS; head += 1) {
    const code = drawEarly(chance, codes);
    if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].map(([code, value]) => ({ t_ms: 0, code: code.id, value }));
}

function lookAtSeats(protocol: Protocol, { seats, chance }: Asked): readonly Seen[] {
  const kinds = protocol.subjects.filter((subject) => subject.kind === 'seat').map((subject) => subject.id);
  const codes = protocol.codes.filter((code) => code.subjects?.some((subject) => kinds.includes(subject)));
  const from = drawBetween(chance, 0, 2);
  return seats.flatMap((subject, place) => {
    const code = drawEarly(chance, [...codes.slice(from), ...codes.slice(0, from)]);
    return code === undefined ? [] : [{ t_ms: place * SEAT_MS, code: code.id, value: 1, subject }];
  });
}
