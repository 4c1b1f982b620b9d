/** Who turned to whom, and where the teacher went: lines from seat to seat. */
import { formatClock, formatList } from '../../../../core/format';
import type { Display } from '../../../../core/protocol';
import type { TimedEvent } from '../../../../core/timeline';
import { writeDetails } from '../evidence';
import { SAID, type Material } from '../material';
import { codesShown, whole } from './display';
import type { Drawn } from './drawn';
import { makeRoom, type SeatCount } from './seatmap';

type Link = { readonly from: string; readonly to: string; readonly n: number };

export function chartLinks(material: Material, display: Display): Drawn {
  const { charts } = material.t;
  const links = countLinks(eventsShown(material, display));
  const top = Math.max(1, ...links.map(({ n }) => n));
  const counts = links.flatMap(({ from, to, n }): readonly SeatCount[] => [
    [from, n],
    [to, n],
  ]);
  const room = makeRoom(material, addUp(counts), () => []);
  return {
    says: sayLinks(material, links),
    rule: charts.rule.seats[material.protocol.sampling.method],
    columns: [
      { label: charts.column.from },
      { label: charts.column.to },
      { label: material.t.lesson.review.column.count, number: true },
    ],
    rows: links.map(({ from, to, n }) => [{ text: from }, { text: to }, { text: whole(material, n) }]),
    picture: {
      is: 'room',
      room: {
        ...room,
        arrows: links.map((link) => ({
          ...link,
          part: link.n / top,
          value: whole(material, link.n),
          many: link.n > 1,
        })),
      },
      legend: [],
    },
  };
}

function eventsShown({ protocol, timeline }: Material, display: Display): readonly TimedEvent[] {
  const codes = new Set(codesShown(protocol, display).map((code) => code.id));
  return timeline.events.filter((event) => event.counted && codes.has(event.code));
}

/** Links of the same direction together, most frequent first. */
export function countLinks(events: readonly TimedEvent[]): readonly Link[] {
  const links = new Map<string, Link>();
  for (const { subject, to_subject } of events) {
    if (subject === null || to_subject === null) continue;
    const id = `${subject}\n${to_subject}`;
    links.set(id, { from: subject, to: to_subject, n: (links.get(id)?.n ?? 0) + 1 });
  }
  return [...links.values()].sort((one, other) => other.n - one.n);
}

function addUp(counts: readonly SeatCount[]): readonly SeatCount[] {
  const sums = new Map<string, number>();
  for (const [seat, n] of counts) sums.set(seat, (sums.get(seat) ?? 0) + n);
  return [...sums];
}

function sayLinks(material: Material, links: readonly Link[]): string {
  const { seats } = material.t.charts;
  if (links.length === 0) return seats.noLinks;
  const n = links.reduce((sum, link) => sum + link.n, 0);
  const most = links.slice(0, SAID).map((link) => seats.one(seats.arrow(link.from, link.to), link.n));
  return seats.links(n, links.length, formatList(material.language, most));
}

/** The stops in order, over the plan. */
export function chartPath(material: Material, display: Display): Drawn {
  const { charts, lesson } = material.t;
  const stops = eventsShown(material, display).flatMap(({ subject, ...stop }) =>
    subject === null ? [] : [{ ...stop, subject }],
  );
  const counts = addUp(stops.map(({ subject }): SeatCount => [subject, 1]));
  const [first, last] = [stops[0]?.subject, stops.at(-1)?.subject];
  return {
    says:
      first === undefined || last === undefined
        ? charts.seats.noPath
        : charts.seats.path(stops.length, counts.length, first, last),
    rule: charts.rule.path,
    columns: [
      { label: charts.column.order, number: true },
      { label: lesson.review.column.moment },
      { label: charts.column.seat },
      { label: charts.column.purpose },
    ],
    rows: stops.map(({ t_ms, subject, modifiers }, i) => [
      { text: whole(material, i + 1) },
      { text: formatClock(t_ms) },
      { text: subject },
      { text: writeDetails(material.protocol, { modifiers }, material.language).join(' · ') },
    ]),
    picture: {
      is: 'room',
      room: { ...makeRoom(material, counts, () => []), path: stops.map(({ subject }) => subject) },
      legend: [],
    },
  };
}
