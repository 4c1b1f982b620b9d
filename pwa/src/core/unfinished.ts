/** What a protocol still wants when somebody is about to end the lesson. It warns and never forbids. */
import { answerKey, isPerSegment, segmentNow } from './answers';
import type { Protocol } from './protocol';
import type { Recording } from './recorder';

export type Unfinished =
  /** A segment of fixed length is not over, or has not begun. */
  | { readonly is: 'segments'; readonly left_ms: number; readonly open: number }
  | { readonly is: 'sweeps'; readonly made: number; readonly planned: number }
  | { readonly is: 'items'; readonly open: number; readonly all: number }
  /** The lesson was planned to be longer. */
  | { readonly is: 'planned'; readonly left_ms: number }
  /** The interval that runs would stay cut short. */
  | { readonly is: 'interval'; readonly left_ms: number };

/** `t_ms`: the lesson's time. */
export function findUnfinished(recording: Recording, t_ms: number): readonly Unfinished[] {
  const { protocol } = recording;
  return [
    ...findSegments(protocol, t_ms),
    ...findSweeps(recording),
    ...findItems(recording),
    ...findPlanned(recording, t_ms),
    ...findInterval(protocol, t_ms),
  ];
}

function findSegments(protocol: Protocol, t_ms: number): readonly Unfinished[] {
  const now = segmentNow(protocol, t_ms);
  const last = protocol.segments.length - 1;
  if (now === null || now.phase === 'over' || (now.index === last && now.phase === 'score')) return [];
  const watched = now.phase === 'watch' ? now.left_ms : 0;
  const rest = protocol.segments.slice(now.index + 1);
  const left_ms = watched + rest.reduce((sum, { length_s }) => sum + length_s * 1000, 0);
  return [{ is: 'segments', left_ms, open: rest.length + (watched > 0 ? 1 : 0) }];
}

function findSweeps({ protocol: { sampling }, sweeps }: Recording): readonly Unfinished[] {
  const planned = sampling.method === 'sweep' ? (sampling.count ?? 0) : 0;
  return sweeps.size < planned ? [{ is: 'sweeps', made: sweeps.size, planned }] : [];
}

function findItems({ protocol, answers }: Recording): readonly Unfinished[] {
  const keys = protocol.items.flatMap((item) =>
    isPerSegment(protocol, item)
      ? protocol.segments.map((_, segment) => answerKey(item.id, segment))
      : [answerKey(item.id, null)],
  );
  const open = keys.filter((key) => !answers.has(key)).length;
  return open > 0 ? [{ is: 'items', open, all: keys.length }] : [];
}

/** The minutes that were planned, in the field of the context that says so. */
function findPlanned({ observation }: Recording, t_ms: number): readonly Unfinished[] {
  const minutes = observation.fields.context?.['planned-minutes'];
  const left_ms = typeof minutes === 'number' ? minutes * 60_000 - t_ms : 0;
  return left_ms > 60_000 ? [{ is: 'planned', left_ms }] : [];
}

function findInterval({ sampling }: Protocol, t_ms: number): readonly Unfinished[] {
  if (sampling.method !== 'interval') return [];
  const length_ms = sampling.length_s * 1000;
  const at = t_ms % (length_ms + (sampling.record_gap_s ?? 0) * 1000);
  return at > 0 && at < length_ms ? [{ is: 'interval', left_ms: length_ms - at }] : [];
}
