/** Which displays a review draws, and what belongs to one of them. */
import { formatLength, formatList, formatNumber, formatPercent, formatSpan } from '../../../../core/format';
import {
  findCode,
  findGroup,
  readText,
  shortOf,
  type Code,
  type Display,
  type Measure,
  type Protocol,
} from '../../../../core/protocol';
import { observedIntervals } from '../../../../core/picks';
import { listFigures, type FigureRow } from '../figures';
import type { BarRow } from '../../../parts/bars';
import type { Material } from '../material';
import type { BarPicture } from './drawn';

/** The protocol's displays but for the timeline, which stands above them; without any, what its evidence suggests. */
export function displaysOf(protocol: Protocol): readonly Display[] {
  const named = protocol.displays.length > 0 ? protocol.displays : suggestDisplays(protocol);
  const shown = named.filter((display) => display.chart !== 'timeline');
  return [...shown.filter((display) => display.shown), ...shown.filter((display) => !display.shown)];
}

function suggestDisplays({ sampling, codes, items, seatmap }: Protocol): readonly Display[] {
  const charts: Display['chart'][] = [];
  if (sampling.method === 'interval') charts.push('intervals');
  if (sampling.method === 'sweep') charts.push('sweeps');
  if (sampling.method !== 'interval' && codes.some((code) => code.kind === 'state')) charts.push('shares');
  if (sampling.method !== 'interval' && codes.some((code) => code.kind === 'event')) charts.push('counts');
  if (seatmap !== undefined) charts.push('seatmap');
  if (items.some((item) => item.kind === 'check')) charts.push('checklist');
  if (items.some((item) => item.kind === 'rating')) charts.push('ratings');
  return charts.map((chart) => ({ id: chart, label: { en: '', es: '' }, chart }));
}

/** What a picture is called where the protocol has no name for it. */
export function nameDisplay({ t }: Material, { chart }: Display): string {
  return chart === 'timeline' ? t.lesson.review.timeline : t.charts.title[chart];
}

/** The codes of a display, in the order of the protocol; all of them where it names none. */
export function codesShown(protocol: Protocol, { codes, groups }: Display): readonly Code[] {
  if (codes !== undefined) return protocol.codes.filter((code) => codes.includes(code.id));
  if (groups !== undefined) return protocol.codes.filter((code) => groups.includes(code.group));
  return protocol.codes;
}

/** The measures of a display as the protocol defines them. */
export function measuresShown(protocol: Protocol, { measures }: Display): readonly Measure[] {
  return (measures ?? []).flatMap((id) => protocol.measures.filter((measure) => measure.id === id));
}

/** The measures of a display with their values and sentences. */
export function factsShown(material: Material, { measures }: Display): readonly FigureRow[] {
  if (measures === undefined) return [];
  return listFigures(material).filter((figure) => measures.includes(figure.id));
}

/** The groups among these codes, in the order of the protocol. */
export function groupsOf(protocol: Protocol, codes: readonly Code[]): readonly string[] {
  const used = new Set(codes.map((code) => code.group));
  return protocol.groups.map((group) => group.id).filter((group) => used.has(group));
}

export function nameGroup({ protocol, language }: Material, id: string): string {
  const group = findGroup(protocol, id);
  return group === undefined ? id : readText(group.label, language);
}

/** What stands on the key of a code. */
export function shortName({ protocol, language }: Material, id: string): string {
  const code = findCode(protocol, id);
  return code === undefined ? id : shortOf(code, language);
}

/** An option in a list: the words before an explanation that follows a colon. */
export function nameOption(label: string): string {
  const [name = '', ...rest] = label.split(': ');
  return rest.length > 0 && name.length > 2 ? name : label;
}

/** A group's name where these codes are all of it, else the names of the codes. */
export function nameCodes(material: Material, ids: readonly string[]): string {
  const { protocol, language } = material;
  const whole = protocol.groups.find((group) => {
    const own = protocol.codes.filter((code) => code.group === group.id);
    return own.length > 1 && own.length === ids.length && own.every((code) => ids.includes(code.id));
  });
  if (whole !== undefined) return readText(whole.label, language);
  const codes = protocol.codes.filter((code) => ids.includes(code.id));
  return codes.length > 3
    ? codes.map((code) => shortOf(code, language)).join(' + ')
    : codes.map((code) => readText(code.label, language)).join(' + ');
}

/** The rule behind a count: over which time, intervals or sweeps it was made. */
export function countRule({ protocol, timeline, language, t }: Material): string {
  const { counted } = t.charts.rule;
  const { sampling } = protocol;
  switch (sampling.method) {
    case 'continuous':
      return counted.continuous(formatSpan(timeline.observed_ms));
    case 'interval':
      return counted.interval(
        observedIntervals(timeline, undefined).length,
        formatLength(language, sampling.length_s),
        t.lesson.review.intervalRules[sampling.rule],
      );
    case 'sweep':
      return counted.sweep(timeline.sweeps.length);
  }
}

/** More bars than this, and those of nothing are named in one line instead. */
const MANY = 12;

/** Bars by group; of many, only those of something, and what the others are. */
export function groupBars(
  material: Material,
  bars: readonly (BarRow & { readonly group: string })[],
): Pick<BarPicture, 'groups' | 'rest'> {
  const kept = bars.length > MANY ? bars.filter(({ part }) => part > 0) : bars;
  const left = bars.filter((bar) => !kept.includes(bar)).map(({ short, label }) => short || label);
  const groups = [...new Set(kept.map(({ group }) => group))].map((id) => ({
    id,
    label: new Set(bars.map(({ group }) => group)).size > 1 ? nameGroup(material, id) : '',
    bars: kept.filter(({ group }) => group === id),
  }));
  const rest = left.length > 0 ? { rest: material.t.charts.notRecorded(formatList(material.language, left)) } : {};
  return { groups, ...rest };
}

export function whole(material: Material, value: number): string {
  return formatNumber(material.language, value, 0);
}

export function percent(material: Material, value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : formatPercent(material.language, value);
}
