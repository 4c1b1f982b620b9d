import { expect, it } from 'vitest';

import { readTemplate, SERVICES } from '../../../core/coaching/menu';
import { addPrompt, addService, readForm, writeForm } from './lib';

it('writes nothing where nothing was changed', () => {
  expect(writeForm(readForm(readTemplate(undefined)))).toEqual({ phases: {}, prompts: [], services: [] });
});

it('keeps names, questions, hidden and own services, and reads them again as they were', () => {
  const form = readForm(readTemplate(undefined));
  form.phases.plan.en = ' Before ';
  addPrompt(form, 'why');
  addPrompt(form, 'nothing');
  const [first] = form.prompts;
  if (first !== undefined) first.text.es = '¿Para qué?';
  const rounds = form.services.find(({ id }) => id === 'rounds');
  if (rounds !== undefined) rounds.isHidden = true;
  addService(form, 'mine');
  const own = form.services.at(-1);
  if (own !== undefined) own.label.en = 'Mentoring';
  const body = writeForm(form);
  expect(body).toEqual({
    phases: { plan: { en: 'Before', es: 'Before' } },
    prompts: [{ id: 'why', phase: 'plan', text: { en: '¿Para qué?', es: '¿Para qué?' } }],
    services: [
      { id: 'rounds', label: SERVICES.find(({ id }) => id === 'rounds')?.label, isHidden: true },
      { id: 'mine', label: { en: 'Mentoring', es: 'Mentoring' }, isHidden: false },
    ],
  });
  expect(writeForm(readForm(readTemplate(body)))).toEqual(body);
});

it('keeps the ids that answers refer to, and questions of before that have none', () => {
  const prompts = [
    { id: 'a', phase: 'plan', text: { en: 'Why?', es: '¿Por qué?' } },
    { phase: 'reflect', text: { en: 'And now?', es: '¿Y ahora?' } },
  ];
  const form = readForm(readTemplate({ prompts }));
  const [first] = form.prompts;
  if (first !== undefined) first.text.en = 'What for?';
  expect(writeForm(form)['prompts']).toEqual([
    { id: 'a', phase: 'plan', text: { en: 'What for?', es: '¿Por qué?' } },
    prompts[1],
  ]);
});
