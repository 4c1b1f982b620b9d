/** What this person chose on this tablet; kept in the store's settings and shown as attributes of the page. */
import type { Settings } from '../../store';
import { keepLanguageForPushes } from '../../sync/push-browser';
import type { Language } from '../text';
import { useLanguage } from './words.svelte';

export type Preferences = {
  readonly language: Language | null;
  readonly hand: 'left' | 'right';
  readonly look: 'system' | 'light' | 'dark' | 'dim';
  readonly targets: 'normal' | 'large';
  /** `thumb`: all keys within reach of the thumb of one hand. */
  readonly reach: 'whole' | 'thumb';
  readonly vibrate: boolean;
  /** A soft tone when an interval begins or a sweep is due. */
  readonly sound: boolean;
};

const DEFAULTS: Preferences = {
  language: null,
  hand: 'right',
  look: 'system',
  targets: 'normal',
  reach: 'whole',
  vibrate: false,
  sound: false,
};
const NAME = 'preferences';

let chosen = $state.raw<Preferences>(DEFAULTS);
let settings: Settings | null = null;

export const preferences = {
  get now(): Preferences {
    return chosen;
  },
};

/** Takes up what was chosen before; `language` is the account's, used as long as none was chosen here. */
export async function loadPreferences(from: Settings, language: string): Promise<void> {
  settings = from;
  show({ ...DEFAULTS, ...(await from.get<Partial<Preferences>>(NAME, {})) });
  await useLanguage([chosen.language ?? language]);
}

/** Changes something at once and keeps it for the next time. */
export async function choose(change: Partial<Preferences>): Promise<void> {
  show({ ...chosen, ...change });
  if (change.language) {
    await useLanguage([change.language]);
    await keepLanguageForPushes(change.language);
  }
  await settings?.set(NAME, chosen);
}

function show(next: Preferences): void {
  chosen = next;
  const page = document.documentElement;
  page.dataset['look'] = next.look;
  page.dataset['targets'] = next.targets;
  page.dataset['hand'] = next.hand;
}
