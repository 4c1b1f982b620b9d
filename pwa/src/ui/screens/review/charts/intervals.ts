/** In which intervals each code was marked; two percentages in the table, never mixed. */
import { formatClock, formatList } from '../../../../core/format';
import { readText, type Code, type Display } from '../../../../core/protocol';
import { observedIntervals } from '../../../../core/picks';
import type { Strip } from '../../../parts/strips';
import type { Cell } from '../../../parts/table';
import { faceOf, nameCode, SAID, type Chart, type Material } from '../material';
import { codesShown, groupsOf, nameGroup, percent, whole } from './display';
import type { Drawn } from './drawn';
import { intervalRule, takeTurns, turnsOf, type Turn } from './turns';

export function chartIntervals(material: Material, display: Display): Drawn {
  const { protocol, timeline } = material;
  const codes = codesShown(protocol, display);
  const last = timeline.intervals.at(-1);
  return {
    ...(takeTurns(protocol) ? tellTurns(material, codes) : tellShares(material, codes)),
    picture: {
      is: 'strips',
      groups: groupsOf(protocol, codes).map((id) => ({
        id,
        label: nameGroup(material, id),
        strips: codes.filter((code) => code.group === id).map((code) => drawStrip(material, code)),
      })),
      many: timeline.intervals.length,
      missing: timeline.intervals.filter(({ observed_ms }) => observed_ms === 0).map(({ index }) => index),
      edges: [formatClock(0), formatClock((last?.end_ms ?? 0) / 2), formatClock(last?.end_ms ?? 0)],
    },
  };
}

function tellShares(material: Material, codes: readonly Code[]): Chart {
  const { review } = material.t.lesson;
  return {
    says: sayIntervals(material, codes),
    rule: intervalRule(material, codes, review.intervalsRule),
    columns: [
      { label: review.column.code },
      { label: review.column.intervals, number: true },
      { label: review.column.shareIntervals, number: true },
      { label: review.column.shareCodes, number: true },
    ],
    rows: codes.map((code) => {
      const figures = material.measures.codes[code.id];
      return [
        { text: nameCode(material, code.id) },
        { text: whole(material, figures?.intervals ?? 0) },
        { text: percent(material, figures?.share_of_intervals ?? 0) },
        { text: percent(material, figures?.share_of_codes ?? 0) },
      ];
    }),
  };
}

/** Where subjects take turns: each with its own intervals. */
function tellTurns(material: Material, codes: readonly Code[]): Chart {
  const { protocol, timeline, language, t } = material;
  const watched = observedIntervals(timeline, undefined);
  const list = protocol.subjects.map((subject) => {
    const own = watched.filter((interval) => interval.subject === subject.id).length;
    return t.charts.seats.one(readText(subject.label, language), own);
  });
  return {
    says: t.charts.intervals.turns(watched.length, formatList(language, list)),
    rule: intervalRule(material, codes, t.charts.rule.turns),
    columns: [
      { label: t.lesson.review.column.code },
      ...protocol.subjects.map(({ label }) => ({ label: readText(label, language), number: true })),
    ],
    rows: codes.map((code) => {
      const turns = turnsOf(material, code);
      return [
        { text: nameCode(material, code.id) },
        ...protocol.subjects.map(({ id }) =>
          writeTurn(
            material,
            turns.find((turn) => turn.subject.id === id),
          ),
        ),
      ];
    }),
  };
}

function writeTurn(material: Material, turn: Turn | undefined): Cell {
  if (turn === undefined) return { text: '–' };
  const { k, n, share } = turn;
  return { text: material.t.charts.sweeps.of(whole(material, k), whole(material, n), percent(material, share)) };
}

function drawStrip(material: Material, code: Code): Strip {
  const { protocol, timeline, measures, language } = material;
  const figures = measures.codes[code.id];
  return {
    ...faceOf(material, code),
    label: readText(code.label, language),
    filled: timeline.intervals.filter(({ codes }) => (codes[code.id] ?? []).length > 0).map(({ index }) => index),
    value: takeTurns(protocol)
      ? whole(material, figures?.intervals ?? 0)
      : percent(material, figures?.share_of_intervals),
  };
}

function sayIntervals(material: Material, codes: readonly Code[]): string {
  const observed = observedIntervals(material.timeline, undefined).length;
  const { review } = material.t.lesson;
  const shareOf = (code: Code) => material.measures.codes[code.id]?.share_of_intervals ?? 0;
  const most = [...codes]
    .filter((code) => shareOf(code) > 0)
    .sort((one, other) => shareOf(other) - shareOf(one))
    .slice(0, SAID)
    .map((code) => review.shareOf(readText(code.label, material.language), percent(material, shareOf(code))));
  return review.intervalsSays(observed, most.length > 0 ? formatList(material.language, most) : review.nobody);
}
