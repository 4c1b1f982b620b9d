/** Lanes that do not fit the pad together, laid out as pages that do: a whole lane is looked for, not scrolled for. */
import { layOut, type Box, type Layout, type Rules } from './layout';

/** `lanes`: the places of its lanes among all. */
export type Page = { readonly lanes: readonly number[]; readonly layout: Layout };

/** The height of the bar that leads from page to page, with its gap. Pixels. */
export const TABS_PX = 56;

/** One page if every key has its target; else as few as do, in the order of the lanes. A lane too long for one scrolls. */
export function makePages(sizes: readonly number[], box: Box, rules: Rules): readonly Page[] {
  const whole = layOut(sizes, box, rules);
  const all = sizes.map((_, place) => place);
  if (whole.fits || sizes.length < 2) return [{ lanes: all, layout: whole }];
  const below = { ...box, height: box.height - TABS_PX };
  const lay = (lanes: readonly number[]): Page => ({
    lanes,
    layout: layOut(
      lanes.map((place) => sizes[place] ?? 0),
      below,
      rules,
    ),
  });
  return all.reduce<readonly Page[]>((pages, place) => {
    const last = pages.at(-1);
    const joined = last === undefined ? null : lay([...last.lanes, place]);
    return joined?.layout.fits === true ? [...pages.slice(0, -1), joined] : [...pages, lay([place])];
  }, []);
}
