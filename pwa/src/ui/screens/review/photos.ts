/** Where photos stand among the items of a lesson. */
import { momentOf, type Photo } from '../../state/photos.svelte';

type Item = { readonly record: string; readonly fields: { readonly t_ms: number } };

/** The photos that stand before each of the items, by its record; those of '' stand behind all. */
export function placePhotos(photos: readonly Photo[], items: readonly Item[]): ReadonlyMap<string, readonly Photo[]> {
  const placed = new Map<string, readonly Photo[]>();
  for (const photo of photos) {
    const place = items.find((item) => item.fields.t_ms > momentOf(photo))?.record ?? '';
    placed.set(place, [...(placed.get(place) ?? []), photo]);
  }
  return placed;
}
