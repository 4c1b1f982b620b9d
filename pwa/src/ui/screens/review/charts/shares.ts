/** How the observed time, the observed intervals or the people counted are divided among codes. */
import { formatDay, formatList, formatSpan } from '../../../../core/format';
import { computeMeasure } from '../../../../core/measures';
import { readText, type Code, type Display, type SweepMeasure, type TallyMeasure } from '../../../../core/protocol';
import type { BarRow } from '../../../parts/bars';
import { faceOf, nameCode, SAID, type Chart, type Material } from '../material';
import { intervalRule, takeTurns, turnsOf } from './turns';
import { codesShown, groupBars, percent, whole } from './display';
import type { BarPicture, Drawn } from './drawn';

type Share = {
  readonly code: Code;
  readonly id: string;
  readonly label: string;
  readonly value: number | null;
  /** Percent at the last visit. */
  readonly ghost?: number | null | undefined;
  readonly detail: string;
  readonly cells: readonly string[];
};
type Kind = Pick<Chart, 'rule'> & {
  readonly heads: readonly string[];
  readonly says: (list: string) => string;
  readonly shares: readonly Share[];
};

export function chartShares(material: Material, display: Display): Drawn {
  const kind = shareKind(material, codesShown(material.protocol, display));
  const used = [...kind.shares]
    .filter(({ value }) => value !== null && value > 0)
    .sort((a, b) => valueOf(b) - valueOf(a));
  const { review } = material.t.lesson;
  const hasGhosts = kind.shares.some(({ ghost }) => ghost !== undefined && ghost !== null);
  const most = used.slice(0, SAID).map((share) => review.shareOf(share.label, percent(material, share.value)));
  return {
    says: most.length > 0 ? kind.says(formatList(material.language, most)) : material.t.charts.nothing,
    rule: hasGhosts ? `${kind.rule} ${material.t.charts.ghost}` : kind.rule,
    columns: [{ label: review.column.code }, ...kind.heads.map((label) => ({ label, number: true }))],
    rows: kind.shares.map(({ label, code, cells }) => [
      { text: label === readText(code.label, material.language) ? nameCode(material, code.id) : label },
      ...cells.map((text) => ({ text })),
    ]),
    picture: drawShares(material, kind.shares),
  };
}

function valueOf({ value }: Share): number {
  return value ?? 0;
}

function drawShares(material: Material, shares: readonly Share[]): BarPicture {
  const bars = shares.map((share) => ({ ...drawShare(material, share), group: share.code.group }));
  return { is: 'bars', picks: 'code', ...groupBars(material, bars) };
}

function drawShare(material: Material, share: Share): BarRow {
  return {
    ...faceOf(material, share.code),
    id: share.id,
    label: share.label,
    part: valueOf(share) / 100,
    ...(share.ghost === undefined || share.ghost === null ? {} : { ghost: share.ghost / 100 }),
    value: percent(material, share.value),
    detail: share.detail,
  };
}

function shareKind(material: Material, codes: readonly Code[]): Kind {
  const { sampling } = material.protocol;
  switch (sampling.method) {
    case 'continuous': {
      const states = codes.filter((code) => code.kind === 'state');
      return states.length > 0 ? ofTime(material, states) : ofCodes(material, codes);
    }
    case 'interval':
      return takeTurns(material.protocol) ? ofTurns(material, codes) : ofIntervals(material, codes);
    case 'sweep':
      return ofPeople(material, codes);
  }
}

function ofTime(material: Material, codes: readonly Code[]): Kind {
  const { review } = material.t.lesson;
  return {
    rule: review.sharesRule,
    says: review.sharesSays,
    heads: [review.column.time, review.column.share, review.column.count, ...lastHead(material)],
    shares: codes.map((code) => {
      const figures = material.measures.codes[code.id];
      const time = formatSpan((figures?.seconds ?? 0) * 1000);
      const value = figures?.share_of_time ?? null;
      const ghost = material.before?.measures.codes[code.id]?.share_of_time;
      const last = material.before === undefined ? [] : [percent(material, ghost)];
      const cells = [time, percent(material, value ?? 0), whole(material, figures?.count ?? 0), ...last];
      return { ...named(material, code), value: value ?? 0, ghost, detail: time, cells };
    }),
  };
}

function ofCodes(material: Material, codes: readonly Code[]): Kind {
  const { charts, lesson } = material.t;
  const of = codes.map((code) => code.id);
  return {
    rule: charts.rule.shareOfCodes,
    says: charts.shares.codes,
    heads: [lesson.review.column.count, lesson.review.column.shareCodes],
    shares: codes.map((code) => {
      const { value } = measure(material, { kind: 'share_of_codes', codes: [code.id], of });
      const n = whole(material, material.measures.codes[code.id]?.count ?? 0);
      return { ...named(material, code), value, detail: n, cells: [n, percent(material, value)] };
    }),
  };
}

function ofIntervals(material: Material, codes: readonly Code[]): Kind {
  const { review } = material.t.lesson;
  return {
    rule: intervalRule(material, codes, review.intervalsRule),
    says: material.t.charts.shares.intervals,
    heads: [review.column.intervals, review.column.shareIntervals, ...lastHead(material)],
    shares: codes.map((code) => {
      const figures = material.measures.codes[code.id];
      const n = whole(material, figures?.intervals ?? 0);
      const value = figures?.share_of_intervals ?? null;
      const ghost = material.before?.measures.codes[code.id]?.share_of_intervals;
      const last = material.before === undefined ? [] : [percent(material, ghost)];
      return { ...named(material, code), value, ghost, detail: n, cells: [n, percent(material, value), ...last] };
    }),
  };
}

/** Where subjects take turns each has intervals of its own, and a share of all of them would be nobody's. */
function ofTurns(material: Material, codes: readonly Code[]): Kind {
  const { charts, lesson } = material.t;
  return {
    rule: intervalRule(material, codes, charts.rule.turns),
    says: charts.shares.intervals,
    heads: [lesson.review.column.intervals, lesson.review.column.shareIntervals],
    shares: codes.flatMap((code) =>
      turnsOf(material, code).map(({ subject, k, n, share }): Share => {
        const detail = material.t.charts.intervals.of(whole(material, k), whole(material, n));
        const label = `${readText(code.label, material.language)} · ${readText(subject.label, material.language)}`;
        return {
          code,
          id: `${code.id} ${subject.id}`,
          label,
          value: share,
          detail,
          cells: [detail, percent(material, share)],
        };
      }),
    ),
  };
}

function ofPeople(material: Material, codes: readonly Code[]): Kind {
  const { charts, lesson } = material.t;
  const sweeps = material.timeline.sweeps.length;
  const of = codes.map((code) => code.id);
  return {
    rule: charts.rule.shareOfPeople(sweeps),
    says: (list) => charts.shares.people(sweeps, list),
    heads: [lesson.review.column.count, '%'],
    shares: codes.map((code) => {
      const sweep: SweepMeasure = { ...ANY, kind: 'sweep_share', codes: [code.id], of };
      const { value } = computeMeasure(material.protocol, material.timeline, sweep, material.language);
      const n = whole(material, material.measures.codes[code.id]?.count ?? 0);
      return { ...named(material, code), value, detail: n, cells: [n, percent(material, value)] };
    }),
  };
}

/** The last visit has a column of its own, by its day. */
function lastHead({ before, t, language }: Material): readonly string[] {
  return before === undefined ? [] : [t.charts.lastVisit(formatDay(language, before.on))];
}

const ANY = { id: 'any', label: { en: '', es: '' } };

function measure(material: Material, tally: Omit<TallyMeasure, 'id' | 'label'>): { value: number | null; n: number } {
  return computeMeasure(material.protocol, material.timeline, { ...ANY, ...tally }, material.language);
}

function named(material: Material, code: Code): Pick<Share, 'code' | 'id' | 'label'> {
  return { code, id: code.id, label: readText(code.label, material.language) };
}
