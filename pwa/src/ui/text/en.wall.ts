/** Every sentence about the wall: who may see and who opened what, administrators, and counts of coaching; in English. */
import { formatCount, formatList } from '../../core/format';

const count = (n: number, one: string, other: string): string => formatCount('en', n, { one, other });
const list = (names: readonly string[]): string => formatList('en', names);

export const wall = {
  consent: {
    title: 'An administrator, only if you both say so',
    help: 'No administrator sees this unless its coach and its teacher both agree, by name. Either takes it back alone, at any time.',
    cycleTitle: 'An administrator, only if all say so',
    cycleHelp:
      'No administrator sees this cycle unless a coach and each of its teachers agree, by name. Anyone takes it back alone, at any time.',
    meaning:
      'Who is let in reads everything in it, as the teacher does: each item, note and photo. They can change nothing.',
    cycleMeaning:
      'Who is let in reads everything in this cycle: goals, next steps, conferences and what you both wrote. Visits are agreed on one by one. They can change nothing.',
    notShared: 'It can be agreed on once this is shared with its teacher.',
    nobody: 'This district has no administrator.',
    closed: (name: string) => `${name} does not see it.`,
    open: (name: string) => `${name} can read it.`,
    allAgreed: 'Everybody whose word it takes agreed.',
    agreed: (names: readonly string[]) => `${list(names)} agreed.`,
    youAgreed: 'You agreed.',
    waits: (names: readonly string[]) => `It waits for ${list(names)}.`,
    waitsForYou: 'Without your word it stays closed.',
    refused: (names: readonly string[]) => `${list(names)} took it back.`,
    coach: 'the coach',
    asked: (who: string, name: string) =>
      `${who} agreed that ${name} reads this visit. Nothing is shown unless you agree too.`,
    answer: 'Answer',
    agree: (name: string) => `I agree that ${name} reads it`,
    takeBack: 'Take back my agreement',
    takeBackOf: (name: string) => `Take back my agreement that ${name} reads it`,
  },
  viewers: {
    title: 'Who opened my lessons',
    about:
      'Of each visit that is shared with you: who may see it now, and who opened it when. Only you see this list. Nobody can change it, not even an administrator.',
    limits:
      'From the moment a visit is shared, the app notes each opening on every device, also without a network, and tells it with the next sync. Openings within one hour are one line.',
    may: 'May see it now',
    you: 'you',
    roles: { owner: 'coach', observer: 'co-observer', teacher: 'teacher', reader: 'may read' },
    opened: 'Opened by others',
    none: 'Nobody else has opened it so far.',
    what: {
      review: 'the visit',
      report: 'the report',
      conference: 'the conference',
      prepare: 'the preparation of the conference',
      trends: 'the overview of the year',
      file: 'took it as a file',
      photo: 'a photo',
      other: 'opened it',
    },
    who: 'Who',
    whatHead: 'What',
    when: 'When',
    empty: 'Nothing is shared with you yet.',
    seen: 'Who sees it, and who opened it',
    more: 'Who sees this visit, and who opened it',
    all: 'All my lessons',
    somebody: 'Somebody',
    visit: 'A visit',
  },
  publish: {
    title: 'Publish a protocol from a file',
    about: 'A protocol file (TOML). It is looked at first; nothing is published before you say so.',
    choose: 'Choose a file',
    looked: (title: string, version: number) => `${title}, version ${version}`,
    good: 'It can be used. Once published, this version never changes; everybody has it with their next sync.',
    do: 'Publish it',
    done: 'Published. Everybody has it with their next sync.',
    there: 'The district has this very version already.',
    taken: 'The district has another protocol under this name and version. Give this one a higher version.',
    wrong: 'It cannot be used yet:',
    advice: 'It can be used. What could be better:',
    line: (line: number) => `Line ${line}`,
  },
  activity: {
    title: 'Coaching activity',
    about: 'How often and how long, as coaches logged it. Nothing of what was seen or said.',
    rule: 'Each figure is of five teachers or more. What would be of fewer is told together with others, and so cut that nobody’s own can be worked out by adding or subtracting.',
    closes:
      'A month is told from the eighth of the next one on, and then stays as it was told. What is logged later counts later.',
    empty: 'There is nothing to tell yet: no closed month with five teachers or more.',
    waiting: (months: string) =>
      `${months}: fewer than five teachers so far. It will be told together with what comes.`,
    period: 'Months',
    total: (n: number, length: string) => `${count(n, '# activity', '# activities')}, ${length}`,
    by: { school: 'By school', service: 'By service', coach: 'By coach' },
    undivided: 'Not divided here: it would tell of fewer than five teachers, or there is only one.',
    name: { school: 'School', service: 'Service', coach: 'Coach' },
    activities: 'Number',
    time: 'Hours',
    rest: 'The others together',
    several: 'Several schools at once',
    none: 'No school, or no teacher named',
    other: 'Another service',
    csv: 'Take it as a table (CSV)',
    back: 'Overview',
  },
};
