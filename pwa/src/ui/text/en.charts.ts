/** Every sentence of the review's charts in English. */
import { formatCount } from '../../core/format';

const count = (n: number, one: string, other: string): string => formatCount('en', n, { one, other });

export const charts = {
  lastVisit: (day: string) => `Last visit, ${day}`,
  ghost: 'The thin line is the last visit.',
  ghostCount: 'The thin line is the last visit, brought to the length of this one.',
  title: {
    shares: 'Shares',
    intervals: 'Intervals',
    counts: 'Counts',
    ratio: 'Ratio',
    waits: 'Waits',
    seatmap: 'Seat map',
    links: 'From seat to seat',
    path: 'Path',
    reach: 'Reach',
    matrix: 'What follows what',
    ratings: 'Ratings',
    checklist: 'Checklist',
    script: 'Script',
    sweeps: 'Sweeps',
    transitions: 'Transitions',
    chain: 'Chains',
    questions: 'Questions',
    notes: 'Notes',
  },
  nothing: 'Nothing was recorded for this picture.',
  notRecorded: (list: string) => `Not recorded: ${list}.`,
  sweepCount: (n: number) => count(n, '# sweep', '# sweeps'),
  itemCount: (n: number) => count(n, '# rating or tick', '# ratings or ticks'),
  notSaid: 'not said',
  items: 'Numbers of this picture',
  front: 'Front of the room',
  legend: 'Key',
  rule: {
    counted: {
      continuous: (length: string) => `Counted moment by moment over ${length} of observed time.`,
      interval: (n: number, length: string, rule: string) =>
        `Counted in ${count(n, '# observed interval', '# observed intervals')} of ${length} (${rule}): an interval counts once for a code, however often it happened in it.`,
      sweep: (n: number) =>
        `Counted over ${count(n, '# sweep', '# sweeps')} of the room: people at the moments of looking, not time.`,
    },
    shareOfCodes: 'Percent of all codes recorded; it is neither a percent of time nor of intervals.',
    shareOfMarks: 'Percent of all marks of its group. It is neither a percent of intervals nor of time.',
    shareOfPeople: (n: number) =>
      `Percent of those counted in a sweep, then the mean over ${count(n, '# sweep', '# sweeps')}. It is not a percent of time.`,
    turns: (length: string, rule: string) =>
      `Percent of the ${length} intervals of each subject in which the code was marked (${rule}). Subjects take turns, so each has its own intervals.`,
    ratio: {
      continuous: 'Counts of moments and stretches, recorded as they happened.',
      interval: 'Counts of observed intervals in which they were marked.',
      sweep: 'Counts of people over all sweeps.',
      duration: 'Observed time, recorded moment by moment.',
    },
    waits: 'Timed between two taps, pauses of the observation left out. A wait is as exact as the taps are.',
    seats: {
      continuous: 'Counted at the seats as it happened. An item without a seat is in no number here.',
      interval: 'Observed intervals in which the seat was marked.',
      sweep: 'One look at each seat in a sweep. Looks, not time.',
    },
    path: 'Stops in the order in which they were tapped; between two stops the way is not known.',
    pairs: {
      continuous: 'Each code and the next one, in the order of recording; time that was not watched is not bridged.',
      step: (seconds: string) => `Each code and the next one, with one tally every ${seconds} that a code lasted.`,
      interval: 'Each mark and the next one, interval by interval.',
    },
    bouts: 'Each stretch from its first tap to the one that ended it.',
    chain: 'In the order of recording. That one thing follows another does not say that it caused it.',
    ratings: {
      lesson:
        'Levels that the observer chose, once for the lesson. They are a reading of the notes, not a measurement.',
      segment:
        'Levels that the observer chose, once for each segment. They are a reading of the notes, not a measurement.',
    },
    means: 'Means of the levels that the observer chose; not applicable is left out.',
    checklist: 'What the observer ticked in this visit. Not seen means that it was not seen in it, no more.',
    lines: 'Written or tapped as it was said or seen, with the moment of the first stroke.',
    questions: 'Each question as it was tapped. The wait runs to the next tap that ends it.',
  },
  shares: {
    people: (n: number, list: string) =>
      `On average over ${count(n, '# sweep', '# sweeps')}, most of those counted: ${list}.`,
    intervals: (list: string) => `Marked most often: ${list}.`,
    codes: (list: string) => `Most of what was recorded: ${list}.`,
  },
  counts: {
    split: (total: number, by: string, list: string) => `${count(total, '# item', '# items')} by “${by}”: ${list}.`,
  },
  intervals: {
    of: (k: string, n: string) => `${k} of ${n}`,
    turns: (intervals: number, list: string) => `${count(intervals, '# interval', '# intervals')} observed. ${list}.`,
  },
  ratio: {
    side: (value: string, name: string) => `${value} ${name}`,
    says: (label: string, sides: string, ratio: string) => `${label}: ${sides}; that is ${ratio}.`,
    none: (label: string) => `${label}: nothing was recorded on either side.`,
  },
  waits: {
    seconds: (value: string) => `${value} s`,
    median: (value: string) => `median ${value} s`,
    limit: (value: string) => `${value} s line`,
    longer: (value: string) => `${value} s and longer`,
    unanswered: (n: number) => count(n, '# without response', '# without response'),
    says: (label: string, waits: number, median: string) =>
      `${label}: ${count(waits, '# wait', '# waits')}, half of them ${median} s or shorter`,
    reach: (k: number, n: number, limit: string) => `${k} of ${n} lasted ${limit} s or longer`,
    none: (label: string) => `${label}: no wait was recorded`,
  },
  seats: {
    says: (seats: number, times: number, list: string) =>
      `${count(seats, '# seat', '# seats')}, ${count(times, '# item', '# items')} in all. Most: ${list}.`,
    of: (list: string) => `Of these: ${list}.`,
    no: 'No item has a seat.',
    withoutSeat: (n: number) => count(n, '# item has no seat.', '# items have no seat.'),
    one: (seat: string, n: number) => `${seat}: ${n}`,
    links: (n: number, pairs: number, list: string) =>
      `${count(n, '# link', '# links')} between ${count(pairs, '# pair of seats', '# pairs of seats')}. Most: ${list}.`,
    noLinks: 'No link between two seats was recorded.',
    arrow: (from: string, to: string) => `${from} → ${to}`,
    path: (stops: number, seats: number, first: string, last: string) =>
      `${count(stops, '# stop', '# stops')} at ${count(seats, '# seat', '# seats')}, the first at ${first}, the last at ${last}.`,
    noPath: 'No stop at a seat was recorded.',
    begin: 'start',
    end: 'end',
  },
  reach: {
    ofPresent: (k: string, present: string) => `${k} of ${present}`,
    says: (seats: number, times: number) =>
      `${count(seats, '# seat', '# different seats')}, ${count(times, '# item', '# items')} in all`,
    present: (label: string, k: string, present: string) => `${label}: ${k} of ${present} present`,
    unknown: (label: string) => `${label}: the number of people present was not given`,
  },
  matrix: {
    says: (pairs: number, list: string) =>
      `${count(pairs, '# pair', '# pairs')} of a code and the next one. Most frequent: ${list}.`,
    none: 'There is no pair of a code and the next one.',
    pair: (from: string, to: string, n: string) => `${from} → ${to} ${n}`,
    corner: 'First, then',
  },
  transitions: {
    says: (n: number, time: string, longest: string) =>
      `${count(n, '# stretch', '# stretches')}, ${time} in all; the longest ${longest}.`,
  },
  chain: {
    says: (n: number, whole: number) => `${count(n, '# chain', '# chains')}; ${whole} of them from beginning to end.`,
    most: (list: string) => `Most frequent: ${list}.`,
    none: 'No chain was recorded.',
    empty: 'nothing recorded',
  },
  ratings: {
    says: (rated: number, all: number, list: string) => `${rated} of ${all} ratings given: ${list}.`,
    none: 'No rating was given.',
    level: (label: string, n: number) => `${label} ${n}`,
    na: 'not applicable',
    open: 'not rated',
    mean: (label: string, value: string, n: number) => `${label} ${value} (${count(n, '# rating', '# ratings')})`,
    means: (from: string, to: string, list: string) => `Mean levels from ${from} to ${to}: ${list}.`,
    segment: (label: string, value: string) => `${label}: ${value}`,
  },
  checklist: {
    says: (seen: number, answered: number) => `Seen: ${seen} of ${answered} answered.`,
    rest: (na: number, open: number) => `Not applicable: ${na}; left open: ${open}.`,
    state: { seen: 'seen', not: 'not seen', na: 'not applicable', open: 'left open' },
  },
  lines: {
    says: (n: number, list: string) => `${count(n, '# line', '# lines')}: ${list}.`,
    notes: (n: number) => `${count(n, '# note', '# notes')}.`,
    none: 'No line was written.',
    untagged: 'without a tag',
    noWords: 'no words written',
    more: (n: number) => count(n, 'Show # more line', 'Show # more lines'),
  },
  questions: {
    says: (n: number, list: string) => `${count(n, '# question', '# questions')}: ${list}.`,
    waited: (n: number, median: string) => `Timed after ${n} of them; half of these waits were ${median} s or shorter.`,
    none: 'No question was recorded.',
  },
  sweeps: {
    says: (label: string, n: number, mean: string, low: string, high: string) =>
      `${label}: ${mean} on average over ${count(n, '# sweep', '# sweeps')}, from ${low} to ${high}`,
    none: 'No sweep was recorded.',
    sweep: (n: number) => `Sweep ${n}`,
    of: (k: string, n: string, percent: string) => `${k} of ${n}, ${percent}`,
  },
  column: {
    option: 'Detail',
    total: 'All',
    side: 'Side',
    wait: 'Wait (s)',
    seat: 'Seat',
    from: 'From',
    to: 'To',
    order: 'Order',
    purpose: 'Details',
    first: 'First',
    then: 'Then',
    length: 'Length',
    item: 'Item',
    level: 'Level',
    state: 'State',
    speaker: 'Speaker',
    tag: 'Tag',
    words: 'Words',
    sweep: 'Sweep',
    chain: 'Chain',
  },
};
