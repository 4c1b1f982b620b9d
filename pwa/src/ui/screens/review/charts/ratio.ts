/** So many of these to one of those, as counts. */
import { formatList, formatNumber, formatSpan } from '../../../../core/format';
import { findCode, readText, type Display, type RatioMeasure } from '../../../../core/protocol';
import { sidesOf } from '../../../../core/ratios';
import type { Side, SidesPanel } from '../../../parts/sides';
import { colourOf } from '../../lesson/lib';
import type { Material } from '../material';
import { measuresShown, nameCodes, whole } from './display';
import type { Drawn } from './drawn';

/** Up to this many items each is a dot that can be counted. */
const DOTS = 40;

export function chartRatio(material: Material, display: Display): Drawn {
  const { protocol, t } = material;
  const shown = measuresShown(protocol, display);
  const ratios = (shown.length > 0 ? shown : protocol.measures).filter((measure) => measure.kind === 'ratio');
  const panels = ratios.map((measure) => drawPanel(material, measure));
  const isTime = ratios.some((measure) => measure.basis === 'duration');
  const says = ratios.map((measure, i) => sayRatio(material, measure, panels[i]?.sides ?? [])).join(' ');
  return {
    says: says === '' ? t.charts.nothing : says,
    rule: isTime ? t.charts.rule.ratio.duration : t.charts.rule.ratio[protocol.sampling.method],
    columns: [
      { label: t.lesson.review.column.measure },
      { label: t.charts.column.side },
      { label: isTime ? t.lesson.review.column.time : t.lesson.review.column.count, number: true },
    ],
    rows: panels.flatMap(({ label, sides }) =>
      sides.map((side) => [{ text: label }, { text: side.label }, { text: side.value }]),
    ),
    picture: { is: 'sides', panels },
  };
}

function drawPanel(material: Material, measure: RatioMeasure): SidesPanel {
  const { protocol, timeline, language } = material;
  const [p, c] = sidesOf(protocol, timeline, measure);
  const top = Math.max(1, p, c);
  const isTime = measure.basis === 'duration';
  const side = (codes: readonly string[], n: number, id: string): Side => ({
    id,
    label: nameSide(material, measure, codes),
    colour: colourOf(protocol, findCode(protocol, codes[0] ?? '')?.group ?? ''),
    value: isTime ? formatSpan(n) : whole(material, n),
    part: n / top,
    dots: isTime || top > DOTS ? null : n,
  });
  return {
    id: measure.id,
    label: readText(measure.label, language),
    value: sayToOne(material, measure),
    sides: [side(measure.codes, p, 'first'), side(measure.per, c, 'second')],
  };
}

/** Where both sides are counts of the same codes, the detail that is asked for tells them apart. */
function nameSide(material: Material, measure: RatioMeasure, codes: readonly string[]): string {
  const where = codes === measure.codes ? measure.where : measure.per_where;
  const options = Object.entries(where ?? {}).flatMap(([modifier, wanted]) => {
    const known = material.protocol.modifiers.find(({ id }) => id === modifier)?.options ?? [];
    const meant = known.filter(({ id }) => [wanted].flat().includes(id));
    return meant.length === 0 ? [] : [meant.map(({ label }) => readText(label, material.language)).join(' / ')];
  });
  return [nameCodes(material, codes), ...options].join(', ');
}

function sayToOne(material: Material, measure: RatioMeasure): string {
  const { review } = material.t.lesson;
  const [p, c] = sidesOf(material.protocol, material.timeline, measure);
  const show = (n: number) => (measure.basis === 'duration' ? formatSpan(n) : whole(material, n));
  if (p === 0 && c === 0) return '–';
  if (c === 0) return review.ratioTo(show(p), show(0));
  return review.ratioTo(formatNumber(material.language, p / c), '1');
}

function sayRatio(material: Material, measure: RatioMeasure, sides: readonly Side[]): string {
  const { ratio } = material.t.charts;
  const label = readText(measure.label, material.language);
  const says = sayToOne(material, measure);
  if (says === '–') return ratio.none(label);
  const list = sides.map(({ value, label: name }) => ratio.side(value, name));
  return ratio.says(label, formatList(material.language, list), says);
}
