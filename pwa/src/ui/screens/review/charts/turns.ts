/** Intervals: by which rule a code counts in them, and whose they are where subjects take turns. */
import { formatLength } from '../../../../core/format';
import { computeMeasure } from '../../../../core/measures';
import { ruleOf, shortOf, type Code, type Protocol, type Subject } from '../../../../core/protocol';
import type { Material } from '../material';

/** The rule behind the numbers of these codes: one, or each with the codes that it is for. */
export function intervalRule(
  { protocol, language, t }: Material,
  codes: readonly Code[],
  say: (length: string, rule: string) => string,
): string {
  const { sampling } = protocol;
  if (sampling.method !== 'interval') return '';
  const names = t.lesson.review.intervalRules;
  const rules = [...new Set(codes.map((code) => ruleOf(sampling, code)))];
  const byRule = rules.map((rule) => {
    const own = codes.filter((code) => ruleOf(sampling, code) === rule).map((code) => shortOf(code, language));
    return `${own.join(', ')}: ${names[rule]}`;
  });
  const [only] = rules;
  return say(formatLength(language, sampling.length_s), rules.length === 1 && only ? names[only] : byRule.join('; '));
}

export function takeTurns(protocol: Protocol): boolean {
  return protocol.sampling.method === 'interval' && protocol.subjects.some((subject) => subject.every);
}

/** In `k` of `n` intervals of the subject; the share in percent. */
export type Turn = { readonly subject: Subject; readonly k: number; readonly n: number; readonly share: number | null };

/** Of each subject of whom the code is recorded. */
export function turnsOf({ protocol, timeline }: Material, code: Code): readonly Turn[] {
  const own = subjectsOf(protocol, code);
  return protocol.subjects
    .filter(({ id }) => own.length === 0 || own.includes(id))
    .map((subject) => {
      const tally = { id: 'any', label: { en: '', es: '' }, codes: [code.id], subject: subject.id };
      const { value, n } = computeMeasure(protocol, timeline, { ...tally, kind: 'share_of_intervals' });
      const k = computeMeasure(protocol, timeline, { ...tally, kind: 'count' }).value ?? 0;
      return { subject, k, n, share: value };
    });
}

/** Those that the code names, else those of whose intervals a measure takes it. */
function subjectsOf({ measures }: Protocol, code: Code): readonly string[] {
  const measured = measures.flatMap((measure) =>
    'subject' in measure && 'codes' in measure && measure.subject !== undefined && measure.codes.includes(code.id)
      ? [measure.subject]
      : [],
  );
  return code.subjects ?? measured;
}
