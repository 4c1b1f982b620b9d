/** Every sentence about what a district makes its own, in English. */
import { formatCount } from '../../core/format';

const count = (n: number, one: string, other: string): string => formatCount('en', n, { one, other });

export const district = {
  only: 'Only administrators can change this.',
  template: {
    title: 'Cycle, prompts and coaching menu',
    about:
      'Your own words for the phases, questions for conferences, and the services that coaches give. What is left empty stays as Backrow has it.',
    phases: 'Names of the phases',
    in: (what: string, language: string) => `${what}, ${language}`,
    prompts: 'Questions for conferences',
    plan: 'Before the visit',
    reflect: 'After the visit',
    addPrompt: 'Add a question',
    remove: 'Take away',
    services: 'Coaching menu',
    addService: 'Add a service',
    hidden: 'Not offered',
    save: 'Keep this',
    saved: 'Kept. It reaches everybody with the next sync.',
  },
  standards: {
    title: 'Standards',
    about:
      'A list that cycles can refer to: a spreadsheet (CSV) with the columns code and text, and if you like subject and grades; or a CASE file (JSON).',
    choose: 'Choose a file',
    none: 'No list yet.',
    lists: 'Lists of the district',
    inList: (n: number) => count(n, '# standard', '# standards'),
    preview: (list: string) => `Taking in “${list}” would do this:`,
    added: (n: number) => count(n, '# new', '# new'),
    changed: (n: number) => count(n, '# worded anew', '# worded anew'),
    retired: (n: number) =>
      count(
        n,
        '# no longer in the list; it stays where it is used',
        '# no longer in the list; they stay where they are used',
      ),
    same: (n: number) => count(n, '# as before', '# as before'),
    refused: (n: number) => count(n, '# row cannot be taken', '# rows cannot be taken'),
    row: (at: number, why: string) => `Row ${at}: ${why}`,
    why: {
      no_code: 'it has no code. Give each standard its code.',
      no_text: 'it has no text. Say what the standard asks.',
      twice: 'its code stands further up already. Give each its own.',
      too_long: 'its code or text is too long. Shorten it.',
    },
    unreadable: {
      too_large: 'This file is larger than 8 MB. Split it by subject.',
      no_columns: 'This file has no columns named code and text in its first row.',
      not_case: 'This is no CASE file: it has no list of CFItems.',
      too_many: 'This file has more than 5,000 standards. Split it by subject.',
    },
    take: 'Take them in',
    done: 'Taken in. They reach everybody with the next sync.',
  },
};
