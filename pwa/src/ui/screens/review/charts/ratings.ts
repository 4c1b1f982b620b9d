/** Levels that the observer chose, item by item; or the means of areas. */
import { formatList, formatNumber } from '../../../../core/format';
import {
  readText,
  type Display,
  type Item,
  type Measure,
  type RatingMeasure,
  type Scale,
} from '../../../../core/protocol';
import type { Rating } from '../../../../core/timeline';
import type { ScaleGroup, ScaleRow } from '../../../parts/scales';
import { colourOf } from '../../lesson/lib';
import type { Material } from '../material';
import { measuresShown, nameGroup, whole } from './display';
import type { Drawn } from './drawn';

export function chartRatings(material: Material, display: Display): Drawn {
  const { items } = material.protocol;
  const rated = items.filter((item) => item.kind === 'rating');
  const { groups } = display;
  const means = measuresShown(material.protocol, display).filter(isMean);
  if (groups === undefined && means.length > 0) return chartMeans(material, means);
  return chartLevels(material, groups === undefined ? rated : rated.filter((item) => groups.includes(item.group)));
}

function isMean(measure: Measure): measure is RatingMeasure {
  return measure.kind === 'mean_rating';
}

function scaleOf({ protocol }: Material, item: Item | undefined): Scale | undefined {
  return protocol.scales.find((scale) => scale.id === item?.scale);
}

function ratingsOf({ timeline }: Material, item: Item): readonly Rating[] {
  return timeline.ratings.filter((rating) => rating.code === item.id);
}

function chartLevels(material: Material, items: readonly Item[]): Drawn {
  const { protocol, language, t } = material;
  const isSegmented = items.some((item) => scaleOf(material, item)?.per === 'segment');
  const groups = protocol.groups
    .map((group) => ({ group, own: items.filter((item) => item.group === group.id) }))
    .filter(({ own }) => own.length > 0);
  return {
    says: sayLevels(material, items, isSegmented),
    rule: isSegmented ? t.charts.rule.ratings.segment : t.charts.rule.ratings.lesson,
    columns: [
      { label: t.charts.column.item },
      { label: t.lesson.review.column.group },
      { label: t.charts.column.level },
    ],
    rows: items.map((item) => [
      { text: `${item.id} ${readText(item.label, language)}` },
      { text: nameGroup(material, item.group) },
      { text: writeLevels(material, item) },
    ]),
    picture: {
      is: 'scales',
      groups: groups.map(({ group, own }) => ({
        id: group.id,
        label: readText(group.label, language),
        colour: colourOf(protocol, group.id),
        levels: levelsOf(material, scaleOf(material, own[0])),
        rows: own.map((item) => drawItem(material, item)),
      })),
    },
  };
}

function levelsOf({ language }: Material, scale: Scale | undefined): ScaleGroup['levels'] {
  return (scale?.levels ?? []).map(({ value, label }) => ({
    at: placeOf(scale, value),
    label: readText(label, language),
  }));
}

function placeOf(scale: Scale | undefined, value: number): number {
  const values = (scale?.levels ?? []).map((level) => level.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return high > low ? (value - low) / (high - low) : 0.5;
}

function drawItem(material: Material, item: Item): ScaleRow {
  const scale = scaleOf(material, item);
  return {
    id: item.id,
    label: readText(item.label, material.language),
    marks: ratingsOf(material, item).flatMap(({ value, segment, item: id }) =>
      value === null ? [] : [{ id, at: placeOf(scale, value), short: segment === null ? '' : `${segment + 1}` }],
    ),
    value: writeLevels(material, item),
  };
}

/** `First segment: High · Second segment: Medium`, or one level. */
function writeLevels(material: Material, item: Item): string {
  const { protocol, language, t } = material;
  const found = ratingsOf(material, item);
  if (found.length === 0) return t.charts.ratings.open;
  return found
    .map(({ value, segment }) => {
      const level = writeLevel(material, scaleOf(material, item), value);
      const label = segment === null ? undefined : protocol.segments[segment]?.label;
      return label === undefined ? level : t.charts.ratings.segment(readText(label, language), level);
    })
    .join(' · ');
}

function writeLevel({ language, t }: Material, scale: Scale | undefined, value: number | null): string {
  if (value === null) return t.charts.ratings.na;
  const level = scale?.levels.find((one) => one.value === value);
  return level === undefined ? formatNumber(language, value) : readText(level.label, language);
}

function sayLevels(material: Material, items: readonly Item[], isSegmented: boolean): string {
  const { ratings } = material.t.charts;
  const counts = new Map<string, number>();
  const given = items.flatMap((item) => ratingsOf(material, item).map((rating) => ({ item, rating })));
  for (const scale of material.protocol.scales)
    for (const level of scale.levels) counts.set(readText(level.label, material.language), 0);
  for (const { item, rating } of given) {
    const name = writeLevel(material, scaleOf(material, item), rating.value);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (given.length === 0) return ratings.none;
  const times = isSegmented ? Math.max(1, material.protocol.segments.length) : 1;
  const list = [...counts].filter(([, n]) => n > 0).map(([label, n]) => ratings.level(label, n));
  return ratings.says(given.length, items.length * times, formatList(material.language, list));
}

function chartMeans(material: Material, means: readonly RatingMeasure[]): Drawn {
  const { protocol, language, t } = material;
  const found = means.flatMap((measure) => {
    const measured = material.measures.measures[measure.id];
    return measured === undefined ? [] : [{ measure, measured, label: readText(measure.label, language) }];
  });
  const first = protocol.items.find((item) => means[0]?.items.includes(item.id));
  const scale = scaleOf(material, first);
  const levels = levelsOf(material, scale);
  const write = (value: number | null) => (value === null ? '–' : formatNumber(language, value));
  const said = found
    .filter(({ measured }) => measured.value !== null)
    .map(({ label, measured }) => t.charts.ratings.mean(label, write(measured.value), measured.n));
  return {
    says: sayMeans(said),
    rule: t.charts.rule.means,
    columns: [
      { label: t.lesson.review.column.measure },
      { label: t.lesson.review.column.value, number: true },
      { label: t.lesson.review.column.basis, number: true },
    ],
    rows: found.map(({ label, measured }) => [
      { text: label },
      { text: write(measured.value) },
      { text: whole(material, measured.n) },
    ]),
    picture: {
      is: 'scales',
      groups: [
        {
          id: 'means',
          label: '',
          colour: colourOf(protocol, first?.group ?? ''),
          levels,
          rows: found.map(({ measure, measured, label }) => ({
            id: measure.id,
            label,
            marks: measured.value === null ? [] : [{ id: measure.id, at: placeOf(scale, measured.value), short: '' }],
            value: write(measured.value),
          })),
        },
      ],
    },
  };

  function sayMeans(list: readonly string[]): string {
    const [low, high] = [levels[0]?.label, levels.at(-1)?.label];
    if (list.length === 0 || low === undefined || high === undefined) return t.charts.ratings.none;
    return t.charts.ratings.means(low, high, formatList(language, list));
  }
}
