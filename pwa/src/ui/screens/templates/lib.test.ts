import { expect, it } from 'vitest';

import { readTemplate, SERVICES } from '../../../core/coaching/menu';
import { addPrompt, addService, readForm, writeForm } from './lib';

it('writes nothing where nothing was changed', () => {
  expect(writeForm(readForm(readTemplate(undefined)))).toEqual({ phases: {}, prompts: [], services: [] });
});

it('keeps names, questions, hidden and own services, and reads them again as they were', () => {
  const form = readForm(readTemplate(undefined));
  form.phases.plan.en = ' Before ';
  addPrompt(form);
  addPrompt(form);
  const [first] = form.prompts;
  if (first !== undefined) first.text.es = '¿Para qué?';
  const rounds = form.services.find(({ id }) => id === 'rounds');
  if (rounds !== undefined) rounds.isHidden = true;
  addService(form);
  const own = form.services.at(-1);
  if (own !== undefined) own.label.en = 'Mentoring';
  const body = writeForm(form);
  expect(body).toEqual({
    phases: { plan: { en: 'Before', es: 'Before' } },
    prompts: [{ phase: 'plan', text: { en: '¿Para qué?', es: '¿Para qué?' } }],
    services: [
      { id: 'rounds', label: SERVICES.find(({ id }) => id === 'rounds')?.label, isHidden: true },
      { id: 'own-1', label: { en: 'Mentoring', es: 'Mentoring' }, isHidden: false },
    ],
  });
  expect(writeForm(readForm(readTemplate(body)))).toEqual(body);
});
