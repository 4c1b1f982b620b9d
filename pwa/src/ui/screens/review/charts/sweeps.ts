/** Sweep by sweep: how many of those looked at. */
import { formatClock } from '../../../../core/format';
import { matches } from '../../../../core/picks';
import { readText, type Display, type Where } from '../../../../core/protocol';
import type { Sweep } from '../../../../core/timeline';
import type { ColumnPanel } from '../../../parts/columns';
import { colourOf } from '../../lesson/lib';
import type { Material } from '../material';
import { codesShown, countRule, groupsOf, measuresShown, nameGroup, percent, whole } from './display';
import type { Drawn } from './drawn';

/** One question asked of every sweep: so many with these codes among so many with those. */
type Question = {
  readonly id: string;
  readonly label: string;
  readonly codes: readonly string[];
  readonly of: readonly string[];
  readonly where?: Where | undefined;
};
type Answer = { readonly k: number; readonly n: number; readonly share: number | null };

export function chartSweeps(material: Material, display: Display): Drawn {
  const { timeline, t } = material;
  const { charts } = t;
  const questions = questionsOf(material, display);
  const says = questions.flatMap((question) => sayQuestion(material, question)).join('; ');
  return {
    says: says === '' ? charts.sweeps.none : `${says}.`,
    rule: countRule(material),
    columns: [
      { label: charts.column.sweep },
      { label: t.lesson.review.column.moment },
      ...questions.map(({ label }) => ({ label, number: true })),
    ],
    rows: timeline.sweeps.map((sweep) => [
      { text: charts.sweeps.sweep(sweep.index + 1) },
      { text: formatClock(sweep.t_ms) },
      ...questions.map((question) => ({ text: writeAnswer(material, answer(sweep, question)) })),
    ]),
    picture: { is: 'columns', panels: questions.map((question) => drawPanel(material, question)) },
  };
}

/** The measures of the display that give each sweep a share; without any, its groups among all its codes. */
function questionsOf(material: Material, display: Display): readonly Question[] {
  const { protocol, language } = material;
  const measures = measuresShown(protocol, display)
    .filter((measure) => measure.kind === 'sweep_share')
    .filter((measure) => measure.at_least === undefined);
  if (measures.length > 0)
    return measures.map(({ id, label, codes, of, where }) => ({
      id,
      label: readText(label, language),
      codes,
      of,
      where,
    }));
  const codes = codesShown(protocol, display);
  return groupsOf(protocol, codes).map((id) => ({
    id,
    label: nameGroup(material, id),
    codes: codes.filter((code) => code.group === id).map((code) => code.id),
    of: codes.map((code) => code.id),
  }));
}

function answer({ sightings }: Sweep, question: Question): Answer {
  const meant = sightings.filter((each) => matches(each, { where: question.where }));
  const sum = (ids: readonly string[]) =>
    meant.filter(({ code }) => ids.includes(code)).reduce((all, { n }) => all + n, 0);
  const [k, n] = [sum(question.codes), sum(question.of)];
  return { k, n, share: n > 0 ? (100 * k) / n : null };
}

function writeAnswer(material: Material, { k, n, share }: Answer): string {
  const { sweeps } = material.t.charts;
  return share === null ? '–' : sweeps.of(whole(material, k), whole(material, n), percent(material, share));
}

function drawPanel(material: Material, question: Question): ColumnPanel {
  const code = material.protocol.codes.find(({ id }) => id === question.codes[0]);
  return {
    id: question.id,
    label: question.label,
    colour: colourOf(material.protocol, code?.group ?? ''),
    columns: material.timeline.sweeps.map((sweep) => {
      const { share } = answer(sweep, question);
      return {
        id: `${sweep.index}`,
        label: formatClock(sweep.t_ms),
        part: share === null ? null : share / 100,
        value: share === null ? '' : whole(material, share),
      };
    }),
  };
}

function sayQuestion(material: Material, question: Question): readonly string[] {
  const shares = material.timeline.sweeps.flatMap((sweep) => answer(sweep, question).share ?? []);
  if (shares.length === 0) return [];
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const [low, high] = [Math.min(...shares), Math.max(...shares)];
  const say = (value: number) => percent(material, value);
  return [material.t.charts.sweeps.says(question.label, shares.length, say(mean), say(low), say(high))];
}
