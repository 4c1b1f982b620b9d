/** What was ticked, heading by heading. */
import { readText, type Display, type Item } from '../../../../core/protocol';
import type { Check, CheckState } from '../../../parts/checks';
import { colourOf } from '../../lesson/lib';
import type { Material } from '../material';
import { nameGroup } from './display';
import type { Drawn } from './drawn';

export function chartChecklist(material: Material, { groups }: Display): Drawn {
  const { protocol, language, t } = material;
  const items = protocol.items.filter(
    (item) => item.kind === 'check' && (groups === undefined || groups.includes(item.group)),
  );
  const checks = items.map((item) => ({ item, check: makeCheck(material, item) }));
  return {
    says: sayChecks(
      material,
      checks.map(({ check }) => check),
    ),
    rule: t.charts.rule.checklist,
    columns: [
      { label: t.charts.column.item },
      { label: t.lesson.review.column.group },
      { label: t.charts.column.state },
    ],
    rows: checks.map(({ item, check }) => [
      { text: readText(item.label, language) },
      { text: nameGroup(material, item.group) },
      { text: check.word },
    ]),
    picture: {
      is: 'checks',
      groups: protocol.groups
        .map((group) => ({
          id: group.id,
          label: readText(group.label, language),
          colour: colourOf(protocol, group.id),
          checks: checks.filter(({ item }) => item.group === group.id).map(({ check }) => check),
        }))
        .filter((group) => group.checks.length > 0),
    },
  };
}

function makeCheck({ timeline, language, t }: Material, item: Item): Check {
  const rating = timeline.ratings.find((one) => one.code === item.id);
  const state = stateOf(rating?.value);
  return {
    id: item.id,
    label: readText(item.label, language),
    state,
    word: t.charts.checklist.state[state],
    item: rating?.item ?? null,
  };
}

/** Nothing recorded is left open; a record without a value is not applicable. */
function stateOf(value: number | null | undefined): CheckState {
  if (value === undefined) return 'open';
  if (value === null) return 'na';
  return value > 0 ? 'seen' : 'not';
}

function sayChecks({ t }: Material, checks: readonly Check[]): string {
  const many = (state: CheckState) => checks.filter((check) => check.state === state).length;
  const { checklist } = t.charts;
  return `${checklist.says(many('seen'), many('seen') + many('not'))} ${checklist.rest(many('na'), many('open'))}`;
}
