/** When sweeps are due: every so many seconds from the first on, anew in each segment. */
import type { Protocol, SweepSampling } from './protocol';

/** The sweep that a moment belongs to: the last one due by then, or the first; 0 where none has its time. */
export function sweepAt(protocol: Protocol, t_ms: number): number {
  const { sampling, segments } = protocol;
  if (sampling.method !== 'sweep' || sampling.spacing_s === undefined) return 0;
  const at = (t_ms - firstOf(sampling)) / (sampling.spacing_s * 1000);
  if (segments.length === 0) return Math.max(0, Math.floor(at));
  const due = dueInSegments(protocol, sampling).filter((moment) => moment <= t_ms);
  return Math.max(0, due.length - 1);
}

/** The moments of all sweeps of a protocol with segments. */
export function dueInSegments({ segments }: Protocol, sampling: SweepSampling): readonly number[] {
  const spacing = (sampling.spacing_s ?? 1) * 1000;
  const due: number[] = [];
  let start = 0;
  for (const { length_s, scoring_s = 0 } of segments) {
    for (let at = start + firstOf(sampling); at < start + length_s * 1000; at += spacing) due.push(at);
    start += (length_s + scoring_s) * 1000;
  }
  return due.slice(0, sampling.count);
}

export function firstOf(sampling: SweepSampling): number {
  return (sampling.first_s ?? 0) * 1000;
}
