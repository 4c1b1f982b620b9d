/** The timeline of a lesson as lanes, sentence and table. */
import { formatClock, formatList, formatNumber, formatSpan } from '../../../core/format';
import { codesOf, readText, shortOf, type Code } from '../../../core/protocol';
import type { Timeline } from '../../../core/timeline';
import type { RibbonLane, RibbonRow } from '../../parts/ribbon';
import { colourOf } from '../lesson/lib';
import { nameCode, usedCodes, type Chart, type Material } from './material';

/** The lanes of the timeline picture: spans and moments, or the marked intervals; then the notes. */
export function makeRibbon(material: Material): readonly RibbonLane[] {
  const { protocol, language, t } = material;
  const used = new Set(usedCodes(material).map((code) => code.id));
  const lanes = protocol.groups
    .map((group) => ({
      id: group.id,
      label: readText(group.label, language),
      rows: codesOf(protocol, group.id)
        .filter((code) => used.has(code.id))
        .map((code) => makeRow(material, code))
        .concat(makeItemRows(material, group.id)),
    }))
    .filter((lane) => lane.rows.length > 0);
  const notes = material.timeline.notes.map((note) => ({ t_ms: note.t_ms, item: note.item }));
  if (notes.length === 0) return lanes;
  const row = { id: 'notes', short: '', colour: 'slate', stretches: [], marks: notes };
  return [...lanes, { id: 'notes', label: t.lesson.review.notes, rows: [row] }];
}

function makeRow({ protocol, timeline, language }: Material, code: Code): RibbonRow {
  const face = { id: code.id, short: shortOf(code, language), colour: colourOf(protocol, code.group) };
  if (protocol.sampling.method === 'interval') {
    const stretches = timeline.intervals
      .filter((interval) => (interval.codes[code.id] ?? []).length > 0)
      .map(({ start_ms, end_ms, codes }) => ({ from_ms: start_ms, to_ms: end_ms, item: codes[code.id]?.[0] ?? null }));
    return { ...face, stretches, marks: [] };
  }
  const stretches = timeline.spans
    .filter((span) => span.code === code.id)
    .map((span) => ({ from_ms: span.start_ms, to_ms: span.end_ms, item: span.items[0] ?? null }));
  const marks = timeline.events
    .filter((event) => event.code === code.id)
    .map((event) => ({ t_ms: event.t_ms, item: event.item }));
  const seen = timeline.sweeps.flatMap(({ t_ms, sightings }) =>
    sightings.filter((sighting) => sighting.code === code.id).map(({ item }) => ({ t_ms, item })),
  );
  return { ...face, stretches, marks: [...marks, ...seen] };
}

/** When something of a group was rated or checked. */
function makeItemRows({ protocol, timeline }: Material, group: string): readonly RibbonRow[] {
  const items = new Set(protocol.items.filter((item) => item.group === group).map((item) => item.id));
  const marks = timeline.ratings.filter(({ code }) => items.has(code)).map(({ t_ms, item }) => ({ t_ms, item }));
  return marks.length === 0
    ? []
    : [{ id: `items ${group}`, short: '', colour: colourOf(protocol, group), stretches: [], marks }];
}

/** What the protocol calls its timeline, if it names one. */
export function nameTimeline({ protocol, language, t }: Material): string {
  const display = protocol.displays.find(({ chart }) => chart === 'timeline');
  return display === undefined ? t.lesson.review.timeline : readText(display.label, language);
}

/** The parts of the lesson that lie outside the observed stretches. */
export function findUnobserved(timeline: Timeline, until_ms: number): readonly (readonly [number, number])[] {
  const edges = [0, ...timeline.observed.flatMap(([from, to]) => [from, to]), until_ms];
  const pairs = Array.from({ length: edges.length / 2 }, (_, i) => [edges[2 * i] ?? 0, edges[2 * i + 1] ?? 0] as const);
  return pairs.filter(([from, to]) => to > from);
}

export function chartTimeline(material: Material): Chart {
  const { timeline, t } = material;
  const { review } = t.lesson;
  const columns = [
    { label: review.column.moment },
    { label: review.column.what },
    { label: review.column.time, number: true },
  ];
  const things = [
    ...timeline.spans.map(({ start_ms, end_ms, code }) => ({
      at: start_ms,
      code,
      long: formatSpan(end_ms - start_ms),
    })),
    ...timeline.events.map(({ t_ms, code }) => ({ at: t_ms, code, long: '' })),
    ...timeline.ratings.map(({ t_ms, code }) => ({ at: t_ms, code, long: '' })),
    ...timeline.sweeps.flatMap(({ t_ms, sightings }) =>
      sightings.map(({ code, n }) => ({ at: t_ms, code, long: formatNumber(material.language, n, 0) })),
    ),
    ...timeline.marks.map(({ t_ms, code, interval }) => ({
      at: t_ms,
      code,
      long: t.lesson.pad.interval(interval + 1),
    })),
  ].sort((one, other) => one.at - other.at);
  return {
    says: sayTimeline(material),
    rule: review.timelineHelp,
    columns,
    rows: things.map(({ at, code, long }) => [
      { text: formatClock(at) },
      { text: nameCode(material, code) },
      { text: long },
    ]),
  };
}

function sayTimeline({ timeline, language, t }: Material): string {
  const { review } = t.lesson;
  const { charts } = t;
  const { spans, events, marks, notes, sweeps, ratings } = timeline;
  const observed = timeline.intervals.filter((interval) => interval.observed_ms > 0).length;
  const parts = [
    ...(spans.length > 0 ? [review.stretches(spans.length)] : []),
    ...(events.length > 0 ? [review.moments(events.length)] : []),
    ...(marks.length > 0 ? [review.marks(marks.length, observed)] : []),
    ...(sweeps.length > 0 ? [charts.sweepCount(sweeps.length)] : []),
    ...(ratings.length > 0 ? [charts.itemCount(ratings.length)] : []),
    ...(notes.length > 0 ? [review.noteCount(notes.length)] : []),
  ];
  const list = parts.length > 0 ? formatList(language, parts) : review.nobody;
  return review.timelineSays(formatSpan(timeline.observed_ms), list);
}
