/** What a push notice says on a locked screen: which kind it is, and nothing about anybody. For the worker too. */
import type { NoticeKind } from '../../core/notices';

export type PushWords = Readonly<Record<NoticeKind | 'unknown', string>>;

const en: PushWords = {
  observation_shared: 'An observation was shared with you.',
  reflection_added: 'There is a new reflection.',
  conference_tomorrow: 'You have a conference tomorrow.',
  check_back: 'A next step is due today.',
  unsent: 'A tablet still has something to send since yesterday.',
  unknown: 'There is something new.',
};

const es: PushWords = {
  observation_shared: 'Se compartió una observación con usted.',
  reflection_added: 'Hay una reflexión nueva.',
  conference_tomorrow: 'Mañana tiene una conferencia.',
  check_back: 'Hoy vence un próximo paso.',
  unsent: 'Una tableta tiene algo por enviar desde ayer.',
  unknown: 'Hay algo nuevo.',
};

/** The words of a language tag; English if Backrow does not speak it. */
export function wordsOfPush(language: string): PushWords {
  return language.startsWith('es') ? es : en;
}
