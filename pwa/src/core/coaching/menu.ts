/** The coaching menu: the services that a coach gives, as Backrow names them and as a district has made them its own. */
import type { Fields } from '../types';

export type Names = Readonly<Record<string, string>>;
export type Service = { readonly id: string; readonly label: Names; readonly isHidden: boolean };

/** The services that every district begins with, in the order in which they are offered. */
export const SERVICES: readonly Service[] = [
  make('planning', 'Planning', 'Planificación'),
  make('demonstration', 'Demonstration lesson', 'Clase de demostración'),
  make('co-teaching', 'Co-teaching', 'Enseñanza compartida'),
  make('observation', 'Peer review (observation)', 'Observación entre colegas'),
  make('reflection', 'Reflection', 'Reflexión'),
  make('data', 'Data conversation', 'Conversación sobre datos'),
  make('strengths', 'Strength-based design', 'Diseño a partir de fortalezas'),
  make('development', 'Professional development', 'Desarrollo profesional'),
  make('rounds', 'Instructional rounds', 'Rondas de observación'),
  make('environment', 'Classroom environment and structures', 'Ambiente y organización del aula'),
  make('collaboration', 'Collaborative conversation', 'Conversación en equipo'),
  make('resources', 'Resource support', 'Apoyo con recursos'),
];

/** The slug of the one template by which a district names phases, adds prompts and edits the menu. */
export const TEMPLATE = 'cycle';

/** `id` is what answers name; questions of the first districts have none and go by their words. */
export type Prompt = { readonly id?: string; readonly phase: 'plan' | 'reflect'; readonly text: Names };
export type Template = {
  readonly phases: Readonly<Partial<Record<'plan' | 'event' | 'reflect', Names>>>;
  readonly prompts: readonly Prompt[];
  readonly services: readonly Service[];
};

/** Reads a district's template; what it does not say, or says in a form of a later release, is as it comes with Backrow. */
export function readTemplate(body: Fields | undefined): Template {
  const phases = isObject(body?.['phases']) ? body['phases'] : {};
  const prompts = Array.isArray(body?.['prompts']) ? body['prompts'] : [];
  const services = Array.isArray(body?.['services']) ? body['services'] : [];
  return {
    phases: Object.fromEntries(Object.entries(phases).filter(([, names]) => isNames(names))) as Template['phases'],
    prompts: prompts.filter(isPrompt),
    services: mergeServices(services.filter(isService).map((one) => ({ ...one, isHidden: one.isHidden === true }))),
  };
}

/** The services that are offered: those of Backrow with the district's names, then the district's own. */
function mergeServices(own: readonly Service[]): readonly Service[] {
  const known = SERVICES.map((service) => own.find((one) => one.id === service.id) ?? service);
  return [...known, ...own.filter((one) => !SERVICES.some((service) => service.id === one.id))];
}

/** A service by its id; one that no menu has any more goes by its id. */
export function nameService(template: Template, id: string, language: string): string {
  const found = template.services.find((service) => service.id === id);
  return found === undefined ? id : readNames(found.label, language);
}

export function readNames(names: Names, language: string): string {
  return names[language] ?? names['en'] ?? Object.values(names)[0] ?? '';
}

function make(id: string, en: string, es: string): Service {
  return { id, label: { en, es }, isHidden: false };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNames(value: unknown): value is Names {
  const texts = isObject(value) ? Object.values(value) : [];
  return texts.length > 0 && texts.every((text) => typeof text === 'string' && text.trim() !== '');
}

function isPrompt(value: unknown): value is Prompt {
  if (!isObject(value) || !['string', 'undefined'].includes(typeof value['id'])) return false;
  return (value['phase'] === 'plan' || value['phase'] === 'reflect') && isNames(value['text']);
}

function isService(value: unknown): value is Service {
  return isObject(value) && typeof value['id'] === 'string' && isNames(value['label']);
}
