/**
 * A made-up lesson of any protocol: what an observer who misses nothing would have recorded.
 *
 * It comes slowly enough to be read and tapped: something new every few seconds, and one thing at a time. The server's
 * simulator (`server/domain/simulate.py`) makes whole lessons as dense as real ones; this one is for practice.
 */
import type { Item, Protocol } from '../protocol';
import { seatsOf, type Room } from '../room';
import type { EvidenceFields } from '../types';
import { planFlow } from './flow';
import { drawBetween, drawEarly, drawOne, type Chance } from './draw';
import { planIntervals } from './intervals';
import { planSweeps } from './sweeps';

export type Plan = {
  readonly length_ms: number;
  readonly chance: Chance;
  /** Of a protocol with a seat map. */
  readonly room: Room | null;
  /** What might be said, for scripting. */
  readonly lines: readonly string[];
};

/** Between two things that happen, so that the first can be read and tapped. */
export const EVERY_MS = 7_000;

/** Makes the fields of a lesson's evidence, in order of time. */
export function planLesson(protocol: Protocol, plan: Plan): readonly EvidenceFields[] {
  const items = [...planSampled(protocol, plan), ...planScript(protocol, plan), ...planAnswers(protocol, plan)];
  return items.sort((one, other) => one.t_ms - other.t_ms);
}

function planSampled(protocol: Protocol, plan: Plan): readonly EvidenceFields[] {
  const { sampling } = protocol;
  switch (sampling.method) {
    case 'continuous':
      return planFlow(protocol, plan, EVERY_MS);
    case 'interval':
      return planIntervals(protocol, sampling, plan);
    case 'sweep':
      return planSweeps(protocol, sampling, { ...plan, seats: plan.room === null ? [] : seatsOf(plan.room) });
  }
}

/** Lines that somebody says, with their speaker; the tag is the code that the line shows. */
function planScript({ script }: Protocol, { length_ms, chance, lines }: Plan): readonly EvidenceFields[] {
  if (script === undefined) return [];
  const count = Math.floor(length_ms / (EVERY_MS * 4));
  return Array.from({ length: count }, (_, place) => {
    const speaker = drawEarly(chance, script.speakers)?.id;
    const code = drawOne(chance, script.tags ?? []);
    const t_ms = Math.round(((place + 0.6) / count) * length_ms);
    return {
      t_ms,
      action: 'note' as const,
      note: drawOne(chance, lines) ?? '',
      ...(speaker === undefined ? {} : { speaker }),
      ...(code === undefined ? {} : { code }),
    };
  });
}

/** Look-fors and ratings, spread over the second half of the lesson; those given by segment once in each. */
function planAnswers(protocol: Protocol, { length_ms, chance }: Plan): readonly EvidenceFields[] {
  const step_ms = length_ms / 2 / Math.max(1, protocol.items.length);
  return protocol.items.map((item, place) => {
    const t_ms = Math.round(length_ms / 2 + step_ms * (place + 0.5));
    return {
      t_ms,
      action: item.kind === 'rating' ? 'rate' : 'check',
      code: item.id,
      ...answer(protocol, item, chance),
    };
  });
}

function answer({ scales }: Protocol, item: Item, chance: Chance): Pick<EvidenceFields, 'value' | 'interval'> {
  const scale = scales.find((one) => one.id === item.scale);
  const segment = scale?.per === 'segment' ? { interval: 0 } : {};
  if (scale === undefined) return { value: chance() < 0.65 ? 1 : 0 };
  return { value: scale.levels[drawBetween(chance, 0, scale.levels.length - 1)]?.value ?? null, ...segment };
}
