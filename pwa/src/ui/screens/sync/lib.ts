/** The fates of what was recorded, in words. */
import { formatNumber } from '../../../core/format';
import type { Text } from '../../text';

type Counts = {
  readonly here: number;
  readonly sent: number;
  readonly held: number;
  readonly quarantined: number;
  readonly photos: number;
};
export type Fate = { readonly id: string; readonly count: number; readonly label: string; readonly help: string };

/** One row for each place where something can be; photos, held and refused ones only when there are any. */
export function listFates(counts: Counts, { sync, tablet }: Text): readonly Fate[] {
  const always = [
    { id: 'here', count: counts.here, label: sync.onTablet, help: sync.onTabletHelp },
    { id: 'sent', count: counts.sent, label: sync.sent, help: sync.sentHelp },
  ];
  const seldom = [
    { id: 'photos', count: counts.photos, label: tablet.photo.toSend, help: tablet.photo.stillHelp },
    { id: 'held', count: counts.held, label: sync.held, help: sync.heldHelp },
    { id: 'refused', count: counts.quarantined, label: sync.refused, help: sync.refusedHelp },
  ];
  return [...always, ...seldom.filter((fate) => fate.count > 0)];
}

/** The room that is left, in megabytes or gigabytes; null where the browser cannot say. */
export function writeRoom(
  room: { readonly used_bytes: number | null; readonly quota_bytes: number | null } | null,
  locale: string,
): string | null {
  if (room === null || room.quota_bytes === null) return null;
  const free = room.quota_bytes - (room.used_bytes ?? 0);
  return free >= 1e9 ? `${formatNumber(locale, free / 1e9)} GB` : `${formatNumber(locale, free / 1e6, 0)} MB`;
}
