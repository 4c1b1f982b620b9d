/** In how many intervals each code was marked, and its part of all marks: two figures, never mixed. */
import { formatLength, formatList, formatNumber, formatPercent } from '../../../core/format';
import type { Measures } from '../../../core/measures';
import { codesOf, readText, type Code } from '../../../core/protocol';
import type { BarRow } from '../../parts/bars';
import { faceOf, nameCode, SAID, usedCodes, type Chart, type Material } from './material';

export type Intervals = Chart & {
  readonly groups: readonly { id: string; label: string; bars: readonly BarRow[]; rule: string }[];
};

/** Percent of intervals and percent of marks of each code, side by side and never mixed. */
export function chartIntervals(material: Material): Intervals | null {
  const { protocol, timeline, measures, language, t } = material;
  const { review } = t.lesson;
  const { sampling } = protocol;
  if (sampling.method !== 'interval') return null;
  const observed = timeline.intervals.filter((interval) => interval.observed_ms > 0).length;
  const length = formatLength(language, sampling.length_s);
  const ranked = [...usedCodes(material)].sort((one, other) => shareOf(measures, other) - shareOf(measures, one));
  const most = ranked
    .slice(0, SAID)
    .map((code) => review.shareOf(readText(code.label, language), formatPercent(language, shareOf(measures, code))));
  return {
    says: review.intervalsSays(observed, most.length > 0 ? formatList(language, most) : review.nobody),
    rule: review.intervalsRule(length, review.intervalRules[sampling.rule]),
    groups: protocol.groups.map((group) => ({
      id: group.id,
      label: readText(group.label, language),
      rule: review.codesRule(readText(group.label, language)),
      bars: codesOf(protocol, group.id).map((code) => ({
        ...faceOf(material, code),
        part: shareOf(measures, code) / 100,
        value: formatPercent(language, shareOf(measures, code)),
        detail: formatNumber(language, measures.codes[code.id]?.intervals ?? 0, 0),
      })),
    })),
    columns: [
      { label: review.column.code },
      { label: review.column.intervals, number: true },
      { label: review.column.shareIntervals, number: true },
      { label: review.column.shareCodes, number: true },
    ],
    rows: protocol.codes.map((code) => {
      const figures = measures.codes[code.id];
      return [
        { text: nameCode(material, code.id) },
        { text: formatNumber(language, figures?.intervals ?? 0, 0) },
        { text: formatPercent(language, figures?.share_of_intervals ?? 0) },
        { text: formatPercent(language, figures?.share_of_codes ?? 0) },
      ];
    }),
  };
}

function shareOf(measures: Measures, code: Code): number {
  return measures.codes[code.id]?.share_of_intervals ?? 0;
}
