/** How the observed time is divided among the states. */
import { formatList, formatNumber, formatPercent, formatSpan } from '../../../core/format';
import { readText } from '../../../core/protocol';
import { faceOf, nameCode, SAID, type BarChart, type Material } from './material';

/** Share of observed time of every state; null where the protocol does not record time. */
export function chartShares(material: Material): BarChart | null {
  const { protocol, measures, language, t } = material;
  const { review } = t.lesson;
  if (protocol.sampling.method !== 'continuous') return null;
  const states = protocol.codes.filter((code) => code.kind === 'state');
  if (states.length === 0) return null;
  const ranked = states
    .map((code) => ({
      code,
      share: measures.codes[code.id]?.share_of_time ?? 0,
      seconds: measures.codes[code.id]?.seconds ?? 0,
    }))
    .filter(({ seconds }) => seconds > 0)
    .sort((one, other) => other.seconds - one.seconds);
  const most = ranked
    .slice(0, SAID)
    .map(({ code, share }) => review.shareOf(readText(code.label, language), formatPercent(language, share)));
  return {
    says: review.sharesSays(most.length > 0 ? formatList(language, most) : review.nobody),
    rule: review.sharesRule,
    bars: states.map((code) => {
      const figures = measures.codes[code.id];
      const share = figures?.share_of_time ?? 0;
      return {
        ...faceOf(material, code),
        part: share / 100,
        value: formatPercent(language, share),
        detail: formatSpan((figures?.seconds ?? 0) * 1000),
      };
    }),
    columns: [
      { label: review.column.code },
      { label: review.column.time, number: true },
      { label: review.column.share, number: true },
      { label: review.column.count, number: true },
    ],
    rows: states.map((code) => {
      const figures = measures.codes[code.id];
      return [
        { text: nameCode(material, code.id) },
        { text: formatSpan((figures?.seconds ?? 0) * 1000) },
        { text: formatPercent(language, figures?.share_of_time ?? 0) },
        { text: formatNumber(language, figures?.count ?? 0, 0) },
      ];
    }),
  };
}
