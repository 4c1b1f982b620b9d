/** What a person is told: as the office lists it, and as a push brings it. */
import { isUuid } from './ids';
import { isObject } from './problem';
import type { Id, Instant, Scope } from './types';

export const NOTICE_KINDS = [
  'observation_shared',
  'reflection_added',
  'conference_tomorrow',
  'check_back',
  'unsent',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** `thing` is the record it is about (of `unsent`, the tablet), `scope` where that is. */
export type Notice = {
  readonly id: Id;
  readonly kind: NoticeKind;
  readonly thing: Id;
  readonly scope: Scope | null;
  readonly at: Instant;
  readonly read: boolean;
};

/** What is pushed and when not; hours as HH:MM in `time_zone`. */
export type NoticeChoice = {
  readonly muted: readonly NoticeKind[];
  readonly quiet: { readonly from: string; readonly until: string } | null;
  readonly time_zone: string;
};

/** What a push says: no names and no evidence, only of which kind it is and where to read it. */
export type Pushed = { readonly kind: NoticeKind; readonly tag: string; readonly language: string };

/** Where the page leaves the chosen language for the worker, which has no other storage of its own. */
export const LANGUAGE_PLACE = { cache: 'backrow-language', address: '/language' } as const;

export function isNoticeKind(text: unknown): text is NoticeKind {
  return NOTICE_KINDS.some((kind) => kind === text);
}

/** Reads a push; null for one of a newer or unknown form. */
export function readPushed(said: unknown): Pushed | null {
  if (!isObject(said) || !isNoticeKind(said['kind']) || typeof said['tag'] !== 'string') return null;
  return { kind: said['kind'], tag: said['tag'], language: String(said['language'] ?? 'en') };
}

/** The address in the app at which one sees what a notice is about. */
export function addressOf({ kind, thing, scope }: Notice): string {
  switch (kind) {
    case 'observation_shared':
      return `/review/${thing}`;
    case 'reflection_added':
      return `/cycle/${thing}`;
    case 'conference_tomorrow':
      return `/confer/${thing}`;
    case 'check_back':
      return `/cycle/${idOf(scope)}`;
    case 'unsent':
      return '/sync';
  }
}

export function countUnread(notices: readonly Notice[]): number {
  return notices.filter((notice) => !notice.read).length;
}

/** Says which kinds can ever reach a person of these roles. */
export function kindsFor(roles: readonly string[]): readonly NoticeKind[] {
  const coaches = roles.includes('coach');
  const teaches = roles.includes('teacher');
  return NOTICE_KINDS.filter((kind) => {
    if (kind === 'unsent') return coaches;
    return kind === 'observation_shared' ? teaches || !coaches : coaches || teaches;
  });
}

/** The bytes of a text in base64url, as browsers want the office's key. */
export function readBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function idOf(scope: Scope | null): string {
  const id = scope?.split(':')[1] ?? '';
  return isUuid(id) ? id : '';
}
