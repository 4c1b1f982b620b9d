/** What was written, in the order in which it was said or seen. */
import { formatClock, formatList } from '../../../../core/format';
import { findCode, readText, type Display, type Protocol } from '../../../../core/protocol';
import type { Modifiers } from '../../../../core/timeline';
import type { Line } from '../../../parts/lines';
import { colourOf } from '../../lesson/lib';
import { writeDetails } from '../evidence';
import type { Material } from '../material';
import { codesShown, shortName, whole } from './display';
import type { Drawn } from './drawn';

type Said = {
  readonly item: string;
  readonly t_ms: number;
  readonly code: string | null;
  readonly speaker: string | null;
  readonly words: string;
  readonly modifiers: Modifiers;
};

/** The notes with the codes of the display; without a tag too where the protocol scripts. */
export function chartScript(material: Material, display: Display): Drawn {
  const { protocol } = material;
  const names = new Set(namesShown(protocol, display));
  const takesUntagged = protocol.script !== undefined || (display.groups === undefined && display.codes === undefined);
  const said = listSaid(material).filter(({ code }) => (code === null ? takesUntagged : names.has(code)));
  return drawScript(material, said, sayTags(material, said));
}

/** Every note, whatever it is tagged with. */
export function chartNotes(material: Material, display: Display): Drawn {
  const names = new Set(namesShown(material.protocol, display));
  const isNarrow = display.groups !== undefined || display.codes !== undefined;
  const said = listSaid(material).filter(({ words, code }) => words !== '' && (!isNarrow || names.has(code ?? '')));
  const { lines } = material.t.charts;
  return drawScript(material, said, said.length > 0 ? lines.notes(said.length) : lines.none);
}

/** Codes, and rated or checked items, in the groups of a display. */
function namesShown(protocol: Protocol, display: Display): readonly string[] {
  const items = protocol.items.filter((item) => display.groups === undefined || display.groups.includes(item.group));
  return [...codesShown(protocol, display), ...items].map(({ id }) => id);
}

function listSaid({ timeline }: Material): readonly Said[] {
  const notes = timeline.notes.map((note) => ({ ...note, words: note.text, modifiers: {} }));
  const byItem = new Map<string, Said>(notes.map((note) => [note.item, note]));
  for (const { item, t_ms, code, modifiers, subject } of timeline.events) {
    const note = byItem.get(item);
    byItem.set(item, { item, t_ms, code, words: note?.words ?? '', speaker: note?.speaker ?? subject, modifiers });
  }
  return [...byItem.values()].sort((one, other) => one.t_ms - other.t_ms);
}

function drawScript(material: Material, said: readonly Said[], says: string): Drawn {
  const { charts, lesson } = material.t;
  return {
    says,
    rule: charts.rule.lines,
    columns: [
      { label: lesson.review.column.moment },
      { label: charts.column.speaker },
      { label: charts.column.tag },
      { label: charts.column.words },
    ],
    rows: said.map((one) => [
      { text: formatClock(one.t_ms) },
      { text: nameSpeaker(material, one.speaker) },
      { text: one.code === null ? '' : shortName(material, one.code) },
      { text: [one.words, ...writeDetails(material.protocol, one, material.language)].filter(Boolean).join(' · ') },
    ]),
    picture: { is: 'lines', lines: said.map((one) => drawLine(material, one)) },
  };
}

function nameSpeaker({ protocol, language }: Material, id: string | null): string {
  const speaker = protocol.script?.speakers.find((one) => one.id === id);
  return speaker === undefined ? (id ?? '') : readText(speaker.label, language);
}

function drawLine(material: Material, { item, t_ms, code: id, speaker, words, modifiers }: Said): Line {
  const { protocol, language, t } = material;
  const group = (findCode(protocol, id ?? '') ?? protocol.items.find((one) => one.id === id))?.group ?? '';
  return {
    item,
    at: formatClock(t_ms),
    lead: nameSpeaker(material, speaker),
    chips: id === null ? [] : [{ id, label: shortName(material, id), colour: colourOf(protocol, group) }],
    words: words || (id === null ? t.charts.lines.noWords : nameTag(material, id)),
    bare: words === '',
    detail: writeDetails(protocol, { modifiers }, language).join(' · '),
    part: null,
    value: '',
  };
}

function sayTags(material: Material, said: readonly Said[]): string {
  const { lines } = material.t.charts;
  if (said.length === 0) return lines.none;
  const counts = new Map<string, number>();
  for (const { code } of said) {
    const name = code === null ? lines.untagged : nameTag(material, code);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const list = [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([name, n]) => `${name} ${whole(material, n)}`);
  return lines.says(said.length, formatList(material.language, list));
}

function nameTag({ protocol, language }: Material, id: string): string {
  const found = findCode(protocol, id) ?? protocol.items.find((item) => item.id === id);
  return found === undefined ? id : readText(found.label, language);
}
