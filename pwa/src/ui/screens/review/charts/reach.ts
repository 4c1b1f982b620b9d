/** How many different seats were reached, of those present, and how often each. */
import { formatList } from '../../../../core/format';
import { readText, type Display, type ReachMeasure } from '../../../../core/protocol';
import { subjectCounts } from '../../../../core/subjects';
import type { BarRow } from '../../../parts/bars';
import type { Tally } from '../../../parts/tallies';
import { colourOf } from '../../lesson/lib';
import { SAID, type Material } from '../material';
import { codesShown, measuresShown, whole } from './display';
import type { Drawn } from './drawn';
import { countSeats, type SeatCount } from './seatmap';

export function chartReach(material: Material, display: Display): Drawn {
  const { charts } = material.t;
  const measures = measuresShown(material.protocol, display).filter((measure) => measure.kind === 'reach');
  const codes = codesReached(material, display, measures);
  const seats = countSeats(material, codes);
  return {
    says: sayReach(material, seats, measures),
    rule: charts.rule.seats[material.protocol.sampling.method],
    columns: [{ label: charts.column.seat }, { label: material.t.lesson.review.column.count, number: true }],
    rows: seats.map(([seat, n]) => [{ text: seat }, { text: whole(material, n) }]),
    picture: {
      is: 'reach',
      tallies: measures.flatMap((measure) => makeTally(material, measure)),
      bars: drawSeats(material, seats, codes),
    },
  };
}

/** The codes of the display; of one that names measures alone, theirs. */
function codesReached({ protocol }: Material, display: Display, measures: readonly ReachMeasure[]): readonly string[] {
  if (display.codes === undefined && display.groups === undefined && measures.length > 0)
    return [...new Set(measures.flatMap((measure) => measure.codes))];
  return codesShown(protocol, display).map((code) => code.id);
}

function drawSeats(material: Material, seats: readonly SeatCount[], codes: readonly string[]): readonly BarRow[] {
  const top = Math.max(1, ...seats.map(([, n]) => n));
  const group = material.protocol.codes.find((code) => code.id === codes[0])?.group ?? '';
  return seats.map(([seat, n]) => ({
    id: seat,
    short: seat,
    label: '',
    colour: colourOf(material.protocol, group),
    part: n / top,
    value: whole(material, n),
    detail: '',
  }));
}

function presentOf({ timeline }: Material, measure: ReachMeasure): number | null {
  const present = timeline.context[measure.present ?? ''];
  return typeof present === 'number' && present > 0 ? present : null;
}

/** A mark for each person present, those reached filled; nothing where their number was not given. */
function makeTally(material: Material, measure: ReachMeasure): readonly Tally[] {
  const all = presentOf(material, measure);
  if (all === null || measure.statistic !== 'share_of_present') return [];
  const filled = subjectCounts(material.timeline, measure).length;
  const value = material.t.charts.reach.ofPresent(whole(material, filled), whole(material, all));
  return [{ id: measure.id, label: readText(measure.label, material.language), value, filled, all }];
}

function sayReach(material: Material, seats: readonly SeatCount[], measures: readonly ReachMeasure[]): string {
  const { reach, seats: words } = material.t.charts;
  const times = seats.reduce((sum, [, n]) => sum + n, 0);
  const most = seats.slice(0, SAID).map(([seat, n]) => words.one(seat, n));
  const present = measures
    .filter((measure) => measure.statistic === 'share_of_present')
    .map((measure) => sayPresent(material, measure));
  const first =
    seats.length === 0 ? [words.no] : [words.says(seats.length, times, formatList(material.language, most))];
  return [...present.map((each) => `${each}.`), ...first].join(' ');

  function sayPresent({ language }: Material, measure: ReachMeasure): string {
    const all = presentOf(material, measure);
    const label = readText(measure.label, language);
    const k = subjectCounts(material.timeline, measure).length;
    return all === null ? reach.unknown(label) : reach.present(label, whole(material, k), whole(material, all));
  }
}
