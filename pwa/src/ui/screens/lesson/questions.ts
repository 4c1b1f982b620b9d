/** What the strip asks about an item: its modifiers, and of a head count how many. */
import { findCode, isExclusive, shortOf, type Protocol } from '../../../core/protocol';
import type { ModifierQuestion } from '../../parts/modifier';
import type { Lesson } from '../../state/lesson.svelte';
import type { LessonView } from '../../state/lesson-view';
import type { Text } from '../../text';
import { makeQuestions, pickOption } from './lib';

/** No modifier has this id: a slug has no space. */
const HEADS = 'how many';
const STEPS = [-1, 1, 5, 10];

/** The questions about the item that is asked for; none while none is. */
export function makeAllQuestions(
  protocol: Protocol,
  { asking, swept }: LessonView,
  { language, t }: { readonly language: string; readonly t: Text },
): readonly ModifierQuestion[] {
  if (asking === null) return [];
  const { code = '', action, subject, interval = 0 } = asking.fields;
  const questions = makeQuestions(protocol, asking, language);
  const found = findCode(protocol, code);
  const isOne = subject !== undefined || (found !== undefined && isExclusive(protocol, found));
  if (action !== 'sweep' || isOne) return questions;
  const { sweep } = t.lesson.capture;
  const heads: ModifierQuestion = {
    id: HEADS,
    label: sweep.headsOf(found === undefined ? code : shortOf(found, language), interval + 1),
    kind: 'number',
    options: [],
    minimum: 0,
    number: swept.codes.get(code) ?? 0,
    steps: STEPS.map((by) => ({ by, label: by < 0 ? sweep.fewer(-by) : sweep.more(by) })),
  };
  return [heads, ...questions];
}

/** An option of a modifier was touched. */
export function answerQuestion(lesson: Lesson, modifier: string, option: string): void {
  const item = lesson.view.asking;
  if (item !== null) lesson.detail(item.record, pickOption(lesson.known.body, item, { modifier, option }));
}

/** A number was given. */
export function giveNumber(lesson: Lesson, modifier: string, value: number): void {
  const item = lesson.view.asking;
  if (item === null) return;
  if (modifier === HEADS) lesson.count(item.fields.code ?? '', value);
  else lesson.detail(item.record, { ...item.fields.modifiers, [modifier]: value });
}
