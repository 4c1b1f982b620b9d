/** Passages one by one, each with its length; or, of measures alone, their percentages side by side. */
import { formatClock, formatList, formatSpan } from '../../../../core/format';
import { readText, type Display } from '../../../../core/protocol';
import { intersect, lengthOf } from '../../../../core/ranges';
import { rangeOf } from '../../../../core/timeline';
import { colourOf } from '../../lesson/lib';
import { writeDetails } from '../evidence';
import { faceOf, SAID, type Material } from '../material';
import { codesShown, measuresShown, percent, whole } from './display';
import type { Drawn } from './drawn';

export function chartTransitions(material: Material, display: Display): Drawn {
  const isOfCodes = display.codes !== undefined || display.groups !== undefined;
  return isOfCodes ? chartBouts(material, display) : chartRatios(material, display);
}

function chartBouts(material: Material, display: Display): Drawn {
  const { protocol, timeline, language, t } = material;
  const codes = codesShown(protocol, display);
  const bouts = timeline.spans.flatMap((span) => {
    const code = codes.find((one) => one.id === span.code);
    const ms = lengthOf(intersect(timeline.observed, [rangeOf(span)]));
    return code === undefined || ms === 0 ? [] : [{ ...span, code, ms }];
  });
  const all = bouts.reduce((sum, { ms }) => sum + ms, 0);
  const longest = Math.max(0, ...bouts.map(({ ms }) => ms));
  return {
    says:
      bouts.length > 0
        ? t.charts.transitions.says(bouts.length, formatSpan(all), formatSpan(longest))
        : t.charts.nothing,
    rule: t.charts.rule.bouts,
    columns: [
      { label: t.lesson.review.column.moment },
      { label: t.lesson.review.column.what },
      { label: t.charts.column.purpose },
      { label: t.charts.column.length, number: true },
    ],
    rows: bouts.map(({ code, start_ms, ms, modifiers }) => [
      { text: formatClock(start_ms) },
      { text: readText(code.label, language) },
      { text: writeDetails(protocol, { modifiers }, language).join(' · ') },
      { text: formatSpan(ms) },
    ]),
    picture: {
      is: 'bars',
      picks: 'item',
      groups: [
        {
          id: 'bouts',
          label: '',
          bars: bouts.map(({ code, start_ms, ms, modifiers, items }) => ({
            ...faceOf(material, code),
            id: items[0] ?? `${start_ms}`,
            short: formatClock(start_ms),
            label: writeDetails(protocol, { modifiers }, language).join(' · ') || readText(code.label, language),
            part: ms / Math.max(1, longest),
            value: formatSpan(ms),
            detail: '',
          })),
        },
      ],
    },
  };
}

function chartRatios(material: Material, display: Display): Drawn {
  const { protocol, measures, language, t } = material;
  const shown = measuresShown(protocol, display).flatMap((measure) => {
    const measured = measures.measures[measure.id];
    return measured?.unit === 'percent' ? [{ measure, measured }] : [];
  });
  const said = shown
    .filter(({ measured }) => measured.value !== null)
    .slice(0, 2 * SAID)
    .map(({ measure, measured }) =>
      t.lesson.review.shareOf(readText(measure.label, language), percent(material, measured.value)),
    );
  return {
    says: said.length > 0 ? `${formatList(language, said)}.` : t.charts.nothing,
    rule: sayRule(material, display),
    columns: [
      { label: t.lesson.review.column.measure },
      { label: t.lesson.review.column.value, number: true },
      { label: t.lesson.review.column.basis },
    ],
    rows: shown.map(({ measure, measured }) => [
      { text: readText(measure.label, language) },
      { text: percent(material, measured.value) },
      { text: measured.says },
    ]),
    picture: {
      is: 'bars',
      picks: 'none',
      groups: [
        {
          id: 'measures',
          label: '',
          bars: shown.map(({ measure, measured }) => ({
            id: measure.id,
            short: '',
            label: readText(measure.label, language),
            colour: colourOf(protocol, protocol.groups[0]?.id ?? ''),
            part: (measured.value ?? 0) / 100,
            value: percent(material, measured.value),
            detail: measured.n > 0 ? whole(material, measured.n) : '',
          })),
        },
      ],
    },
  };
}

function sayRule({ protocol, t }: Material, display: Display): string {
  const measure = measuresShown(protocol, display).find((one) => one.kind === 'transition');
  const { pairs } = t.charts.rule;
  return measure?.step_s === undefined ? pairs.continuous : pairs.step(`${measure.step_s} s`);
}
