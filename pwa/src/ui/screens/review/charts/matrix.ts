/** What follows what, as a matrix of codes. */
import { formatLength, formatList } from '../../../../core/format';
import { findGroup, readText, shortOf, type Code, type Display } from '../../../../core/protocol';
import { matrixOf, type Sequence } from '../../../../core/sequences';
import { colourOf } from '../../lesson/lib';
import { nameCode, SAID, type Material } from '../material';
import { codesShown, measuresShown, shortName, whole } from './display';
import type { Drawn } from './drawn';

/** More codes than this, and those without a pair are left out of the picture. */
const WHOLE = 12;

export function chartMatrix(material: Material, display: Display): Drawn {
  const { protocol, timeline, t } = material;
  const sequence = findSequence(material, display);
  const counts = matrixOf(protocol, timeline, sequence);
  const pairs = Object.entries(counts)
    .flatMap(([from, row]) => Object.entries(row).map(([to, n]) => ({ from, to, n })))
    .sort((one, other) => other.n - one.n);
  const codes = codesOfTrack(material, sequence.group);
  const used = codes.filter(({ id }) => pairs.some(({ from, to }) => from === id || to === id));
  const heads = codes.length > WHOLE ? used : codes;
  const top = Math.max(1, ...pairs.map(({ n }) => n));
  return {
    says: sayPairs(material, pairs),
    rule: sayRule(material, sequence),
    columns: [
      { label: t.charts.column.first },
      { label: t.charts.column.then },
      { label: t.lesson.review.column.count, number: true },
    ],
    rows: pairs.map(({ from, to, n }) => [
      { text: nameCode(material, from) },
      { text: nameCode(material, to) },
      { text: whole(material, n) },
    ]),
    picture: {
      is: 'matrix',
      matrix: {
        corner: t.charts.matrix.corner,
        heads: heads.map((code) => ({
          id: code.id,
          short: shortOf(code, material.language),
          label: readText(code.label, material.language),
          colour: colourOf(protocol, code.group),
        })),
        cells: heads.map(({ id: from }) =>
          heads.map(({ id: to }) => {
            const n = counts[from]?.[to] ?? 0;
            return { n, part: n / top, label: whole(material, n) };
          }),
        ),
      },
    },
  };
}

/** What the first transition measure of the display reads; else the track of its first code. */
function findSequence({ protocol }: Material, display: Display): Sequence {
  const measure = measuresShown(protocol, display).find((one) => one.kind === 'transition');
  if (measure !== undefined) return measure;
  const group = codesShown(protocol, display)[0]?.group ?? '';
  return { group: findGroup(protocol, group)?.track ?? group };
}

function codesOfTrack({ protocol }: Material, track: string): readonly Code[] {
  return protocol.codes.filter(({ group }) => group === track || findGroup(protocol, group)?.track === track);
}

function sayPairs(material: Material, pairs: readonly { from: string; to: string; n: number }[]): string {
  const { matrix } = material.t.charts;
  if (pairs.length === 0) return matrix.none;
  const all = pairs.reduce((sum, { n }) => sum + n, 0);
  const most = pairs
    .slice(0, SAID)
    .map(({ from, to, n }) => matrix.pair(shortName(material, from), shortName(material, to), whole(material, n)));
  return matrix.says(all, formatList(material.language, most));
}

function sayRule({ protocol, language, t }: Material, { step_s }: Sequence): string {
  const { pairs } = t.charts.rule;
  if (protocol.sampling.method === 'interval') return pairs.interval;
  return step_s === undefined ? pairs.continuous : pairs.step(formatLength(language, step_s));
}
