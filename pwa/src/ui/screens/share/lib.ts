/** How things stand with an administrator, in words. */
import type { Standing } from '../../../core/consents';
import type { Id } from '../../../core/types';
import type { Text } from '../../text';

/** Says who agreed, who took it back and whose word is missing; nothing where nobody has said anything. */
export function tellStanding(
  { mine, agreed, missing, waitsForCoach, refused, isOpen }: Standing,
  nameOf: (id: Id) => string | null,
  consent: Text['wall']['consent'],
): string {
  if (isOpen) return consent.allAgreed;
  const named = (ids: readonly Id[]): readonly string[] => ids.map((id) => nameOf(id) ?? consent.coach);
  const waits = [...(waitsForCoach && mine !== null ? [consent.coach] : []), ...named(missing)];
  const hasBegun = mine !== null || agreed.length > 0 || refused.length > 0;
  if (!hasBegun) return '';
  return [
    ...(mine === true ? [consent.youAgreed] : []),
    ...(agreed.length > 0 ? [consent.agreed(named(agreed))] : []),
    ...(refused.length > 0 ? [consent.refused(named(refused))] : []),
    ...(mine === true && waits.length > 0 ? [consent.waits(waits)] : []),
    ...(mine === true ? [] : [consent.waitsForYou]),
  ].join(' ');
}
