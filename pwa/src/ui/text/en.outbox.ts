/** Every sentence about what did not become part of a record, and about checking everything, in English. */
import { formatCount } from '../../core/format';

const count = (n: number, one: string, other: string): string => formatCount('en', n, { one, other });

export const outbox = {
  lost: 'No longer shared with you',
  lostHelp:
    'You recorded this where you may no longer look. The office shows it to nobody. If the lesson or cycle is shared with you again, it goes in by itself. You can also keep it as a file, or take it off this list.',
  refused: 'What was refused, and why',
  held: 'Waiting at the office',
  takeOff: 'Take off this list',
  takeOffAll: (n: number) => count(n, 'Take it off this list', 'Take all # off this list'),
  takeOffTitle: (n: number) => count(n, 'Take this off the list?', 'Take these # off the list?'),
  takeOffHelp: 'It leaves this tablet’s screens. What the office keeps aside stays there, and nobody else sees it.',
  keep: 'Keep it on the list',
  more: (n: number) => count(n, 'and # more', 'and # more'),
  notSent: 'Not sent yet: it goes to the office first.',
  next: {
    forbidden:
      'Ask whoever owns the lesson for the right, then the office can try it again. You need not write it again.',
    unknown_kind: 'The office needs an update. It then takes this in by itself.',
    unknown_version: 'The office needs an update. It then takes this in by itself.',
    bad_change: 'Update this app, write it again, and tell your office.',
    bad_fields: 'Write it again with another value.',
    bad_text: 'Write it again without unusual characters, or in two parts.',
    id_reuse: 'Write it again: it then gets a number of its own.',
    erased: 'Nothing is left to do.',
    revoked_device: 'Ask your administrator, or write it again on another tablet.',
    not_visible_yet: 'Nothing to do: it goes in by itself as soon as you may see what it belongs to.',
    other: 'Keep it as a file and show it to your office.',
  },
  check: {
    button: 'Check everything',
    help: 'Compares every item on this tablet with the office, and sends or fetches again what is missing.',
    running: 'Comparing with the office …',
    waits: 'The check is not finished. It goes on as soon as the office answers.',
    whole: 'Checked: this tablet and the office have exactly the same.',
    mended: 'Checked: something was missing, and is made good. This tablet and the office now have exactly the same.',
  },
  update: (min: number, max: number) =>
    `The office speaks version ${min === max ? `${min}` : `${min} to ${max}`} of the contract and this app another one. Go on recording; update the app to send.`,
};
