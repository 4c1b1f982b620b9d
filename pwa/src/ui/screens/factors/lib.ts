/** Which words stand for a factor, and for what was refused. */
import type { Factor } from '../../../core/factors';
import { formatDay } from '../../../core/format';
import type { Problem } from '../../../core/problem';
import type { Text } from '../../text';

export function nameFactor({ name, kind }: Pick<Factor, 'name' | 'kind'>, t: Text): string {
  return name === '' ? t.factors.kind[kind] : name;
}

export function describeFactor(factor: Factor, locale: string, t: Text): string {
  const used = factor.used_at === null ? t.factors.unused : t.factors.used(formatDay(locale, factor.used_at));
  return [t.factors.kind[factor.kind], t.factors.added(formatDay(locale, factor.made_at)), used].join(' · ');
}

export function describeProblem({ code, status }: Problem, t: Text): string {
  const words: Readonly<Record<string, string>> = t.factors.problem;
  return words[status === 0 ? 'offline' : code] ?? t.factors.problem.other;
}

/** Cuts the secret into groups of four, as people read it out. */
export function spellSecret(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}
