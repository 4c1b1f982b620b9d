/** Where observers disagree: the list to talk through at a calibration. */
import type { Protocol } from '../protocol';
import { codesOf, matchCode } from './pairs';
import type { Side } from './pairs';
import { codeOf, keyOf, labelOf, makeScores, showName, unitKind } from './units';
import type { Said, UnitKind } from './units';

/** A stretch of the lesson of which two observers said different things. */
export type Disagreement = {
  readonly kind: UnitKind | 'event' | 'score';
  readonly start_ms: number;
  readonly end_ms: number;
  readonly code: string | null;
  /** Their places in the list, from 0. */
  readonly observers: readonly [number, number];
  /** What each said, codes or one number; empty is nothing. */
  readonly said: readonly [readonly (string | number)[], readonly (string | number)[]];
};

/** What two observers saw differently, in order of time. */
export function listDisagreements(
  protocol: Protocol,
  side: Side,
  observers: Disagreement['observers'],
): readonly Disagreement[] {
  const found = [...ofUnits(protocol, side), ...ofEvents(protocol, side), ...ofScores(side)];
  return found
    .map((one) => ({ ...one, observers }))
    .sort((a, b) => a.start_ms - b.start_ms || a.end_ms - b.end_ms || compare(a.code ?? '', b.code ?? ''));
}

type Found = Omit<Disagreement, 'observers'>;

function ofUnits(protocol: Protocol, side: Side): readonly Found[] {
  const kind = unitKind(protocol);
  // Events have their own list, matched one by one; here only states are compared.
  const leaveOut = makeFilter(new Set(kind === 'moment' ? codesOf(protocol, 'event') : []));
  const stretches: (Found & { key: string })[] = [];
  for (const { start_ms, end_ms, said } of side.units) {
    const [first = [], second = []] = said.map((one) => leaveOut(one ?? []));
    const key = keyOf(first, second);
    const last = stretches.at(-1);
    if (labelOf(first) === labelOf(second)) continue;
    if (kind === 'moment' && last?.key === key && last.end_ms === start_ms)
      stretches[stretches.length - 1] = { ...last, end_ms };
    else stretches.push({ key, kind, start_ms, end_ms, code: null, said: [first.map(showName), second.map(showName)] });
  }
  return stretches.map(({ key: _key, ...found }) => found);
}

/** Leaves codes out of opinions, of each opinion once. */
function makeFilter(codes: ReadonlySet<string>): (said: Said) => Said {
  const known = new Map<Said, Said>();
  return (said) => {
    const left = known.get(said) ?? said.filter((name) => !codes.has(codeOf(name)));
    known.set(said, left);
    return left;
  };
}

function ofEvents(protocol: Protocol, side: Side): readonly Found[] {
  if (unitKind(protocol) !== 'moment') return [];
  return codesOf(protocol, 'event').flatMap((code) => {
    const matching = matchCode(side, code);
    const events = side.events.get(code);
    const alone = (place: 0 | 1, at: number): Found => {
      const t_ms = events?.[place][at]?.t_ms ?? 0;
      return { kind: 'event', start_ms: t_ms, end_ms: t_ms, code, said: place === 0 ? [[code], []] : [[], [code]] };
    };
    return [...matching.first_alone.map((at) => alone(0, at)), ...matching.second_alone.map((at) => alone(1, at))];
  });
}

function ofScores(side: Side): readonly Found[] {
  return makeScores(side.timelines)
    .filter(({ values: [a, b] }) => a !== b)
    .map(({ start_ms, code, values: [a, b] }) => ({
      kind: 'score',
      start_ms,
      end_ms: start_ms,
      code,
      said: [[a ?? []].flat(), [b ?? []].flat()],
    }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
