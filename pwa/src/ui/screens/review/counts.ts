/** How often each code was recorded. */
import { formatList, formatNumber, formatSpan } from '../../../core/format';
import { readText, type Code } from '../../../core/protocol';
import { faceOf, nameCode, type BarChart, type Material } from './material';

/** Counts and rates of events, or of all codes of a continuous protocol that has no events. */
export function chartCounts(material: Material): BarChart | null {
  const { protocol, measures, language, t } = material;
  const { review } = t.lesson;
  if (protocol.sampling.method === 'interval') return null;
  const events = protocol.codes.filter((code) => code.kind === 'event');
  const counted = events.length > 0 ? events : protocol.codes;
  const countOf = (code: Code): number => measures.codes[code.id]?.count ?? 0;
  const top = Math.max(1, ...counted.map(countOf));
  const minutes = measures.observed_seconds / 60;
  const rateOf = (code: Code): string => (minutes > 0 ? formatNumber(language, countOf(code) / minutes, 2) : '–');
  const said = counted
    .filter((code) => countOf(code) > 0)
    .map((code) => review.countOf(readText(code.label, language), formatNumber(language, countOf(code), 0)));
  return {
    says: review.countsSays(said.length > 0 ? formatList(language, said) : review.nobody),
    rule: review.countsRule(formatSpan(measures.observed_seconds * 1000)),
    bars: counted.map((code) => ({
      ...faceOf(material, code),
      part: countOf(code) / top,
      value: formatNumber(language, countOf(code), 0),
      detail: minutes > 0 ? `${rateOf(code)}/min` : '',
    })),
    columns: [
      { label: review.column.code },
      { label: review.column.count, number: true },
      { label: review.column.perMinute, number: true },
    ],
    rows: counted.map((code) => [
      { text: nameCode(material, code.id) },
      { text: formatNumber(language, countOf(code), 0) },
      { text: rateOf(code) },
    ]),
  };
}
