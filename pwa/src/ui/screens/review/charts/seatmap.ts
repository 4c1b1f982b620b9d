/** What was recorded at each seat, on the plan of the room. */
import { placeSeats } from '../../../../core/seats';
import { subjectCounts } from '../../../../core/subjects';
import type { Display } from '../../../../core/protocol';
import { formatList } from '../../../../core/format';
import type { Room, Seat } from '../../../parts/seats';
import { colourOf } from '../../lesson/lib';
import { SAID, type Material } from '../material';
import { codesShown, groupsOf, nameGroup, whole } from './display';
import type { Drawn } from './drawn';

export type SeatCount = readonly [seat: string, n: number];

/** How often each seat has one of these codes, most frequent first. */
export function countSeats({ timeline }: Material, codes: readonly string[]): readonly SeatCount[] {
  return subjectCounts(timeline, { codes: [...codes] });
}

export function chartSeatmap(material: Material, display: Display): Drawn {
  const { protocol, t } = material;
  const codes = codesShown(protocol, display);
  const groups = groupsOf(protocol, codes).map((id) => ({
    id,
    label: nameGroup(material, id),
    colour: colourOf(protocol, id),
    counts: new Map(
      countSeats(
        material,
        codes.filter((code) => code.group === id).map((code) => code.id),
      ),
    ),
  }));
  const all = countSeats(
    material,
    codes.map((code) => code.id),
  );
  const parts = (seat: string, n: number): Seat['parts'] =>
    groups.map(({ id, colour, counts }) => ({ id, colour, part: (counts.get(seat) ?? 0) / Math.max(1, n) }));
  return {
    says: saySeats(material, all, { codes: codes.map((code) => code.id), groups }),
    rule: t.charts.rule.seats[protocol.sampling.method],
    columns: [
      { label: t.charts.column.seat },
      ...(groups.length > 1 ? groups.map(({ label }) => ({ label, number: true })) : []),
      { label: t.charts.column.total, number: true },
    ],
    rows: all.map(([seat, n]) => [
      { text: seat },
      ...(groups.length > 1 ? groups.map(({ counts }) => ({ text: whole(material, counts.get(seat) ?? 0) })) : []),
      { text: whole(material, n) },
    ]),
    picture: {
      is: 'room',
      room: makeRoom(material, all, parts),
      legend: groups.map(({ id, label, colour }) => ({ id, label, colour })),
    },
  };
}

export function makeRoom(
  material: Material,
  counts: readonly SeatCount[],
  parts: (seat: string, n: number) => Seat['parts'],
): Room {
  const byId = new Map(counts);
  const room = placeSeats(material.protocol, { room: material.room, recorded: [...byId.keys()] });
  const seats = room.places.map((place) => {
    const n = byId.get(place.id) ?? 0;
    return { ...place, value: n > 0 ? whole(material, n) : '', parts: n > 0 ? parts(place.id, n) : [], empty: n === 0 };
  });
  return { rows: room.rows, columns: room.columns, seats, arrows: [], path: [] };
}

type Counted = {
  readonly codes: readonly string[];
  readonly groups: readonly { readonly label: string; readonly counts: ReadonlyMap<string, number> }[];
};

function saySeats(material: Material, counts: readonly SeatCount[], { codes, groups }: Counted): string {
  const { seats } = material.t.charts;
  const without = countWithoutSeat(material, codes);
  const rest = without > 0 ? [seats.withoutSeat(without)] : [];
  if (counts.length === 0) return [seats.no, ...rest].join(' ');
  const sum = (ns: Iterable<number>) => [...ns].reduce((all, n) => all + n, 0);
  const most = counts.slice(0, SAID).map(([seat, n]) => seats.one(seat, n));
  const list = groups.map((group) => seats.one(group.label, sum(group.counts.values())));
  const times = sum(counts.map(([, n]) => n));
  const first = seats.says(counts.length, times, formatList(material.language, most));
  return [first, ...(groups.length > 1 ? [seats.of(formatList(material.language, list))] : []), ...rest].join(' ');
}

function countWithoutSeat({ timeline }: Material, codes: readonly string[]): number {
  const { events, marks, sweeps } = timeline;
  const all = [...events.filter((event) => event.counted), ...marks, ...sweeps.flatMap((sweep) => sweep.sightings)];
  return all.filter(({ code, subject }) => subject === null && codes.includes(code)).length;
}
