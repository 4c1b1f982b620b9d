import { describe, expect, test } from 'vitest';

import { readTemplate } from './menu';
import { findAnswer, listLeftAnswers, listPrompts } from './prompts';

const plain = readTemplate(undefined);

test('a template takes nothing from a record of another form', () => {
  const body = {
    phases: { plan: {}, event: { en: 3 }, reflect: 'x' },
    prompts: [null, { phase: 'plan', text: {} }, { phase: 'other', text: { en: 'Why?' } }, { id: 4, phase: 'plan', text: { en: 'Why?' } }],
    services: [{ id: 'data' }, { id: 'data', label: { en: ' ' } }, 7],
  }; // prettier-ignore
  expect(readTemplate(body)).toEqual(plain);
  expect(readTemplate({ services: [{ id: 'data', label: { en: 'Talk' } }] }).services[5]?.isHidden).toBe(false);
});

describe('the questions of a conference', () => {
  const protocol = {
    prompts: [
      { phase: 'plan' as const, text: { en: 'What should students learn?', es: '¿Qué deben aprender?' } },
      { phase: 'reflect' as const, text: { en: 'What surprised you?', es: '¿Qué te sorprendió?' } },
    ],
  };
  const own = { id: 'who', phase: 'plan', text: { en: 'Who struggles?', es: '¿A quién le cuesta?' } };
  const template = readTemplate({ prompts: [own] });
  const answer = (prompt: string, text: string) => ({ fields: { prompt, part: 'answer', text } });

  test("are the protocol's, then the district's, in the language of the screen", () => {
    expect(listPrompts(protocol, template, 'plan', 'es').map(({ text }) => text)).toEqual([
      '¿Qué deben aprender?',
      '¿A quién le cuesta?',
    ]);
    expect(listPrompts(undefined, plain, 'plan', 'en')).toEqual([]);
  });

  test('have one answer, whatever language it was given in and however they are worded since', () => {
    const asked = listPrompts(protocol, template, 'plan', 'es');
    const given = asked.map(({ key, text }) => answer(key, `to ${text}`));
    const reworded = readTemplate({ prompts: [{ ...own, text: { en: 'Who needs more time?' } }] });
    const later = listPrompts(protocol, reworded, 'plan', 'en');
    expect(later.map((one) => findAnswer(given, one))).toEqual(given);
    const early = answer('¿Qué deben aprender?', 'given before questions had keys');
    expect(findAnswer([early], later[0]!)).toBe(early);
  });

  test('that nobody asks any more leave their answers to be read', () => {
    const asked = listPrompts(protocol, template, 'plan', 'en');
    const given = asked.map(({ key }) => answer(key, 'said'));
    const left = listLeftAnswers(given, listPrompts(undefined, template, 'plan', 'en'));
    expect(left).toEqual([given[0]]);
  });

  test('fit into a word of a record however long they are', () => {
    const long = { prompts: [{ phase: 'plan' as const, text: { en: 'é😀'.repeat(300), es: 'é' } }] };
    expect([...listPrompts(long, plain, 'plan', 'en')[0]!.key]).toHaveLength(200);
  });
});
