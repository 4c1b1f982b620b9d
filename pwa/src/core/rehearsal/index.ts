/** Practising a protocol: a made-up lesson, and how far what was tapped agrees with it. */
import type { Agreement, Settings } from '../agreement';
import { compareObservers, SETTINGS } from '../agreement';
import type { Item } from '../evidence';
import type { Protocol } from '../protocol';
import { resizeRoom, startRoom, type Room } from '../room';
import { makeTimeline } from '../timeline';
import type { EvidenceFields, ObservationFields } from '../types';

export { makeChance } from './draw';
export { planLesson } from './plan';

/** Whoever reads what happens and then taps is later than whoever sees it: so much is no difference. */
export const REHEARSED: Settings = { ...SETTINGS, tolerance_ms: 6_000, step_ms: 1_000, block_ms: 20_000 };

/** A thing is shown so long before it counts, that it can be read. */
export const READING_MS = 3_000;

/** A small class, so that every seat is found at once. */
export function rehearsalRoom({ seatmap }: Protocol): Room | null {
  return seatmap === undefined ? null : resizeRoom(startRoom(seatmap), { rows: 2, columns: 4 });
}

/** Compares what was meant with what was recorded, until the rehearsal ended. The one that was meant comes first. */
export function compareRehearsal(
  protocol: Protocol,
  recorded: { readonly fields: ObservationFields; readonly evidence: readonly Item[]; readonly until_ms: number },
  meant: readonly EvidenceFields[],
  language: string,
): Agreement {
  const { fields, evidence, until_ms } = recorded;
  const items = meant
    .filter((item) => item.t_ms - READING_MS < until_ms)
    // Who ended the lesson between reading and its moment has seen it all the same.
    .map((item) => ({ ...item, t_ms: Math.min(item.t_ms, until_ms - 1) }))
    .map((item, place) => ({ record: `meant ${place}`, fields: item }));
  const truth = makeTimeline(protocol, fields, items, until_ms);
  const own = makeTimeline(protocol, fields, evidence, until_ms);
  return compareObservers(protocol, [truth, own], REHEARSED, language);
}
