/** Timers from one code to another as the pad shows them. */
import { formatNumber } from '../../../core/format';
import { pairsOf } from '../../../core/pairs';
import type { Pairs } from '../../../core/pairs';
import { readText, type Protocol } from '../../../core/protocol';
import type { Text } from '../../text';

export type TimerFace = {
  readonly id: string;
  readonly label: string;
  readonly now: string;
  readonly last: string;
  readonly waits: boolean;
  /** The wait has come to the line of the protocol. */
  readonly reached: boolean;
};

export function hasPairs(protocol: Protocol): boolean {
  return pairsOf(protocol).length > 0;
}

type Shown = { readonly pairs: Pairs; readonly now_ms: number; readonly language: string; readonly t: Text };

export function makeTimers(protocol: Protocol, { pairs, now_ms, language, t }: Shown): readonly TimerFace[] {
  const { timer } = t.lesson.capture;
  const seconds = (ms: number): string => `${formatNumber(language, Math.max(0, ms) / 1000)} s`;
  return pairsOf(protocol).map(({ id, label, limit_s }) => {
    const { since_ms = null, last_ms = null } = pairs.get(id) ?? {};
    const passed_ms = since_ms === null ? 0 : now_ms - since_ms;
    const reached = limit_s !== undefined && passed_ms >= limit_s * 1000;
    return {
      id,
      label: readText(label, language),
      now: since_ms === null ? '' : reached ? timer.limit(`${limit_s} s`) : timer.waits(seconds(passed_ms)),
      last: last_ms === null ? timer.none : timer.last(seconds(last_ms)),
      waits: since_ms !== null,
      reached,
    };
  });
}
