/** In which intervals each code was marked; two percentages in the table, never mixed. */
import { formatClock, formatList } from '../../../../core/format';
import { readText, type Code, type Display } from '../../../../core/protocol';
import type { Strip } from '../../../parts/strips';
import { faceOf, nameCode, SAID, type Material } from '../material';
import { codesShown, groupsOf, nameGroup, percent, whole } from './display';
import type { Drawn } from './drawn';
import { intervalRule } from './shares';

export function chartIntervals(material: Material, display: Display): Drawn {
  const { protocol, timeline, measures, language, t } = material;
  const { review } = t.lesson;
  const codes = codesShown(protocol, display);
  const groups = groupsOf(protocol, codes);
  const observed = timeline.intervals.filter((interval) => interval.observed_ms > 0).length;
  const last = timeline.intervals.at(-1);
  return {
    says: sayIntervals(material, codes, observed),
    rule: intervalRule(material, review.intervalsRule),
    columns: [
      { label: review.column.code },
      { label: review.column.intervals, number: true },
      { label: review.column.shareIntervals, number: true },
      { label: review.column.shareCodes, number: true },
    ],
    rows: codes.map((code) => {
      const figures = measures.codes[code.id];
      return [
        { text: nameCode(material, code.id) },
        { text: whole(material, figures?.intervals ?? 0) },
        { text: percent(material, figures?.share_of_intervals ?? 0) },
        { text: percent(material, figures?.share_of_codes ?? 0) },
      ];
    }),
    picture: {
      is: 'strips',
      groups: groups.map((id) => ({
        id,
        label: nameGroup(material, id),
        strips: codes.filter((code) => code.group === id).map((code) => drawStrip(material, code, language)),
      })),
      many: timeline.intervals.length,
      missing: timeline.intervals.filter(({ observed_ms }) => observed_ms === 0).map(({ index }) => index),
      edges: [formatClock(0), formatClock((last?.end_ms ?? 0) / 2), formatClock(last?.end_ms ?? 0)],
    },
  };
}

function drawStrip(material: Material, code: Code, language: string): Strip {
  const { timeline, measures } = material;
  return {
    ...faceOf(material, code),
    label: readText(code.label, language),
    filled: timeline.intervals.filter(({ codes }) => (codes[code.id] ?? []).length > 0).map(({ index }) => index),
    value: percent(material, measures.codes[code.id]?.share_of_intervals),
  };
}

function sayIntervals(material: Material, codes: readonly Code[], observed: number): string {
  const { review } = material.t.lesson;
  const shareOf = (code: Code) => material.measures.codes[code.id]?.share_of_intervals ?? 0;
  const most = [...codes]
    .filter((code) => shareOf(code) > 0)
    .sort((one, other) => shareOf(other) - shareOf(one))
    .slice(0, SAID)
    .map((code) => review.shareOf(readText(code.label, material.language), percent(material, shareOf(code))));
  return review.intervalsSays(observed, most.length > 0 ? formatList(material.language, most) : review.nobody);
}
