import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { nameService, readTemplate, SERVICES, type Template } from './menu';
import { findAnswer, listLeftAnswers, listPrompts } from './prompts';
import {
  addPrompt, addService, MAX_PROMPTS, MAX_SERVICES, movePromptUp, offerService, removePrompt, renamePhase, renameService, rewordPrompt, writeTemplate,
} from './template'; // prettier-ignore

const plain = readTemplate(undefined);

function only(template: Template, place = 0) {
  const prompt = template.prompts[place];
  if (prompt === undefined) throw new Error(`there is no prompt ${place}`);
  return prompt;
}

describe("a district's template", () => {
  test('says nothing where it is as it comes with Backrow', () => {
    expect(writeTemplate(plain)).toEqual({ phases: {}, prompts: [], services: [] });
    expect(plain.services).toEqual(SERVICES);
  });

  test('renames a service, and gives its own name back when the field is emptied', () => {
    const renamed = renameService(plain, 'data', 'en', '  Data   talk ');
    expect(nameService(renamed, 'data', 'en')).toBe('Data talk');
    expect(nameService(renamed, 'data', 'es')).toBe('Conversación sobre datos');
    expect(writeTemplate(renamed)['services']).toHaveLength(1);
    expect(writeTemplate(renameService(renamed, 'data', 'en', ''))).toEqual(writeTemplate(plain));
  });

  test('hides a service, which keeps its name in what was logged', () => {
    const hidden = offerService(plain, 'rounds', false);
    expect(readTemplate(writeTemplate(hidden)).services.find(({ id }) => id === 'rounds')?.isHidden).toBe(true);
    expect(nameService(hidden, 'rounds', 'en')).toBe('Instructional rounds');
    expect(writeTemplate(offerService(hidden, 'rounds', true))).toEqual(writeTemplate(plain));
  });

  test('adds services of its own under ids that no other has', () => {
    const one = addService(plain, { en: 'Planning', es: '' });
    const two = addService(one, { en: 'planning!', es: 'Otra' });
    expect(two.services.slice(-2).map(({ id }) => id)).toEqual(['planning-2', 'planning-3']);
    expect(addService(plain, { en: ' ', es: '' })).toBe(plain);
    expect(addService(plain, { en: '✎' }).services.at(-1)?.id).toBe('service');
    let full = plain;
    for (let count = 0; count < 100; count += 1) full = addService(full, { en: `Service ${count}` });
    expect(full.services).toHaveLength(MAX_SERVICES);
  });

  test('names phases in one language or both, and goes back to the usual word', () => {
    const named = renamePhase(renamePhase(plain, 'plan', 'en', 'Pre-brief'), 'plan', 'es', 'Antes');
    expect(named.phases).toEqual({ plan: { en: 'Pre-brief', es: 'Antes' } });
    expect(renamePhase(renamePhase(named, 'plan', 'en', ''), 'plan', 'es', ' ').phases).toEqual({});
  });

  test('asks, rewords, moves and takes away questions, each in its own conference', () => {
    let template = addPrompt(plain, 'plan', { en: 'Who struggles?', es: '' });
    template = addPrompt(template, 'reflect', { en: 'What now?' });
    template = addPrompt(template, 'plan', { en: 'What will I see?' });
    template = movePromptUp(template, only(template, 2));
    expect(template.prompts.map(({ text }) => text['en'])).toEqual(['What will I see?', 'Who struggles?', 'What now?']);
    expect(movePromptUp(template, only(template, 0))).toBe(template);
    expect(movePromptUp(template, only(template, 2))).toBe(template);
    template = rewordPrompt(template, only(template, 1), 'es', '¿A quién le cuesta?');
    expect(only(template, 1).text).toEqual({ en: 'Who struggles?', es: '¿A quién le cuesta?' });
    expect(rewordPrompt(template, only(template, 0), 'en', ' ')).toBe(template);
    expect(removePrompt(template, only(template, 1)).prompts).toHaveLength(2);
    for (let count = 0; count < 60; count += 1) template = addPrompt(template, 'plan', { en: `Question ${count}` });
    expect(template.prompts.filter(({ phase }) => phase === 'plan')).toHaveLength(MAX_PROMPTS);
  });

  test('takes nothing from a record of another form', () => {
    const body = {
      phases: { plan: {}, event: { en: 3 }, reflect: 'x' },
      prompts: [null, { phase: 'plan', text: {} }, { phase: 'other', text: { en: 'Why?' } }, { id: 4, phase: 'plan', text: { en: 'Why?' } }],
      services: [{ id: 'data' }, { id: 'data', label: { en: ' ' } }, 7],
    }; // prettier-ignore
    expect(readTemplate(body)).toEqual(plain);
    expect(readTemplate({ services: [{ id: 'data', label: { en: 'Talk' } }] }).services[5]?.isHidden).toBe(false);
  });

  test('reads back as it was written, whatever was done to it', () => {
    const names = fc.record({ en: fc.string(), es: fc.string() });
    const step = fc.oneof(
      names.map((said) => (template: Template) => addService(template, said)),
      fc.tuple(fc.nat(20), fc.string()).map(([place, text]) => (template: Template) => {
        const id = template.services[place]?.id ?? '';
        return renameService(template, id, 'es', text);
      }),
      fc.nat(20).map((place) => (template: Template) => offerService(template, template.services[place]?.id ?? '', false)),
      names.map((said) => (template: Template) => addPrompt(template, 'reflect', said)),
      fc.string().map((text) => (template: Template) => renamePhase(template, 'event', 'en', text)),
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const template = steps.reduce((so_far, change) => change(so_far), plain);
        expect(readTemplate(writeTemplate(template))).toEqual(template);
      }),
    );
  });
});

describe('the questions of a conference', () => {
  const protocol = {
    prompts: [
      { phase: 'plan' as const, text: { en: 'What should students learn?', es: '¿Qué deben aprender?' } },
      { phase: 'reflect' as const, text: { en: 'What surprised you?', es: '¿Qué te sorprendió?' } },
    ],
  };
  const template = addPrompt(plain, 'plan', { en: 'Who struggles?', es: '¿A quién le cuesta?' });
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
    const reworded = rewordPrompt(template, only(template), 'en', 'Who needs more time?');
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
