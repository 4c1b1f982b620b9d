/** Notices as lines of a list: what, when, about what, and where it leads. */
import { formatDay, formatDayAndTime, formatTime } from '../../../core/format';
import { addressOf, type Notice, type NoticeKind } from '../../../core/notices';
import type { Shown } from '../../../core/types';
import type { IconName } from '../../parts/Icon.svelte';
import { parseRoute } from '../../state/routes';
import type { Text } from '../../text';

export type Line = {
  readonly id: string;
  readonly says: string;
  /** What it is about, from what this tablet knows; empty if it knows nothing. */
  readonly about: string;
  readonly when: string;
  readonly isNew: boolean;
  readonly icon: IconName;
  /** Null as long as the app has no screen for it. */
  readonly href: string | null;
};

export type Told = { readonly notice: Notice; readonly thing: Shown | null };

const ICONS: Readonly<Record<NoticeKind, IconName>> = {
  observation_shared: 'eye',
  reflection_added: 'note',
  conference_tomorrow: 'today',
  check_back: 'check',
  unsent: 'tablet',
};

export function makeLine({ notice, thing }: Told, locale: string, t: Text): Line {
  const href = addressOf(notice);
  return {
    id: notice.id,
    says: t.notices.kind[notice.kind],
    about: notice.kind === 'unsent' ? t.notices.unsentHelp : describe(thing, locale),
    when: `${formatDay(locale, notice.at)}, ${formatTime(locale, notice.at)}`,
    isNew: !notice.read,
    icon: ICONS[notice.kind],
    href: parseRoute(href, '').name === 'missing' ? null : href,
  };
}

function describe(thing: Shown | null, locale: string): string {
  const fields = thing?.fields ?? {};
  const text = [fields['what'], fields['title']].find((said) => typeof said === 'string' && said !== '');
  const at = [fields['at'], fields['started_at']].find((said) => typeof said === 'string');
  const moment = typeof at === 'string' ? formatDayAndTime(locale, at) : '';
  return [text, moment].filter((part) => typeof part === 'string' && part !== '').join(' · ');
}
