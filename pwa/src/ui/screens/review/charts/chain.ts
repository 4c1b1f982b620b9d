/** What came before, what was done, what came after: chains in the order of recording. */
import { formatClock, formatList } from '../../../../core/format';
import { findCode, readText, shortOf, type Display } from '../../../../core/protocol';
import type { TimedEvent, Timeline } from '../../../../core/timeline';
import { colourOf } from '../../lesson/lib';
import { nameCode, SAID, type Material } from '../material';
import { codesShown, groupsOf, nameGroup, shortName } from './display';
import type { Drawn } from './drawn';

/** The events of one chain by the place of their group. */
export type Linked = readonly (readonly TimedEvent[])[];

export function chartChain(material: Material, display: Display): Drawn {
  const { protocol, timeline, language, t } = material;
  const codes = codesShown(protocol, display);
  const groups = groupsOf(protocol, codes);
  const placeOf = (code: string) => groups.indexOf(findCode(protocol, code)?.group ?? '');
  const events = timeline.events.filter((event) => event.counted && codes.some((code) => code.id === event.code));
  const chains = linkEvents(timeline, events, { placeOf, places: groups.length });
  const heads = groups.map((id) => nameGroup(material, id));
  return {
    says: sayChains(material, chains),
    rule: t.charts.rule.chain,
    columns: [{ label: t.lesson.review.column.moment }, ...heads.map((label) => ({ label }))],
    rows: chains.map((chain) => [
      { text: formatClock(startOf(chain)) },
      ...chain.map((place) => ({ text: place.map((event) => nameCode(material, event.code)).join(', ') || '–' })),
    ]),
    picture: {
      is: 'chains',
      chains: {
        heads,
        empty: t.charts.chain.empty,
        chains: chains.map((chain) => ({
          id: chain.flat()[0]?.item ?? '',
          at: formatClock(startOf(chain)),
          places: chain.map((place) =>
            place.map(({ code: id, item }) => {
              const code = findCode(protocol, id);
              return {
                item,
                short: code === undefined ? id : shortOf(code, language),
                label: code === undefined ? '' : readText(code.label, language),
                colour: colourOf(protocol, code?.group ?? ''),
              };
            }),
          ),
        })),
      },
    },
  };
}

type Places = { readonly placeOf: (code: string) => number; readonly places: number };

/** A chain goes forward through the places; a step back, or time that was not watched, begins the next. */
export function linkEvents(
  timeline: Timeline,
  events: readonly TimedEvent[],
  { placeOf, places }: Places,
): readonly Linked[] {
  const chains: TimedEvent[][][] = [];
  let before: { place: number; stretch: number } | null = null;
  for (const event of events) {
    const place = placeOf(event.code);
    const stretch = timeline.observed.findLastIndex(([start]) => start <= event.t_ms);
    if (before === null || place < before.place || stretch !== before.stretch)
      chains.push(Array.from({ length: places }, () => []));
    chains.at(-1)?.[place]?.push(event);
    before = { place, stretch };
  }
  return chains;
}

function startOf(chain: Linked): number {
  return Math.min(...chain.flat().map(({ t_ms }) => t_ms));
}

function sayChains(material: Material, chains: readonly Linked[]): string {
  const { language, t } = material;
  const { chain: words } = t.charts;
  if (chains.length === 0) return words.none;
  const complete = chains.filter((chain) => chain.every((place) => place.length > 0));
  const kinds = new Map<string, number>();
  for (const chain of complete) {
    const name = chain.map((place) => place.map(({ code }) => shortName(material, code)).join('+')).join(' → ');
    kinds.set(name, (kinds.get(name) ?? 0) + 1);
  }
  const most = [...kinds]
    .filter(([, n]) => n > 1)
    .sort(([, one], [, other]) => other - one)
    .slice(0, SAID);
  const list = most.map(([name, n]) => `${name} (${n})`);
  const first = words.says(chains.length, complete.length);
  return list.length > 0 ? `${first} ${words.most(formatList(language, list))}` : first;
}
