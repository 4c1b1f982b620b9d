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
      'Lists that cycles can refer to. Take in a spreadsheet (CSV) with the columns code and text, and if you like list, subject, grades and source; or a CASE file (JSON). Nothing is kept before you have seen what would come of it.',
    choose: 'Choose a file',
    none: 'No list yet.',
    lists: 'Lists of the district',
    inList: (n: number) => count(n, '# standard', '# standards'),
    preview: (list: string) => `Taking in “${list}” would do this:`,
    added: (n: number) => count(n, '# new', '# new'),
    changed: (n: number) => count(n, '# worded anew', '# worded anew'),
    missing: (n: number) =>
      count(
        n,
        '# of its list is not in this file: offer it no more',
        '# of its lists are not in this file: offer them no more',
      ),
    missingHelp: 'For a new edition. Leave it if the file is a part of the list. Cycles that use one go on showing it.',
    notOffered: (n: number) => count(n, '# offered no more', '# offered no more'),
    retire: 'Offer no more',
    offer: 'Offer again',
    nothing: 'There is nothing to take in',
    item: (at: number, why: string) => `Item ${at}: ${why}`,
    allRefused: (n: number) => `Show all ${n}`,
    first: (n: number, all: number) => (n === all ? `All ${n} of them` : `The first ${n} of ${all}`),
    grades: (grades: string) => `Grades: ${grades}`,
    code: 'Code',
    says: 'What it says',
    same: (n: number) => count(n, '# as before', '# as before'),
    refused: (n: number) => count(n, '# row cannot be taken', '# rows cannot be taken'),
    row: (at: number, why: string) => `Row ${at}: ${why}`,
    why: {
      no_code: 'it has no code. Give each standard its code.',
      no_text: 'it has no text. Say what the standard asks.',
      twice: 'its code stands further up already. Give each its own.',
      too_long: 'its code or text is too long. Shorten it.',
      no_list: 'it belongs to no list. Name the list.',
      too_many_cells: 'it has more cells than the first row. Put quotation marks around a text with commas.',
      bad_text: 'it has a character that cannot be kept. Type it anew.',
    },
    unreadable: {
      too_large: 'This file is larger than 8 MB. Split it by subject.',
      no_columns: 'This file has no columns named code and text in its first row.',
      nothing: 'There is no standard in this file.',
      bad_json: 'This file is cut off or damaged. Download it anew.',
      not_case: 'This is no CASE file: it has no list of CFItems.',
      too_many: 'This file has more than 5,000 standards. Split it by subject.',
    },
    take: 'Take them in',
    done: 'Taken in. They reach everybody with the next sync.',
  },
};
