/** An observation as charts are drawn from it, with the visit before it. */
import { computeMeasures, type Measures } from '../../core/measures';
import type { Protocol } from '../../core/protocol';
import type { Room } from '../../core/room';
import { makeTimeline, type Timeline } from '../../core/timeline';
import { findBefore, measureBefore } from './conference';
import type { Watched } from './goals';
import type { Looked } from './review.svelte';
import type { Text } from '../text';

export type Drawable = {
  readonly protocol: Protocol;
  readonly timeline: Timeline;
  readonly measures: Measures;
  readonly room?: Room | undefined;
  readonly language: string;
  readonly t: Text;
  readonly before?: { readonly measures: Measures; readonly on: string } | undefined;
};

type There = Extract<Looked, { is: 'there' }>;

/** Computes what the charts of a visit rest on; `until_ms` is its end, or now while it runs. */
export function makeDrawable(
  looked: There,
  visits: readonly Watched[],
  { until_ms, language, t }: { until_ms: number; language: string; t: Text },
): Drawable {
  const protocol = looked.known.body;
  const timeline = makeTimeline(protocol, looked.row.fields, looked.evidence, until_ms);
  const last = findBefore(visits, looked.row);
  return {
    protocol,
    timeline,
    measures: computeMeasures(protocol, timeline, language),
    room: looked.row.fields.seatmap,
    language,
    t,
    before: last?.isComparable === true ? measureBefore(last, language) : undefined,
  };
}
