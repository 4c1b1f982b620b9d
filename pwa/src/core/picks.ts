/** Which of the items of a timeline are meant, how many they are and how long they last. */
import { eventsOfCodes, spansOfCodes, unitedOfCode } from './by-code';
import { findCode } from './protocol';
import type { Protocol, Where } from './protocol';
import { lengthOf, meets, sharedLength, touches, unite } from './ranges';
import type { Range } from './ranges';
import { isExcluded, rangeOf } from './timeline';
import type { Interval, Modifiers, Span, Timeline } from './timeline';

/** Which of a code's items are meant. */
export type Pick = { readonly where?: Where | undefined; readonly subject?: string | undefined };
type Recorded = { readonly modifiers: Modifiers; readonly subject: string | null };

/** How often the codes were recorded: events and bouts, observed intervals, or people counted in sweeps. */
export function countAll(protocol: Protocol, timeline: Timeline, codes: readonly string[], pick: Pick): number {
  return codes.reduce((sum, code) => sum + countOf(protocol, timeline, code, pick), 0);
}

export function countOf(protocol: Protocol, timeline: Timeline, code: string, pick: Pick): number {
  switch (protocol.sampling.method) {
    case 'interval':
      return observedIntervals(timeline, pick.subject).filter((each) => isIn(timeline, each, code, pick)).length;
    case 'sweep':
      return timeline.sweeps
        .flatMap((sweep) => sweep.sightings)
        .filter((sighting) => sighting.code === code && matches(sighting, pick))
        .reduce((sum, sighting) => sum + sighting.n, 0);
    case 'continuous':
      if (findCode(protocol, code)?.kind === 'event') return countedEvents(timeline, [code], pick).length;
      return countBouts(protocol, timeline, code, pick);
  }
}

/** A bout cut off by the start of a window is counted in the window before. */
function countBouts(protocol: Protocol, timeline: Timeline, code: string, pick: Pick): number {
  const bouts = ownBouts(protocol, timeline, [code], pick);
  const continued = spansOfCodes(timeline, [code]).filter((span) => span.continued);
  if (continued.length === 0) return bouts.length;
  const starts = new Set(continued.map((span) => span.start_ms));
  return bouts.filter(([start]) => !starts.has(start)).length;
}

export function countedEvents(timeline: Timeline, codes: readonly string[], pick: Pick): Timeline['events'] {
  return meant(eventsOfCodes(timeline, codes), pick);
}

/** The united spans of the codes of which something was observed; of an instant, its moment. */
export function boutsOf(timeline: Timeline, codes: readonly string[], pick: Pick): readonly Range[] {
  return unitedOf(timeline, codes, pick).filter((bout) => isObserved(timeline, bout));
}

/** The bouts that are counted: of an excluded code all of its own, which lie in no observed time. */
export function ownBouts(
  protocol: Protocol,
  timeline: Timeline,
  codes: readonly string[],
  pick: Pick,
): readonly Range[] {
  if (!codes.some((code) => isExcluded(protocol, code))) return boutsOf(timeline, codes, pick);
  return unitedOf(timeline, codes, pick);
}

function isObserved({ observed }: Timeline, bout: Range): boolean {
  return bout[0] < bout[1] ? meets(observed, bout) : touches(observed, bout[0]);
}

function unitedOf(timeline: Timeline, codes: readonly string[], pick: Pick): readonly Range[] {
  const [code, ...others] = codes;
  if (code !== undefined && others.length === 0 && pick.where === undefined && pick.subject === undefined)
    return unitedOfCode(timeline, code);
  return unite(spansOf(timeline, codes, pick).map(rangeOf));
}

function spansOf(timeline: Timeline, codes: readonly string[], pick: Pick): readonly Span[] {
  return meant(spansOfCodes(timeline, codes), pick);
}

function meant<Each extends Recorded>(all: readonly Each[], pick: Pick): readonly Each[] {
  if (pick.subject === undefined && pick.where === undefined) return all;
  return all.filter((each) => matches(each, pick));
}

/** Observed milliseconds with any of the codes; of an excluded code, its own time. */
export function durationOf(protocol: Protocol, timeline: Timeline, codes: readonly string[], pick: Pick): number {
  const bouts = unitedOf(timeline, codes, pick);
  const excluded = codes.some((code) => isExcluded(protocol, code));
  return excluded ? lengthOf(bouts) : sharedLength(timeline.observed, bouts);
}

export function observedIntervals(timeline: Timeline, subject: string | undefined): readonly Interval[] {
  return timeline.intervals.filter(
    (each) => each.observed_ms > 0 && (subject === undefined || each.subject === null || each.subject === subject),
  );
}

export function isIn(timeline: Timeline, interval: Interval, code: string, pick: Pick): boolean {
  const items = interval.codes[code] ?? [];
  const subject = interval.subject === null ? pick.subject : undefined;
  if (pick.where === undefined && subject === undefined) return items.length > 0;
  const isMeant = (each: Recorded) => matches(each, { where: pick.where, subject });
  return (
    timeline.marks.some((mark) => items.includes(mark.item) && isMeant(mark)) ||
    timeline.events.some((event) => items.includes(event.item) && isMeant(event)) ||
    timeline.spans.some((span) => span.items.some((item) => items.includes(item)) && isMeant(span))
  );
}

export function matches(recorded: Recorded, pick: Pick): boolean {
  if (pick.subject !== undefined && recorded.subject !== pick.subject) return false;
  return fitsWhere(recorded.modifiers, pick.where);
}

/** Whether an item has, of each modifier that is asked for, the option that is meant or one of those. */
export function fitsWhere(modifiers: Modifiers, where: Where | undefined): boolean {
  if (where === undefined) return true;
  return Object.entries(where).every(([modifier, wanted]) => {
    const options = [wanted].flat();
    return [modifiers[modifier]].flat().some((option) => options.includes(option as string));
  });
}
