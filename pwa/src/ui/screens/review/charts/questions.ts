/** The questions in order, each with its level and the wait after it. */
import { formatClock, formatList, formatNumber } from '../../../../core/format';
import { findCode, readText, shortOf, type Display, type Modifier } from '../../../../core/protocol';
import type { TimedEvent } from '../../../../core/timeline';
import { timerWaits } from '../../../../core/waits';
import type { Line } from '../../../parts/lines';
import { colourOf } from '../../lesson/lib';
import type { Material } from '../material';
import { codesShown, nameOption, whole } from './display';
import type { Drawn } from './drawn';
import { sayMedian, secondsOf, timersFrom } from './waits';

type Question = {
  readonly event: TimedEvent;
  readonly words: string;
  readonly level: string;
  /** Seconds; null where no wait began with it. */
  readonly wait: number | null;
};

export function chartQuestions(material: Material, display: Display): Drawn {
  const { protocol, language, t } = material;
  const questions = listQuestions(material, display);
  const modifier = protocol.modifiers.find((one) => one.id === display.modifier);
  const longest = Math.max(1, ...questions.map(({ wait }) => wait ?? 0));
  return {
    says: sayQuestions(material, questions, modifier),
    rule: t.charts.rule.questions,
    columns: [
      { label: t.lesson.review.column.moment },
      { label: t.lesson.review.column.code },
      { label: modifier === undefined ? t.charts.column.level : readText(modifier.label, language) },
      { label: t.charts.column.wait, number: true },
      { label: t.charts.column.words },
    ],
    rows: questions.map(({ event, words, level, wait }) => [
      { text: formatClock(event.t_ms) },
      { text: nameOf(material, event.code) },
      { text: level },
      { text: wait === null ? '–' : formatNumber(language, wait) },
      { text: words },
    ]),
    picture: { is: 'lines', lines: questions.map((question) => drawQuestion(material, question, longest)) },
  };
}

function nameOf({ protocol, language }: Material, id: string): string {
  const code = findCode(protocol, id);
  return code === undefined ? id : readText(code.label, language);
}

function listQuestions(material: Material, display: Display): readonly Question[] {
  const { protocol, timeline, t } = material;
  const codes = codesShown(protocol, display).map((code) => code.id);
  const waits = timersFrom(protocol, codes).flatMap((timer) => timerWaits(protocol, timeline, timer).waits);
  const byStart = new Map(waits.map((wait) => [wait.from_ms, secondsOf(timeline, wait)]));
  const words = new Map(timeline.notes.map((note) => [note.item, note.text]));
  const modifier = protocol.modifiers.find((one) => one.id === display.modifier);
  return timeline.events
    .filter((event) => event.counted && codes.includes(event.code))
    .map((event) => ({
      event,
      words: words.get(event.item) ?? '',
      level: levelOf(material, event, modifier) ?? t.charts.notSaid,
      wait: byStart.get(event.t_ms) ?? null,
    }));
}

function levelOf({ language }: Material, event: TimedEvent, modifier: Modifier | undefined): string | null {
  const given = [event.modifiers[modifier?.id ?? ''] ?? []].flat();
  const labels = (modifier?.options ?? []).filter((option) => given.includes(option.id));
  return labels.length === 0 ? null : labels.map((option) => readText(option.label, language)).join(', ');
}

function drawQuestion(material: Material, { event, words, level, wait }: Question, longest: number): Line {
  const { protocol, language, t } = material;
  const code = findCode(protocol, event.code);
  const chips =
    code === undefined ? [] : [{ id: code.id, label: shortOf(code, language), colour: colourOf(protocol, code.group) }];
  return {
    item: event.item,
    at: formatClock(event.t_ms),
    lead: '',
    chips,
    words: words === '' ? level : words,
    bare: words === '',
    detail: words === '' ? '' : level,
    part: wait === null ? null : wait / longest,
    value: wait === null ? '' : t.charts.waits.seconds(formatNumber(language, wait)),
  };
}

function sayQuestions(material: Material, questions: readonly Question[], modifier: Modifier | undefined): string {
  const { questions: say } = material.t.charts;
  if (questions.length === 0) return say.none;
  const counts = new Map<string, number>();
  for (const { event, level } of questions) {
    const name = modifier === undefined ? nameOf(material, event.code) : level;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const list = [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([name, n]) => `${nameOption(name)} ${whole(material, n)}`);
  const waits = questions.flatMap(({ wait }) => (wait === null ? [] : [wait]));
  const first = say.says(questions.length, formatList(material.language, list));
  return waits.length > 0 ? `${first} ${say.waited(waits.length, sayMedian(material, waits))}` : first;
}
