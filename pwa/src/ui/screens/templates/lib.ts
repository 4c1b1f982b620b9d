/** The district's template as a form, and back: what is left empty is not written, so that Backrow's own words stand. */
import { SERVICES, type Names, type Template } from '../../../core/coaching/menu';
import type { Fields } from '../../../core/types';

type Both = { en: string; es: string };
export type Form = {
  phases: Record<'plan' | 'event' | 'reflect', Both>;
  prompts: { id: string | undefined; phase: 'plan' | 'reflect'; text: Both }[];
  services: { id: string; label: Both; isHidden: boolean }[];
};

export function readForm({ phases, prompts, services }: Template): Form {
  return {
    phases: { plan: both(phases.plan), event: both(phases.event), reflect: both(phases.reflect) },
    prompts: prompts.map(({ id, phase, text }) => ({ id, phase, text: both(text) })),
    services: services.map(({ id, label, isHidden }) => ({ id, label: both(label), isHidden })),
  };
}

export function writeForm({ phases, prompts, services }: Form): Fields {
  const named = Object.entries(phases)
    .map(([phase, names]) => [phase, trim(names)] as const)
    .filter(([, names]) => names !== null);
  return {
    phases: Object.fromEntries(named),
    prompts: prompts.flatMap(({ id, phase, text }) => {
      const names = trim(text);
      return names === null ? [] : [{ ...(id === undefined ? {} : { id }), phase, text: names }];
    }),
    services: services.flatMap(({ id, label, isHidden }) => {
      const names = trim(label);
      return names === null || isAsItComes(id, names, isHidden) ? [] : [{ id, label: names, isHidden }];
    }),
  };
}

/** A question of the district's own; answers refer to its id, so that it can be worded anew. */
export function addPrompt(form: Form, id: string): void {
  form.prompts.push({ id, phase: 'plan', text: { en: '', es: '' } });
}

/** A service of the district's own; the log refers to its id, so no other ever has it. */
export function addService(form: Form, id: string): void {
  form.services.push({ id, label: { en: '', es: '' }, isHidden: false });
}

function isAsItComes(id: string, names: Names, isHidden: boolean): boolean {
  const known = SERVICES.find((service) => service.id === id);
  return known !== undefined && !isHidden && known.label['en'] === names['en'] && known.label['es'] === names['es'];
}

function both(names: Names | undefined): Both {
  return { en: names?.['en'] ?? '', es: names?.['es'] ?? '' };
}

/** One language will do: it stands for the other. */
function trim({ en, es }: Both): Names | null {
  const [english, spanish] = [en.trim(), es.trim()];
  if (english === '' && spanish === '') return null;
  return { en: english === '' ? spanish : english, es: spanish === '' ? english : spanish };
}
