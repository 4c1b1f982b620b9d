/** How a rehearsal went: a figure for each code, and where one differs. */
import type { Agreement, Disagreement, Value } from '../../../core/agreement';
import { formatClock, formatPercent } from '../../../core/format';
import { findCode, readText, shortOf, type Protocol } from '../../../core/protocol';

export type Row = { readonly code: string; readonly name: string; readonly figure: string; readonly says: string };

export type Difference = { readonly key: string; readonly at: string; readonly meant: string; readonly own: string };

/** The one figure of each kind of sampling that says most to whoever practises. */
const FIRST = ['matched', 'jaccard', 'percent', 'exact_scores', 'total'] as const;
const MOST = 40;

/** The overall sentences, those that can be computed. */
export function listOverall({ overall }: Agreement): readonly string[] {
  const found = FIRST.flatMap((name) => overall[name] ?? []).filter((value) => value.value !== null);
  return found.slice(0, 2).map((value) => value.says);
}

/** The codes that came in the lesson or were recorded, in the order of the protocol. */
export function listRows(protocol: Protocol, { codes }: Agreement, language: string): readonly Row[] {
  return protocol.codes.flatMap((code) => {
    const value = pick(codes[code.id] ?? {});
    if (value === null || value.value === null) return [];
    const name = `${shortOf(code, language)} ${readText(code.label, language)}`;
    return [{ code: code.id, name, figure: formatPercent(language, value.value), says: value.says }];
  });
}

function pick(values: Readonly<Record<string, Value>>): Value | null {
  const found = FIRST.map((name) => values[name]).find((value) => value !== undefined && value.value !== null);
  return found ?? null;
}

export function listDifferences(
  protocol: Protocol,
  { disagreements }: Agreement,
  { language, nothing }: { language: string; nothing: string },
): { readonly shown: readonly Difference[]; readonly more: number } {
  const write = ({ said, start_ms, end_ms }: Disagreement, place: number): Difference => {
    const [meant, own] = said.map((codes) => nameCodes(protocol, codes, language) || nothing) as [string, string];
    const at = end_ms > start_ms ? `${formatClock(start_ms)}–${formatClock(end_ms)}` : formatClock(start_ms);
    return { key: String(place), at, meant, own };
  };
  return { shown: disagreements.slice(0, MOST).map(write), more: Math.max(0, disagreements.length - MOST) };
}

function nameCodes(protocol: Protocol, codes: readonly (string | number)[], language: string): string {
  const name = (one: string | number): string => {
    const code = findCode(protocol, String(one));
    return code === undefined ? String(one) : `${shortOf(code, language)} ${readText(code.label, language)}`;
  };
  return codes.map(name).join(', ');
}
