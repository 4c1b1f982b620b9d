/** What an administrator changes of the district's template: every step gives a new one. */
import type { Fields } from '../types';
import { SERVICES, type Names, type Prompt, type Service, type Template } from './menu';
import type { Phase } from './phases';

export const MAX_NAME = 120;
export const MAX_QUESTION = 500;
export const MAX_SERVICES = 40;
export const MAX_PROMPTS = 24;

/** The body of the template's record: only what is not as it comes with Backrow. */
export function writeTemplate({ phases, prompts, services }: Template): Fields {
  return { phases, prompts, services: services.filter((service) => !isShipped(service)) };
}

function isShipped(service: Service): boolean {
  const own = findShipped(service.id);
  return own !== undefined && !service.isHidden && sameNames(own.label, service.label);
}

export function findShipped(id: string): Service | undefined {
  return SERVICES.find((service) => service.id === id);
}

function sameNames(one: Names, other: Names): boolean {
  const languages = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return languages.every((language) => one[language] === other[language]);
}

/** Names a phase in one language; without a name it goes by Backrow's word again. */
export function renamePhase(template: Template, phase: Phase, language: string, text: string): Template {
  const names = setName(template.phases[phase] ?? {}, language, clean(text, MAX_NAME));
  const others = Object.fromEntries(Object.entries(template.phases).filter(([name]) => name !== phase));
  return { ...template, phases: Object.keys(names).length === 0 ? others : { ...others, [phase]: names } };
}

/** Names a service in one language; one that comes with Backrow goes by its own name again when none is given. */
export function renameService(template: Template, id: string, language: string, text: string): Template {
  const name = clean(text, MAX_NAME);
  return changeService(template, id, (service) => {
    const shipped = findShipped(id)?.label[language];
    const names = setName(service.label, language, name === '' && shipped !== undefined ? shipped : name);
    return Object.keys(names).length === 0 ? service : { ...service, label: names };
  });
}

/** Offers a service or hides it. What was logged under it keeps its name. */
export function offerService(template: Template, id: string, isOffered: boolean): Template {
  return changeService(template, id, (service) => ({ ...service, isHidden: !isOffered }));
}

/** Adds a service of the district's own; the template as it is when it has no name or there is no room. */
export function addService(template: Template, names: Names): Template {
  const label = cleanNames(names, MAX_NAME);
  if (Object.keys(label).length === 0 || template.services.length >= MAX_SERVICES) return template;
  const taken = template.services.map((service) => service.id);
  const id = makeId(Object.values(label)[0] ?? '', taken, 'service');
  return { ...template, services: [...template.services, { id, label, isHidden: false }] };
}

function changeService(template: Template, id: string, change: (service: Service) => Service): Template {
  const services = template.services.map((service) => (service.id === id ? change(service) : service));
  return { ...template, services };
}

/** Adds a question to a conference; the template as it is when it says nothing or there is no room. */
export function addPrompt(template: Template, phase: Prompt['phase'], names: Names): Template {
  const text = cleanNames(names, MAX_QUESTION);
  const those = template.prompts.filter((prompt) => prompt.phase === phase);
  if (Object.keys(text).length === 0 || those.length >= MAX_PROMPTS) return template;
  const taken = template.prompts.map((prompt) => prompt.id ?? '');
  const id = makeId(`${phase} ${Object.values(text)[0] ?? ''}`, taken, phase);
  return { ...template, prompts: [...template.prompts, { id, phase, text }] };
}

/** Words a question anew; what was answered stays its answer. A question keeps a wording in one language at least. */
export function rewordPrompt(template: Template, prompt: Prompt, language: string, said: string): Template {
  const text = setName(prompt.text, language, clean(said, MAX_QUESTION));
  if (Object.keys(text).length === 0) return template;
  return { ...template, prompts: template.prompts.map((one) => (isSame(one, prompt) ? { ...one, text } : one)) };
}

export function removePrompt(template: Template, prompt: Prompt): Template {
  return { ...template, prompts: template.prompts.filter((one) => !isSame(one, prompt)) };
}

/** Moves a question before the one ahead of it in its conference. */
export function movePromptUp(template: Template, prompt: Prompt): Template {
  const prompts = [...template.prompts];
  const place = prompts.findIndex((one) => isSame(one, prompt));
  const ahead = prompts.slice(0, Math.max(0, place)).findLastIndex((one) => one.phase === prompt.phase);
  if (ahead < 0) return template;
  prompts.splice(ahead, 0, ...prompts.splice(place, 1));
  return { ...template, prompts };
}

function isSame(one: Prompt, other: Prompt): boolean {
  if (one.id !== undefined || other.id !== undefined) return one.id === other.id;
  return one.phase === other.phase && sameNames(one.text, other.text);
}

function setName(names: Names, language: string, text: string): Names {
  const others = Object.entries(names).filter(([name]) => name !== language);
  return Object.fromEntries(text === '' ? others : [...others, [language, text]]);
}

function cleanNames(names: Names, most: number): Names {
  const cleaned = Object.entries(names).map(([language, text]) => [language, clean(text, most)] as const);
  return Object.fromEntries(cleaned.filter(([, text]) => text !== ''));
}

function clean(text: string, most: number): string {
  return [...text.replace(/\s+/g, ' ').trim()].slice(0, most).join('').trim();
}

/** A name of letters that an id may have, unlike those that are taken. */
function makeId(text: string, taken: readonly string[], otherwise: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, '-').slice(0, 60).replace(/^-+|-+$/g, '') || otherwise; // prettier-ignore
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? slug : `${slug}-${number}`;
    if (!taken.includes(id)) return id;
  }
}
