/** Which ways of recording a protocol needs on the pad. */
import type { Protocol } from '../../../core/protocol';
import { isAllTags } from '../../../core/script';

export type Pane = 'seats' | 'keys' | 'items' | 'script';

/** In the order in which they stand. A protocol of tags alone has no keys: its lines carry them. */
export function panesOf(protocol: Protocol): readonly Pane[] {
  const panes: Pane[] = [];
  if (protocol.seatmap !== undefined) panes.push('seats');
  else if (protocol.codes.length > 0 && !isAllTags(protocol)) panes.push('keys');
  if (protocol.items.length > 0) panes.push('items');
  if (protocol.script !== undefined) panes.push('script');
  return panes;
}

/** Panes this wide stand side by side, if there are two. Pixels. */
export const BESIDE_PX = 700;

/** The panes that are on the screen. */
export function shownPanes(panes: readonly Pane[], chosen: Pane | null, width: number): readonly Pane[] {
  if (panes.length === 2 && width >= BESIDE_PX) return panes;
  const one = chosen !== null && panes.includes(chosen) ? chosen : panes[0];
  return one === undefined ? [] : [one];
}
