/** What can be seen in each interval of a lesson: a few codes, of an exclusive lane one. */
import type { Code, IntervalSampling, Protocol } from '../protocol';
import { isExclusive, stepOf, trackOf } from '../protocol';
import type { EvidenceFields } from '../types';
import { drawBetween, drawEarly, type Chance } from './draw';

const MOST = 4;

export function planIntervals(
  protocol: Protocol,
  sampling: IntervalSampling,
  { length_ms, chance }: { length_ms: number; chance: Chance },
): readonly EvidenceFields[] {
  const items: EvidenceFields[] = [];
  for (let start = 0; start < length_ms; start += stepOf(sampling)) {
    const room_ms = Math.min(sampling.length_s * 1000, length_ms - start);
    const codes = drawCodes(protocol, chance);
    codes.forEach((code, place) => {
      items.push({
        t_ms: start + momentIn(sampling, room_ms, (place + 0.5) / codes.length),
        action: 'mark',
        code: code.id,
      });
    });
  }
  return items;
}

/** Where only the first or the last moment of an interval counts, everything is to be seen then. */
function momentIn(sampling: IntervalSampling, room_ms: number, share: number): number {
  if (sampling.rule === 'momentary_start') return Math.min(1_000, room_ms - 1);
  if (sampling.rule === 'momentary_end') return Math.max(0, room_ms - 1_000);
  // The last quarter is left for whoever taps late.
  return Math.round(room_ms * 0.75 * share);
}

function drawCodes(protocol: Protocol, chance: Chance): readonly Code[] {
  const wanted = drawBetween(chance, 1, Math.min(MOST, protocol.codes.length));
  const drawn: Code[] = [];
  for (let tries = 0; tries < 20 && drawn.length < wanted; tries += 1) {
    const code = drawEarly(chance, protocol.codes);
    if (code !== undefined && !drawn.some((other) => excludes(protocol, code, other))) drawn.push(code);
  }
  return drawn;
}

function excludes(protocol: Protocol, code: Code, other: Code): boolean {
  if (code.id === other.id) return true;
  const exclusive = isExclusive(protocol, code) && isExclusive(protocol, other);
  return exclusive && trackOf(protocol, code) === trackOf(protocol, other);
}
