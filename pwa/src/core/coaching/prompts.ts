/** The questions of a conference: those of its protocol, then the district's own; and which answer belongs to which. */
import { readText, type Protocol } from '../protocol';
import { readNames, type Template } from './menu';

export type Asked = {
  /** What an answer says it answers; the same in every language and after a rewording. */
  readonly key: string;
  readonly text: string;
  /** What answers of earlier releases say instead. */
  readonly also: readonly string[];
};

type Names = Readonly<Record<string, string>>;
type Answer = { readonly fields: { readonly prompt?: string | null; readonly part?: string | null } };

// The field `prompt` of a reflection is a word.
const MAX_KEY = 200;

export function listPrompts(
  protocol: Pick<Protocol, 'prompts'> | undefined,
  template: Pick<Template, 'prompts'>,
  phase: 'plan' | 'reflect',
  language: string,
): readonly Asked[] {
  const shipped = (protocol?.prompts ?? [])
    .filter((prompt) => prompt.phase === phase)
    .map((prompt) => ask(prompt.text as Names, readText(prompt.text, language)));
  const own = template.prompts
    .filter((prompt) => prompt.phase === phase)
    .map((prompt) => ask(prompt.text, readNames(prompt.text, language), prompt.id));
  const all = [...shipped, ...own];
  // A district may have made a question of the protocol its own: it is asked once.
  return all.filter((one, place) => all.findIndex((other) => other.key === one.key) === place);
}

function ask(names: Names, text: string, id?: string): Asked {
  const said = Object.values(names).map(cut);
  return { key: id ?? cut(names['en'] ?? said[0] ?? text), text, also: said };
}

function cut(text: string): string {
  return [...text].slice(0, MAX_KEY).join('');
}

/** The answer to a question, if there is one. */
export function findAnswer<A extends Answer>(answers: readonly A[], asked: Asked): A | undefined {
  return (
    answers.find(({ fields }) => fields.prompt === asked.key) ??
    answers.find(({ fields }) => typeof fields.prompt === 'string' && asked.also.includes(fields.prompt))
  );
}

/** Answers to what nobody asks any more: the district has another question now, or the cycle another protocol. */
export function listLeftAnswers<A extends Answer>(answers: readonly A[], asked: readonly Asked[]): readonly A[] {
  const found = new Set(asked.map((one) => findAnswer(answers, one)));
  return answers.filter((answer) => answer.fields.part === 'answer' && !found.has(answer));
}
