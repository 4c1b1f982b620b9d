/** The cycles as they stand on the page: in work and closed, with what is due next. */
import { isClosed, phaseOf } from '../../../core/coaching/phases';
import { formatDay } from '../../../core/format';
import { readNames, type Template } from '../../../core/coaching/menu';
import type { Id } from '../../../core/types';
import type { Listed } from '../../state/cycles';
import type { Text } from '../../text';

export type Card = {
  readonly id: Id;
  readonly title: string;
  readonly people: string;
  readonly target: string;
  readonly phase: 'plan' | 'event' | 'reflect';
  readonly isClosed: boolean;
  /** Short facts: visits, goals, the next check-back. */
  readonly facts: readonly string[];
};

type Around = { readonly nameOf: (id: Id) => string; readonly language: string; readonly t: Text };

export function makeCard({ row, goals, steps, visits }: Listed, { nameOf, language, t }: Around): Card {
  const { coaching } = t;
  const due = steps
    .filter((step) => (step.fields.state ?? 'open') === 'open')
    .map((step) => step.fields.due_on)
    .sort()[0];
  return {
    id: row.record,
    title: row.fields.title,
    people: (row.fields.teachers ?? []).map(nameOf).join(', '),
    target: row.fields.learning_target ?? '',
    phase: phaseOf(row.fields),
    isClosed: isClosed(row.fields),
    facts: [
      coaching.visits(visits),
      ...(goals.length > 0 ? [coaching.goals(goals.length)] : []),
      ...(due === undefined ? [] : [coaching.checkBack(formatDay(language, due))]),
    ],
  };
}

/** Cards whose title or people have all the words that are looked for. */
export function findCards(cards: readonly Card[], search: string): readonly Card[] {
  const words = fold(search).split(/\s+/);
  return cards.filter((card) => words.every((word) => fold(`${card.title} ${card.people}`).includes(word)));
}

/** A phase by the district's own word, if it has one. */
export function namePhase(phase: Card['phase'], template: Template | undefined, language: string, t: Text): string {
  const own = template?.phases[phase];
  return own === undefined ? t.coaching.phases[phase] : readNames(own, language);
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
