/** How often each code was recorded, or each detail of it. */
import { formatDay, formatList, formatNumber } from '../../../../core/format';
import { readText, type Code, type Display, type Modifier } from '../../../../core/protocol';
import { countAll } from '../../../../core/picks';
import type { Modifiers, Timeline } from '../../../../core/timeline';
import type { Legend, Stack } from '../../../parts/stacks';
import { colourOf } from '../../lesson/lib';
import { faceOf, nameCode, SAID, type Material } from '../material';
import { codesShown, countRule, groupBars, groupsOf, nameGroup, nameOption, percent, whole } from './display';
import type { Drawn } from './drawn';

export function chartCounts(material: Material, display: Display): Drawn {
  const { protocol } = material;
  const modifier = protocol.modifiers.find((one) => one.id === display.modifier);
  const codes = codesShown(protocol, display);
  if (modifier !== undefined) return chartSplit(material, codes, modifier);
  return protocol.sampling.method === 'interval' ? chartMarks(material, codes) : chartCodes(material, codes);
}

function countOf({ measures }: Material, code: Code): number {
  return measures.codes[code.id]?.count ?? 0;
}

/** Counts, and rates a minute where minutes were watched. */
function chartCodes(material: Material, codes: readonly Code[]): Drawn {
  const { review } = material.t.lesson;
  const isTimed = material.protocol.sampling.method === 'continuous';
  const minutes = isTimed ? material.measures.observed_seconds / 60 : 0;
  const rateOf = (code: Code) =>
    minutes > 0 ? formatNumber(material.language, countOf(material, code) / minutes, 2) : '–';
  const top = Math.max(1, ...codes.map((code) => Math.max(countOf(material, code), lastOf(material, code) ?? 0)));
  return {
    says: sayCounts(material, codes),
    rule:
      material.before === undefined ? countRule(material) : `${countRule(material)} ${material.t.charts.ghostCount}`,
    columns: [
      { label: review.column.code },
      { label: review.column.count, number: true },
      ...(isTimed ? [{ label: review.column.perMinute, number: true }] : []),
      ...lastHead(material),
    ],
    rows: codes.map((code) => [
      { text: nameCode(material, code.id) },
      { text: whole(material, countOf(material, code)) },
      ...(isTimed ? [{ text: rateOf(code) }] : []),
      ...lastCell(material, code, minutes),
    ]),
    picture: {
      is: 'bars',
      picks: 'code',
      ...groupBars(
        material,
        codes.map((code) => ({
          ...faceOf(material, code),
          group: code.group,
          part: countOf(material, code) / top,
          ...ghostOf(material, code, top),
          value: whole(material, countOf(material, code)),
          detail: minutes > 0 ? `${rateOf(code)}/min` : '',
        })),
      ),
    },
  };
}

/** How often it would have been at the last visit, had that been as long as this one. */
function lastOf({ before, measures }: Material, code: Code): number | undefined {
  const count = before?.measures.codes[code.id]?.count ?? null;
  if (before === undefined || count === null || before.measures.observed_seconds === 0) return undefined;
  return (count * measures.observed_seconds) / before.measures.observed_seconds;
}

function lastHead({ before, t, language }: Material): Drawn['columns'] {
  return before === undefined ? [] : [{ label: t.charts.lastVisit(formatDay(language, before.on)), number: true }];
}

/** A visit of another length is compared by its rate; where no minutes were watched, by what the picture shows. */
function lastCell(material: Material, code: Code, minutes: number): readonly { readonly text: string }[] {
  if (material.before === undefined) return [];
  const last = lastOf(material, code);
  if (last === undefined) return [{ text: '–' }];
  const { language } = material;
  return [{ text: minutes > 0 ? `${formatNumber(language, last / minutes, 2)}/min` : formatNumber(language, last) }];
}

function ghostOf(material: Material, code: Code, top: number): { ghost?: number } {
  const last = lastOf(material, code);
  return last === undefined ? {} : { ghost: last / top };
}

function sayCounts(material: Material, codes: readonly Code[]): string {
  const { charts, lesson } = material.t;
  const said = [...codes]
    .filter((code) => countOf(material, code) > 0)
    .sort((one, other) => countOf(material, other) - countOf(material, one))
    .slice(0, 2 * SAID)
    .map((code) =>
      lesson.review.countOf(readText(code.label, material.language), whole(material, countOf(material, code))),
    );
  return said.length > 0 ? lesson.review.countsSays(formatList(material.language, said)) : charts.nothing;
}

/** Of marked intervals: each code's part of all marks of its group, which is no percent of intervals. */
function chartMarks(material: Material, codes: readonly Code[]): Drawn {
  const { charts, lesson } = material.t;
  const shareOf = (code: Code) => material.measures.codes[code.id]?.share_of_codes ?? null;
  const ranked = [...codes].sort((one, other) => (shareOf(other) ?? 0) - (shareOf(one) ?? 0));
  const said = ranked
    .filter((code) => (shareOf(code) ?? 0) > 0)
    .slice(0, SAID)
    .map((code) => lesson.review.shareOf(readText(code.label, material.language), percent(material, shareOf(code))));
  return {
    says: said.length > 0 ? charts.shares.codes(formatList(material.language, said)) : charts.nothing,
    rule: charts.rule.shareOfMarks,
    columns: [
      { label: lesson.review.column.code },
      { label: lesson.review.column.intervals, number: true },
      { label: lesson.review.column.shareCodes, number: true },
    ],
    rows: codes.map((code) => [
      { text: nameCode(material, code.id) },
      { text: whole(material, material.measures.codes[code.id]?.intervals ?? 0) },
      { text: percent(material, shareOf(code)) },
    ]),
    picture: {
      is: 'bars',
      picks: 'code',
      ...groupBars(
        material,
        codes.map((code) => ({
          ...faceOf(material, code),
          group: code.group,
          part: (shareOf(code) ?? 0) / 100,
          value: percent(material, shareOf(code)),
          detail: whole(material, material.measures.codes[code.id]?.intervals ?? 0),
        })),
      ),
    },
  };
}

type Piece = {
  readonly id: string;
  readonly label: string;
  readonly colour: string;
  readonly codes: readonly string[];
};
type Row = { readonly id: string; readonly label: string; readonly ns: readonly number[]; readonly n: number };

/** Counts by the options of a modifier; the pieces of a row are groups, or codes where there is one group. */
function chartSplit(material: Material, codes: readonly Code[], modifier: Modifier): Drawn {
  const { charts, lesson } = material.t;
  const pieces = piecesOf(material, codes);
  const rows = splitRows(material, pieces, modifier);
  const total = countAll(
    material.protocol,
    material.timeline,
    codes.map(({ id }) => id),
    {},
  );
  const said = [...rows].filter(({ n }) => n > 0).sort((one, other) => other.n - one.n);
  const list = said.map(({ label, n }) => lesson.review.countOf(nameOption(label), whole(material, n)));
  return {
    says:
      total > 0
        ? charts.counts.split(total, readText(modifier.label, material.language), formatList(material.language, list))
        : charts.nothing,
    rule: countRule(material),
    columns: [
      { label: charts.column.option },
      ...(pieces.length > 1 ? pieces.map(({ label }) => ({ label, number: true })) : []),
      { label: charts.column.total, number: true },
    ],
    rows: rows.map(({ label, ns, n }) => [
      { text: label },
      ...(pieces.length > 1 ? ns.map((each) => ({ text: whole(material, each) })) : []),
      { text: whole(material, n) },
    ]),
    picture: {
      is: 'stacks',
      rows: rows.map((row) => drawStack(material, row, pieces, Math.max(1, ...rows.map(({ n }) => n)))),
      legend: pieces.length > 1 ? legendOf(pieces) : [],
    },
  };
}

function legendOf(pieces: readonly Piece[]): Legend {
  return pieces.map(({ id, label, colour }) => ({ id, label, colour }));
}

function drawStack(material: Material, { id, label, ns, n }: Row, pieces: readonly Piece[], top: number): Stack {
  return {
    id,
    label,
    value: whole(material, n),
    segments: pieces.map((piece, i) => ({
      id: piece.id,
      colour: piece.colour,
      part: (ns[i] ?? 0) / top,
      value: pieces.length > 1 ? whole(material, ns[i] ?? 0) : '',
    })),
  };
}

function piecesOf(material: Material, codes: readonly Code[]): readonly Piece[] {
  const { protocol, language } = material;
  const groups = groupsOf(protocol, codes);
  if (groups.length === 1 && codes.length > 1)
    return codes.map((code, i) => ({
      id: code.id,
      label: readText(code.label, language),
      colour: PIECE_COLOURS[i % PIECE_COLOURS.length] ?? 'slate',
      codes: [code.id],
    }));
  return groups.map((id) => ({
    id,
    label: nameGroup(material, id),
    colour: colourOf(protocol, id),
    codes: codes.filter((code) => code.group === id).map((code) => code.id),
  }));
}

const PIECE_COLOURS = ['blue', 'amber', 'violet', 'teal', 'rose', 'slate'] as const;

function splitRows(material: Material, pieces: readonly Piece[], modifier: Modifier): readonly Row[] {
  const { protocol, timeline, language, t } = material;
  const sum = (ns: readonly number[]) => ns.reduce((all, n) => all + n, 0);
  const options = (modifier.options ?? []).map(({ id, label }) => {
    const ns = pieces.map(({ codes }) => countAll(protocol, timeline, codes, { where: { [modifier.id]: id } }));
    return { id, label: readText(label, language), ns, n: sum(ns) };
  });
  const without = leaveOutTagged(timeline, modifier.id);
  const ns = pieces.map(({ codes }) => countAll(protocol, without, codes, {}));
  return [...options, { id: 'not-said', label: t.charts.notSaid, ns, n: sum(ns) }];
}

/** The timeline of those items that do not have the modifier. */
function leaveOutTagged(timeline: Timeline, modifier: string): Timeline {
  const isBare = ({ modifiers }: { modifiers: Modifiers }) => [modifiers[modifier] ?? []].flat().length === 0;
  const marks = timeline.marks.filter(isBare);
  const bare = new Set(marks.map(({ item }) => item));
  return {
    ...timeline,
    marks,
    spans: timeline.spans.filter(isBare),
    events: timeline.events.filter(isBare),
    sweeps: timeline.sweeps.map((sweep) => ({ ...sweep, sightings: sweep.sightings.filter(isBare) })),
    intervals: timeline.intervals.map((interval) => ({
      ...interval,
      codes: Object.fromEntries(
        Object.entries(interval.codes).map(([code, items]) => [code, items.filter((item) => bare.has(item))]),
      ),
    })),
  };
}
