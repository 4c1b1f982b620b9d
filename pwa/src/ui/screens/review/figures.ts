/** The measures of the protocol, each with its value, unit, sentence and what it rests on. */
import { formatNumber, formatPercent } from '../../../core/format';
import type { Measured } from '../../../core/measures';
import { readText, type Measure } from '../../../core/protocol';
import type { Text } from '../../text';
import type { Material } from './material';

export type FigureRow = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly says: string;
  readonly about: string;
  readonly aim: string | null;
  readonly exact: number | null;
  readonly n: number;
};

export function listFigures({ protocol, measures, language, t }: Material): readonly FigureRow[] {
  return protocol.measures.flatMap((measure) => {
    const measured = measures.measures[measure.id];
    if (measured === undefined) return [];
    return [
      {
        id: measure.id,
        label: readText(measure.label, language),
        ...writeValue(measured, language, t),
        says: measured.says,
        about: measure.about === undefined ? '' : readText(measure.about, language),
        aim: writeAim(measure, language, t),
        exact: measured.value,
        n: measured.n,
      },
    ];
  });
}

/** A ratio is counts ("12 to 4"), which its sentence says; here stands "3 to 1". */
function writeValue({ value, unit }: Measured, language: string, t: Text): { value: string; unit: string } {
  const { review } = t.lesson;
  if (value === null) return { value: '–', unit: '' };
  if (unit === 'percent') return { value: formatPercent(language, value), unit: '' };
  if (unit === 'to_one') return { value: review.ratioTo(formatNumber(language, value), '1'), unit: '' };
  const units: Readonly<Record<string, string>> = review.units;
  return { value: formatNumber(language, value), unit: units[unit] ?? '' };
}

/** A figure from research, to compare with; never a mark that was reached or missed. */
function writeAim({ norm }: Measure, language: string, t: Text): string | null {
  return norm === undefined ? null : t.lesson.review.aim(readText(norm.label, language), norm.source);
}
