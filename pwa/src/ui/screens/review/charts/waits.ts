/** Waits as dots, with their median and the line to compare with. */
import { formatClock, formatNumber } from '../../../../core/format';
import { readText, type Display, type Measure, type Protocol } from '../../../../core/protocol';
import { intersect, lengthOf } from '../../../../core/ranges';
import type { Timeline } from '../../../../core/timeline';
import { latencyWaits, quantile, timerWaits, type Wait, type Waits } from '../../../../core/waits';
import { findEnd, placeDots, tickSeconds, type DotPanel } from '../../../parts/dots';
import type { Material } from '../material';
import { measuresShown } from './display';
import type { Drawn } from './drawn';

/** Right of this the axis says that longer waits stand at its end. */
const ROOM = 0.7;

/** Waits of one kind. Seconds. */
export type Waiting = {
  readonly id: string;
  readonly label: string;
  readonly waits: Waits;
  readonly seconds: readonly number[];
  readonly limit: number | null;
};

export function chartWaits(material: Material, display: Display): Drawn {
  const { t, language } = material;
  const waitings = listWaitings(material, measuresShown(material.protocol, display));
  const end = findEnd(
    waitings.flatMap(({ seconds }) => seconds),
    Math.max(0, ...waitings.map(({ limit }) => limit ?? 0)),
  );
  const says = waitings.map((waiting) => sayWaiting(material, waiting)).join(' ');
  return {
    says: says === '' ? t.charts.nothing : says,
    rule: t.charts.rule.waits,
    columns: [
      { label: t.lesson.review.column.moment },
      { label: t.lesson.review.column.what },
      { label: t.charts.column.wait, number: true },
    ],
    rows: waitings.flatMap(({ label, waits, seconds }) =>
      waits.waits.map(({ from_ms }, i) => [
        { text: formatClock(from_ms) },
        { text: label },
        { text: formatNumber(language, seconds[i] ?? 0) },
      ]),
    ),
    picture: { is: 'dots', panels: waitings.map((waiting) => drawWaiting(material, waiting, end)) },
  };
}

/** The kinds of waits behind these measures, each once; without measures those of the protocol's timers. */
export function listWaitings(material: Material, measures: readonly Measure[]): readonly Waiting[] {
  const { protocol, timeline, language } = material;
  const found = new Map<string, Waiting>();
  const add = (id: string, label: string, waits: Waits, limit: number | null) => {
    const before = found.get(id);
    const seconds = waits.waits.map((wait) => secondsOf(timeline, wait));
    found.set(id, before ?? { id, label, waits, seconds, limit });
  };
  for (const measure of measures) {
    if (measure.kind === 'timer') addTimer(measure.timer, measure.limit_s);
    if (measure.kind !== 'latency') continue;
    const id = `${measure.triggers.join(' ')} ${measure.responses.join(' ')}`;
    const limit = measure.limit_s ?? measure.norm?.value ?? null;
    add(id, readText(measure.label, language), latencyWaits(protocol, timeline, measure), limit);
  }
  if (measures.length === 0) for (const timer of protocol.timers) addTimer(timer.id);
  return [...found.values()];

  function addTimer(id: string, limit?: number): void {
    const timer = protocol.timers.find((one) => one.id === id);
    if (timer === undefined) return;
    add(id, readText(timer.label, language), timerWaits(protocol, timeline, id), timer.limit_s ?? limit ?? null);
  }
}

/** Observed seconds of a wait, as the measures count them. */
export function secondsOf(timeline: Timeline, { from_ms, to_ms }: Wait): number {
  return lengthOf(intersect(timeline.observed, [[from_ms, to_ms]])) / 1000;
}

function drawWaiting(material: Material, { id, label, waits, seconds, limit }: Waiting, end: number): DotPanel {
  const { charts } = material.t;
  const say = (value: number) => formatNumber(material.language, value);
  const values = waits.waits.map(({ from_ms }, i) => ({
    seconds: seconds[i] ?? 0,
    item: findItem(material, from_ms),
    label: `${formatClock(from_ms)}, ${charts.waits.seconds(say(seconds[i] ?? 0))}`,
  }));
  const placed = placeDots(values, end);
  const median = quantile(seconds, 0.5);
  const at = (value: number) => Math.min(1, value / end);
  const isLonger = seconds.some((each) => each > end);
  return {
    id,
    label: waits.no_response > 0 ? `${label} · ${charts.waits.unanswered(waits.no_response)}` : label,
    ...placed,
    ticks: tickSeconds(end)
      .filter((tick) => !isLonger || at(tick) < ROOM)
      .map((tick) => ({ at: at(tick), label: charts.waits.seconds(say(tick)) })),
    median: seconds.length > 0 ? { at: at(median), label: charts.waits.median(say(median)) } : null,
    limit: limit === null ? null : { at: at(limit), label: charts.waits.limit(say(limit)) },
    beyond: isLonger ? charts.waits.longer(say(end)) : null,
  };
}

/** The item at whose moment a wait begins. */
function findItem({ timeline }: Material, t_ms: number): string | null {
  const event = timeline.events.find((one) => one.t_ms === t_ms);
  const span = timeline.spans.find((one) => one.end_ms === t_ms || one.start_ms === t_ms);
  return event?.item ?? span?.items[0] ?? null;
}

function sayWaiting(material: Material, { label, waits, seconds, limit }: Waiting): string {
  const { charts } = material.t;
  const say = (value: number) => formatNumber(material.language, value);
  const unanswered = waits.no_response > 0 ? [charts.waits.unanswered(waits.no_response)] : [];
  if (seconds.length === 0) return `${[charts.waits.none(label), ...unanswered].join('; ')}.`;
  const long = seconds.filter((each) => each >= (limit ?? 0)).length;
  const parts = [
    charts.waits.says(label, seconds.length, say(quantile(seconds, 0.5))),
    ...(limit === null ? [] : [charts.waits.reach(long, seconds.length, say(limit))]),
    ...unanswered,
  ];
  return `${parts.join('; ')}.`;
}

/** The median wait in words, for a list of seconds. */
export function sayMedian({ language }: Material, seconds: readonly number[]): string {
  return formatNumber(language, quantile(seconds, 0.5));
}

export function timersFrom(protocol: Protocol, codes: readonly string[]): readonly string[] {
  return protocol.timers
    .filter((timer) => timer.kind === 'pair' && timer.from.some((code) => codes.includes(code)))
    .map((timer) => timer.id);
}
